"""Places in a message, which one is meant, and the part it plays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.places import mentions, passing_through, spelled_out, which_place
from assistant.understanding.roles import Role
from knowledge.generation import Generation
from knowledge.region import places

Known = frozenset[str]


@pytest.fixture(scope="module")
def known(generation: Generation) -> Known:
    """The places of the shipped knowledge."""
    return generation.regions


@pytest.mark.parametrize(
    ("text", "code", "role"),
    [
        ("我在绵阳参保", "510700", Role.INSURED),
        ("我的医保是在成都交的", "510100", Role.INSURED),
        ("参保地是绵阳", "510700", Role.INSURED),
        ("用的秦安县居民医保", "620522", Role.INSURED),
        ("泰安那边的医保", "370900", Role.INSURED),
        ("在成都看病怎么报", "510100", Role.TREATED),
        ("去成都住院", "510100", Role.TREATED),
        ("我在重庆住院", "500000", Role.TREATED),
        ("到绵阳市中心医院看病", "510700", Role.TREATED),
        ("想去北京的医院", "110000", Role.TREATED),
        ("要转诊到重庆", "500000", Role.TREATED),
        ("我爸在老家静宁参的居民医保", "620826", Role.INSURED),
        ("社保去年就转到游仙来了", "510704", Role.INSURED),
        ("不对，我是帮娄星的嗲嗲问", "431302", Role.ASKED),
        ("我们娄星想学一学", "431302", Role.LIVES),
        ("我在上海打工", "310000", Role.LIVES),
        ("人在广州上班", "440100", Role.LIVES),
        ("我家在游仙", "510704", Role.LIVES),
        ("老家是秦安的", "620522", Role.LIVES),
        ("户口在四川省广元市青川县", "510822", Role.LIVES),
        ("我是绵阳人", "510700", Role.LIVES),
        ("在娄底住了很多年", "431300", Role.LIVES),
        ("游仙区的起付线是多少", "510704", Role.ASKED),
        ("岱岳区医保局的政策", "370911", Role.ASKED),
        ("娄星的医保局在几楼", "431302", Role.ASKED),
        ("查一下秦安县的规定", "620522", Role.ASKED),
    ],
)
def test_the_part_a_place_plays(known: Known, text: str, code: str, role: Role) -> None:
    """Insured there, treated there, living there, or asked about."""
    (found,) = mentions(text, known)
    assert (found.codes, found.role) == ((code,), role)


def test_two_places_keep_their_own_parts(known: Known) -> None:
    """Where someone works does not become where the person is insured."""
    work, insured = mentions("人在广州打工，参保在秦安", known)
    assert (work.codes, work.role) == (("440100",), Role.LIVES)
    assert (insured.codes, insured.role) == (("620522",), Role.INSURED)


@pytest.mark.parametrize(
    "text", ["娄星区和秦安县的医保有什么不同", "我们秦安跟娄星哪个报得多", "娄星区、秦安县的举报电话"]
)
def test_places_side_by_side_are_asked_for_each(known: Known, text: str) -> None:
    """Who sets two places beside each other asks for both, whatever stands around the one."""
    assert [mention.role for mention in mentions(text, known)] == [Role.ASKED, Role.ASKED]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("四川省绵阳市游仙区的政策", "510704"),
        ("绵阳游仙的政策", "510704"),
        ("绵阳市的游仙区", "510704"),
        ("甘肃天水秦安县", "620522"),
        ("广元青川的人", "510822"),
        ("北京朝阳区", "110105"),
        ("凉山彝族自治州", "513400"),
        ("凉山州的政策", "513400"),
    ],
)
def test_nested_names_are_one_place(known: Known, text: str, code: str) -> None:
    """A place named with its parents is the smallest of them, once."""
    (found,) = mentions(text, known)
    assert found.codes == (code,)
    assert text[found.start :].startswith(found.name)


@pytest.mark.parametrize(("text", "count"), [("鼓楼区的政策", 4), ("市中区的起付线", 4), ("朝阳区", 2)])
def test_a_shared_name_keeps_all_its_places(known: Known, text: str, count: int) -> None:
    """A name that several places bear means all of them until the person says which."""
    (found,) = mentions(text, known)
    assert len(found.codes) == count


@pytest.mark.parametrize(("name", "code"), [("吉林", "220000"), ("吉林市", "220200"), ("海南", "460000")])
def test_a_province_wins_its_short_name(known: Known, name: str, code: str) -> None:
    """A short name that a province shares with a smaller place means the province."""
    assert mentions(f"{name}的政策", known)[0].codes == (code,)


@pytest.mark.parametrize("name", ["游仙", "秦安", "岱岳", "娄星"])
def test_short_names_of_known_places_stand_alone(known: Known, name: str) -> None:
    """A county that the knowledge holds is understood by its short name."""
    (found,) = mentions(f"{name}怎么报销", known)
    assert places().full_name(found.codes[0]).endswith((f"{name}区", f"{name}县"))


def test_short_names_of_other_counties_are_words(known: Known) -> None:
    """Without the knowledge, 游仙 alone names no place."""
    assert mentions("游仙怎么报销", frozenset()) == []


@pytest.mark.parametrize(
    "text",
    [
        "中国银行代扣合法吗",
        "长沙银行能交吗",
        "上海路的药店",
        "北京路那家诊所",
        "四川大学的学生",
        "城区医院和郊区医院",
        "市区里的药店",
        "县医院住院",
        "全国都一样吗",
        "祝您平安",
        "和平医院",
        "永远有效吗",
        "夫妻互助共济",
        "太平保险",
        "高兴得很",
        "白云机场",
        "长安汽车",
    ],
)
def test_words_that_only_look_like_places(known: Known, text: str) -> None:
    """Banks, roads, schools and everyday words that hold a county's short name name no place."""
    assert mentions(text, known) == []


def test_a_street_office_is_still_in_its_district(known: Known) -> None:
    """街道 belongs to the place before it, unlike 街."""
    assert [m.codes for m in mentions("游仙街道便民中心", known)] == [("510704",)]


def test_asking_back_offers_full_names() -> None:
    """The question that settles a shared name offers each place in full with its code."""
    question = which_place("鼓楼区", ("320106", "350102"))
    assert question.slot == "insured_region"
    assert "鼓楼区" in question.question
    assert [(o.label, o.value) for o in question.options] == [
        ("江苏省南京市鼓楼区", "320106"),
        ("福建省福州市鼓楼区", "350102"),
    ]


@given(st.text(max_size=40))
def test_never_raises(known: Known, text: str) -> None:
    """Any text has places or none; each stands where it says."""
    for found in mentions(text, known):
        assert text[found.start :].startswith(found.name)
        assert found.codes


@pytest.mark.parametrize(("text", "passing"), [("去三亚旅游住院了", True), ("在三亚打工住院了", False)])
def test_who_passes_through_does_not_live_there(text: str, passing: bool, known: Known) -> None:
    """A visit is told from a stay."""
    (mention,) = mentions(text, known)
    assert passing_through(text, mention) is passing


@pytest.mark.parametrize("text", ["个人荷包头要摸多少", "报几成都说不清楚", "医保定点"])
def test_words_that_hold_a_name_name_no_place(text: str, known: Known) -> None:
    """包头, 成都 and 保定 stand inside other words."""
    assert mentions(text, known) == []


def test_who_wishes_to_be_insured_there_is_not_yet(known: Known) -> None:
    """想在游仙买居民医保 asks for the place's policy."""
    (mention,) = mentions("我想在游仙买居民医保", known)
    assert mention.role is Role.ASKED


@pytest.mark.parametrize("text", ["不问游仙的，问那份汇报", "隔壁床的人家在重庆交的保", "我兄弟从广东赶回来"])
def test_places_that_are_left_aside(known: Known, text: str) -> None:
    """What is not meant, a stranger's place and where somebody came back from say nothing of whose policy applies."""
    assert mentions(text, known) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("来电人地区码510704，在职", "来电人地区码四川省绵阳市游仙区，在职"),
        ("【登记】620522 没办转诊", "【登记】甘肃省天水市秦安县 没办转诊"),
        ("431302，大厅几个窗口", "湖南省娄底市娄星区，大厅几个窗口"),
    ],
)
def test_a_place_by_its_code(text: str, name: str) -> None:
    """A code of GB/T 2260 is read as the place that it stands for."""
    assert spelled_out(text) == name


@pytest.mark.parametrize("text", ["花了510704元", "卡号后六位431302", "工单号 620522", "999999 起付线", "a510704b"])
def test_numbers_that_are_no_places(text: str) -> None:
    """Sums, other numbers and codes that no place has stay as they are."""
    assert spelled_out(text) == text


def test_an_autonomous_county_by_its_short_name(known: Known) -> None:
    """A sister of a known place is understood by the name that people use, whatever its full one is."""
    assert [m.codes for m in mentions("秦安跟张家川的规定", known)] == [("620522",), ("620525",)]
