"""Places by code and by the names people use, and how they lie in each other."""

from __future__ import annotations

import pytest

from knowledge.errors import AmbiguousRegion, InputError, UnknownRegion
from knowledge.region import NATION, places


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("510704", "510704"),
        ("游仙区", "510704"),
        ("游仙", "510704"),
        ("绵阳游仙", "510704"),
        ("绵阳市游仙区", "510704"),
        ("四川游仙", "510704"),
        ("四川省绵阳市游仙区", "510704"),
        (" 游仙 区\n", "510704"),
        ("绵阳", "510700"),
        ("四川", "510000"),
        ("全国", "100000"),
        ("甘肃天水秦安", "620522"),
        ("泰安岱岳", "370911"),
        ("浦东", "310115"),
        ("神农架", "429021"),
        ("六枝", "520203"),
        ("清新", "441803"),
        ("万柏林", "140109"),
        ("香港", "810000"),
    ],
)
def test_names_in_use(said: str, code: str) -> None:
    """A code, an official name, a short one, and any of them behind its parents lead to one place."""
    assert places().resolve(said) == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("凉山彝族自治州", "513400"),
        ("凉山州", "513400"),
        ("凉山", "513400"),
        ("黔东南州", "522600"),
        ("积石山县", "622927"),
        ("新疆", "650000"),
        ("内蒙古", "150000"),
        ("西藏", "540000"),
        ("彭水", "500243"),
        ("彭水县", "500243"),
        ("长白县", "220623"),
        ("陵水", "469028"),
        ("融水县", "450225"),
        ("鄂温克旗", "150724"),
        ("鄂伦春", "150723"),
        ("东乡县", "622926"),
    ],
)
def test_autonomous_places(said: str, code: str) -> None:
    """An autonomous place is known without its peoples, though its own name may hold that of a people."""
    assert places().resolve(said) == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("海南", "460000"),
        ("海南州", "632500"),
        ("河南", "410000"),
        ("河北", "130000"),
        ("河北区", "120105"),
        ("和田", "653200"),
        ("和田市", "653201"),
        ("大理", "532900"),
    ],
)
def test_shared_names_with_one_meaning(said: str, code: str) -> None:
    """Where places share a name, the official name, a province, or the place that holds the others is meant."""
    assert places().resolve(said) == code


@pytest.mark.parametrize(
    ("said", "candidates"),
    [
        ("鼓楼区", {"320106", "320302", "350102", "410204"}),
        ("江苏鼓楼区", {"320106", "320302"}),
        ("朝阳区", {"110105", "220104"}),
        ("朝阳", {"110105", "211300", "220104"}),
    ],
)
def test_ambiguous_name(said: str, candidates: set[str]) -> None:
    """A name that several places bear is refused with their codes and full names."""
    with pytest.raises(AmbiguousRegion) as caught:
        places().resolve(said)
    assert set(caught.value.candidates) == candidates
    assert all(f"{places().full_name(code)}（{code}）" in str(caught.value) for code in candidates)


def test_parent_settles_an_ambiguous_name() -> None:
    """A parent's name in front tells places of one name apart."""
    assert places().resolve("南京鼓楼区") == "320106"
    assert places().resolve("福州市鼓楼区") == "350102"
    assert places().resolve("北京朝阳") == "110105"


@pytest.mark.parametrize("said", ["火星", "", "县", "999999", "绵阳市浦东新区", "游仙区政府"])
def test_unknown(said: str) -> None:
    """What no place bears is refused in one line with an example of what can be given."""
    with pytest.raises(UnknownRegion, match=r"没有.*；请填写.*510704") as caught:
        places().resolve(said)
    assert isinstance(caught.value, InputError)
    assert "\n" not in str(caught.value)


def test_chain() -> None:
    """The chain runs from the place over its parents to the nation, nearest first."""
    table = places()
    assert table.chain("510704") == ("510704", "510700", "510000", NATION)
    assert table.chain("510000") == ("510000", NATION)
    assert table.chain(NATION) == (NATION,)
    assert [table.parent(code) for code in ("510704", "510000", NATION)] == ["510700", NATION, None]


def test_municipalities_and_counties_under_a_province() -> None:
    """A district of a municipality, or a city directly under its province, has no city between."""
    table = places()
    assert table.chain("110105") == ("110105", "110000", NATION)
    assert table.full_name("110105") == "北京市朝阳区"
    assert table.chain("429004") == ("429004", "420000", NATION)
    assert table.full_name("429004") == "湖北省仙桃市"


def test_levels() -> None:
    """The level is read off the code."""
    levels = [places()[code].level for code in ("100000", "110000", "510700", "510704", "429004")]
    assert levels == ["nation", "province", "city", "county", "county"]


def test_within() -> None:
    """A place lies in itself and its parents, never in a child or a sister."""
    table = places()
    assert all(table.within("510704", area) for area in ("510704", "510700", "510000", NATION))
    assert not table.within("510700", "510704")
    assert not table.within("510704", "510703")
    assert not table.within("510704", "620000")


def test_full_name() -> None:
    """The full name goes from the province down; the nation is named only on its own."""
    assert places().full_name("510704") == "四川省绵阳市游仙区"
    assert places().full_name("513400") == "四川省凉山彝族自治州"
    assert places().full_name(NATION) == "全国"


def test_every_place_by_its_full_name() -> None:
    """Every place of the table is found again by its code and by its full name, and has the nation as its root."""
    table = places()
    codes = [code for name in table.names() for code in table.named(name)]
    assert len(set(codes)) > 3000
    for code in set(codes):
        assert table.chain(code)[0] == code
        assert table.chain(code)[-1] == NATION
        assert table.resolve(table.full_name(code)) == code


def test_unknown_code() -> None:
    """A code that the table lacks is no place."""
    assert "510704" in places()
    assert "510799" not in places()
    with pytest.raises(UnknownRegion, match="510799"):
        places()["510799"]
