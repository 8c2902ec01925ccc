"""Hospital directories come into a home."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge.hospital import read_hospitals
from knowledge.importing import ImportResult, import_paths

ROWS = "名称,等级,地区\n绵阳市中心医院,三级甲等,绵阳市\n游仙区人民医院,二级,游仙区\n"


def bring(folder: Path, text: str | bytes, name: str = "yy.csv") -> ImportResult:
    """Import a file of this content."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (result,) = import_paths([path], folder / "home" / "documents")
    return result


def held(folder: Path) -> list[tuple[str, str, str]]:
    """The directory of the home."""
    return [(row.name, row.tier, row.region) for row in read_hospitals(folder / "home" / "hospitals.csv").rows]


def test_csv(tmp_path: Path) -> None:
    """Rows come in with tier and place; the same again is nothing new."""
    result = bring(tmp_path, ROWS)
    assert (result.error, result.kind, result.hospitals, result.state) == (None, "hospitals", 2, "new")
    assert held(tmp_path) == [("绵阳市中心医院", "tertiary", "510700"), ("游仙区人民医院", "secondary", "510704")]
    assert bring(tmp_path, ROWS).state == "same"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """Spreadsheet programs save in these encodings."""
    assert bring(tmp_path, ROWS.encode(encoding)).hospitals == 2


def test_columns_in_any_order(tmp_path: Path) -> None:
    """Columns are found by their names, a title may stand above, other columns do not matter."""
    result = bring(tmp_path, "定点医院名录,,,\n序号, 地区 ,名称,等级*\n1,游仙区,游仙区人民医院,二级\n")
    assert result.error is None
    assert held(tmp_path) == [("游仙区人民医院", "secondary", "510704")]


def test_workbook(tmp_path: Path) -> None:
    """A workbook whose header has the three columns is a directory, on whichever sheet."""
    book = Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("名录")
    sheet.append(["名称", "等级", "地区"])
    sheet.append(["绵阳市中心医院", "三甲", 510700])
    book.save(tmp_path / "yy.xlsx")
    (result,) = import_paths([tmp_path / "yy.xlsx"], tmp_path / "home" / "documents")
    assert (result.error, result.kind) == (None, "hospitals")
    assert held(tmp_path) == [("绵阳市中心医院", "tertiary", "510700")]


def test_workbook_that_is_a_document(tmp_path: Path) -> None:
    """Another workbook is a document."""
    book = Workbook()
    for row in (["项目", "标准"], ["门诊起付标准", "200元"], ["住院起付标准", "800元"]):
        book.active.append(row)
    book.save(tmp_path / "bz.xlsx")
    (result,) = import_paths([tmp_path / "bz.xlsx"], tmp_path / "home" / "documents")
    assert (result.error, result.kind) == (None, "document")


def test_merged_by_name_and_place(tmp_path: Path) -> None:
    """A second file adds and replaces; a changed level is told; one name in two places stays two hospitals."""
    bring(tmp_path, ROWS)
    result = bring(tmp_path, "名称,等级,地区\n游仙区人民医院,三级乙等,510704\n游仙区人民医院,一级,涪城区\n")
    assert result.state == "changed"
    assert result.warnings == ("“游仙区人民医院”的等级由 二级 改为 三级乙等",)
    assert held(tmp_path) == [
        ("绵阳市中心医院", "tertiary", "510700"), ("游仙区人民医院", "tertiary", "510704"), ("游仙区人民医院", "primary", "510703"),
    ]  # fmt: skip


def test_bad_lines(tmp_path: Path) -> None:
    """Each line with an unknown level or place is named; the others come in."""
    result = bring(
        tmp_path,
        ROWS + "某甲医院,特级,游仙区\n某乙医院,二级,火星\n\n某丙医院,二级,朝阳区\n游仙区人民医院,三级,510704\n",
    )
    assert result.error is None and len(held(tmp_path)) == 2
    starts = [
        "第 4 行没有导入：等级“特级”",
        "第 5 行没有导入：没有找到地名“火星”",
        "第 7 行没有导入：叫“朝阳区”",
        "第 8 行没有导入：“游仙区人民医院”",
    ]
    assert [w[: len(s)] for w, s in zip(result.warnings, starts, strict=True)] == starts


def test_many_bad_lines(tmp_path: Path) -> None:
    """Hundreds of bad lines are counted, not all shown."""
    result = bring(tmp_path, ROWS + "".join(f"某{n}号医院,特级,游仙区\n" for n in range(100)))
    assert len(result.warnings) == 21
    assert result.warnings[-1].startswith("另有 80 行没有导入")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("名称,级别,地区\n游仙区人民医院,二级,游仙区\n", ":1: 缺少列 等级；请在第一行写上 名称、等级、地区"),
        ("名称,等级,地区\n", "没有一行可以导入：表头下没有内容"),
        ("名称,等级,地区\n游仙区人民医院,特级,游仙区\n", "没有一行可以导入：第 2 行：等级“特级”认不出"),
        ("", "文件是空的"),
        (b"PK\x03\x04" + bytes(50), "内容却是压缩格式"),
    ],
)
def test_refused_file(tmp_path: Path, text: str | bytes, says: str) -> None:
    """A file without a usable row is refused in one line that names it once, and nothing is written."""
    result = bring(tmp_path, text)
    assert result.error is not None and says in result.error and "请" in result.error
    assert result.error.count("yy.csv") == 1
    assert not (tmp_path / "home").exists()


def test_two_directories_in_one_import(tmp_path: Path) -> None:
    """Files of one import add up."""
    for name, row in (("a.csv", "绵阳市中心医院,三甲,绵阳市"), ("b.csv", "游仙区人民医院,二级,游仙区")):
        (tmp_path / name).write_text(f"名称,等级,地区\n{row}\n", encoding="utf-8")
    import_paths([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "home" / "documents")
    assert len(held(tmp_path)) == 2
