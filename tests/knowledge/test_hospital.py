"""A hospital's name gives its tier."""

from __future__ import annotations

from pathlib import Path

import pytest
from knowledge_texts import built, open_current, policy, put

from knowledge.build import is_current
from knowledge.errors import DocumentError, InputError
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.hospital import Hospitals, hospital, read_hospitals, tier_of_level, write_hospitals


@pytest.mark.parametrize(
    ("level", "tier"),
    [
        ("三级甲等", "tertiary"), ("三甲", "tertiary"), ("三级", "tertiary"), ("三级特等", "tertiary"), ("3级乙等", "tertiary"),
        ("三级甲等综合医院", "tertiary"), (" 二级 甲等 ", "secondary"), ("二级（未定等）", "secondary"), ("二乙", "secondary"),
        ("一级", "primary"), ("一级及以下", "primary"), ("乡镇卫生院", "primary"), ("村卫生室", "primary"), ("定点零售药店", "pharmacy"),
        ("四级", None), ("未定级", None), ("", None), ("二级及以上", None), ("县医院", None), ("三", "tertiary"), ("甲等", None),
    ],
)  # fmt: skip
def test_level(level: str, tier: str | None) -> None:
    """The words of directories mean a tier; what is ambiguous or unknown means none."""
    assert tier_of_level(level) == tier


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("华西", "三级", "成都市"), "太短"),
        (("游仙区人民医院", "高级", "游仙区"), "等级“高级”认不出；请写成 三级甲等"),
        (("游仙区人民医院", "二级", "火星"), "没有找到地名“火星”"),
        (("某某人民医院", "二级", "朝阳区"), "不止一个"),
        (("游仙区人民医院", "二级", ""), "没有写地区"),
    ],
)
def test_refused_row(row: tuple[str, str, str], says: str) -> None:
    """A row that cannot be used says which word is wrong."""
    with pytest.raises(InputError, match=says):
        hospital(*row)


DIRECTORY = Hospitals(
    [
        hospital("绵阳市中心医院", "三级甲等", "绵阳市"),
        hospital("绵阳市中心医院东城社区卫生服务站", "一级", "绵阳市"),
        hospital("第一人民医院", "三级甲等", "绵阳市"),
        hospital("第一人民医院", "二级甲等", "天水市"),
        hospital("仁和骨科医院", "二级", "510704"),
        hospital("仁和骨科医院", "一级", "510703"),
        hospital("康复医院（游仙院区）", "二级", "510704"),
    ]
)


@pytest.mark.parametrize(
    ("text", "region", "found"),
    [
        ("在绵阳市中心医院看门诊", "510704", ("绵阳市中心医院", "tertiary")),
        ("在绵阳市中心医院东城社区卫生服务站看门诊", None, ("绵阳市中心医院东城社区卫生服务站", "primary")),
        ("去第一人民医院", "510704", ("第一人民医院", "tertiary")),
        ("去第一人民医院", "620522", ("第一人民医院", "secondary")),
        ("去第一人民医院", None, None),
        ("仁和骨科医院能报多少", "510704", ("仁和骨科医院", "secondary")),
        ("仁和骨科医院能报多少", "510700", None),
        ("在康复医院(游仙院区)住院", None, ("康复医院（游仙院区）", "secondary")),
        ("在县医院住院", "510704", None),
        ("", None, None),
    ],
)
def test_tier_of(text: str, region: str | None, found: tuple[str, str] | None) -> None:
    """The longest name counts, of one name in several places the nearest; where that does not decide, nothing is said."""
    assert DIRECTORY.tier_of(text, region) == found


def test_empty_directory() -> None:
    """Without a directory no name has a tier."""
    assert Hospitals().tier_of("绵阳市中心医院") is None


def test_file(tmp_path: Path) -> None:
    """What is written is read back, names with commas and quotes too; no file is an empty directory."""
    rows = [hospital('某某"爱，心",医院', "三甲", "510704"), *DIRECTORY.rows]
    path = tmp_path / "hospitals.csv"
    assert read_hospitals(path).rows == ()
    path.write_text(write_hospitals(rows), encoding="utf-8")
    assert read_hospitals(path).rows == tuple(rows)
    assert "四川省绵阳市游仙区" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "名称,等级,地区\n游仙区人民医院,二级,510704\n游仙区中医院,特级,510704\n",
            r"hospitals\.csv:3: 等级“特级”认不出",
        ),
        ("name,level\n", r"hospitals\.csv:1: 第一行须是 名称,等级,地区"),
        ("名称,等级,地区\n游仙区人民医院\n", r"hospitals\.csv:2: 等级“”认不出"),
    ],
)
def test_broken_file(tmp_path: Path, text: str, says: str) -> None:
    """A directory that somebody broke is named with its line."""
    path = tmp_path / "hospitals.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=says):
        read_hospitals(path)


def test_travels_in_the_generation(tmp_path: Path) -> None:
    """A generation answers by the directory as it was; a changed one makes the home stale."""
    put(tmp_path)
    file = Home(tmp_path).hospitals
    file.write_text(write_hospitals(DIRECTORY.rows[:1]), encoding="utf-8")
    settings = built(tmp_path, policy("own", "甲。"))
    assert is_current(settings)
    file.write_text(write_hospitals([hospital("绵阳市中心医院", "二级", "绵阳市")]), encoding="utf-8")
    assert not is_current(settings)
    generation = open_current(Home(tmp_path))
    assert generation.hospitals.tier_of("绵阳市中心医院") == ("绵阳市中心医院", "tertiary")
    assert "hospitals.csv" in generation.manifest.digests
    file.unlink()
    assert not is_current(settings)


def test_generation_without_a_directory(tmp_path: Path) -> None:
    """A generation of a home without a directory knows no hospital."""
    built(tmp_path, policy("own", "甲。"))
    assert Generation(Home(tmp_path), 1).hospitals.rows == ()
