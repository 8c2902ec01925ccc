"""The people of a talk."""

from __future__ import annotations

import pytest

from assistant.understanding.people import patient, people, relation_of


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("我老汉退休了", "parent"),
        ("俺娘没单位", "parent"),
        ("婆娘下个月剖腹产生个娃娃", "spouse"),
        ("娃儿在外地摔了住院", "child"),
        ("我姐是居民医保", "other"),
        ("那我呢，我在职", "self"),
        ("说回我那个，药费一千八", "self"),
    ],
)
def test_whose_case_it_is(text: str, whose: str) -> None:
    """The one named is the one whose case it is."""
    found = patient(text)
    assert found is not None and found.relation == whose


@pytest.mark.parametrize(
    "text",
    [
        "门诊封顶多少",
        "我儿子说网上就能办",
        "我跟我妈说了要备案",
        "我在兰州带娃",
        "大妹子，大厅在几楼",
        "妹儿，我问哈备案咋办",
    ],
)
def test_who_only_stands_by(text: str) -> None:
    """Who tells, helps or is called so is not the one whose case it is."""
    assert patient(text) is None


def test_the_longest_name_counts() -> None:
    """老伴儿 is one person, not two."""
    assert [person.name for person in people("我老伴儿")] == ["爱人"]


@pytest.mark.parametrize(
    "text",
    ["老婆下个月生，我能领几天陪产津贴", "你们这些龟儿子，门诊起付线多少", "我女儿接我去杭州，备案怎么弄"],
)
def test_nobodys_case_is_told(text: str) -> None:
    """A birth is the case of both parents; abuse names nobody; who only helps is not the patient."""
    assert patient(text) is None


def test_relations_by_name() -> None:
    """What somebody of a name is to the caller."""
    assert relation_of("母亲") == "parent" and relation_of("爱人") == "spouse" and relation_of("谁") == "other"
