"""Blind questions into an open and a sealed half."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.convert import convert, is_sealed, main
from eval.suite import load_suite, load_suites
from knowledge.errors import DocumentError, InputError

SOURCE = "第一句。起付标准为200元。再说一遍：起付标准为200元。\n"


def rows(count: int) -> list[dict[str, object]]:
    """Answerable and unanswerable questions in turn."""
    return [
        {
            "id": f"009-a-{n:03}",
            "turns": [f"问题{n}: #几何?"],
            "region": "510704",
            "as_of": "2023-06-15",
            "note": "",
            "kind": ["answer"] if n % 2 else ["no_basis"],
            "source": "009" if n % 2 else None,
            "calc": None,
            "evidence": ["起付标准为200元"] if n % 2 else [],
            "must": [["200元"], ["是", "否"]],
            "must_not": [],
        }
        for n in range(count)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a source and forty questions."""
    (tmp_path / "009_x.txt").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows(40)), encoding="utf-8")
    return tmp_path


def test_two_halves_that_hold_everything(folder: Path) -> None:
    """Each question lands in one half, by its id alone, and can be loaded as it was."""
    out = folder / "suites"
    counts = convert([folder / "in.jsonl"], out, "b1", folder)
    assert counts.keys() == {"b1-open-009", "b1-sealed-009"}
    assert sum(counts.values()) == 40
    assert min(counts.values()) >= 10
    by_name = {suite.suite: suite for suite in load_suites(out)}
    assert by_name["b1-sealed-009"].sealed
    assert not by_name["b1-open-009"].sealed
    assert all(is_sealed("b1", case.id) for case in by_name["b1-sealed-009"].cases)
    case = next(c for c in by_name["b1-open-009"].cases if c.answerable)
    original = rows(40)[int(case.id[-3:])]
    assert list(case.turns) == original["turns"]
    assert case.must == (("200元",), ("是", "否"))
    assert case.region == "510704"


def test_evidence_becomes_every_place_that_says_it(folder: Path) -> None:
    """The source's words are stored as spans and sentence numbers, each occurrence one passage."""
    convert([folder / "in.jsonl"], folder / "suites", "b1", folder)
    path = folder / "suites" / "b1-open-009.yaml"
    case = next(c for c in load_suite(path).cases if c.answerable)
    assert [SOURCE[p.at.start : p.at.end] for p in case.evidence] == ["起付标准为200元"] * 2
    assert [p.sentences for p in case.evidence] == [(2,), (3,)]
    assert "起付标准" not in path.read_text(encoding="utf-8")


def test_only_counts_are_printed(folder: Path) -> None:
    """The command says how many cases each suite has and nothing of what they ask."""
    out = folder / "suites"
    result = CliRunner().invoke(
        main, [str(folder / "in.jsonl"), "--out", str(out), "--name", "b1", "--sources", str(folder)]
    )
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.splitlines()] == ["b1-open-009", "b1-sealed-009"]
    assert "问题" not in result.output


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "JSON"),
        ('{"id": "009-b", "turns": ["问"]}', "缺少"),
        ('{"id": "009-b", "turns": ["问"], "kind": ["chat"], "mood": 1}', "mood"),
        ('{"id": "009-a-001", "turns": ["问"], "kind": ["chat"]}', "重复"),
        ('{"id": "009-b", "turns": ["问"], "kind": ["answer"], "source": "009", "evidence": ["没有这句"]}', "原文"),
        ('{"id": "009-b", "turns": ["问"], "kind": ["answer"], "source": "010", "evidence": ["第"]}', "--sources"),
    ],
)
def test_bad_lines_are_named(folder: Path, line: str, message: str) -> None:
    """A line that cannot be used is refused with its number."""
    path = folder / "in.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + line, encoding="utf-8")
    with pytest.raises(DocumentError, match=message) as caught:
        convert([path], folder / "suites", "b1", folder)
    assert f"{path}:41:" in str(caught.value)


def test_a_name_that_is_no_suite_name(folder: Path) -> None:
    """A name with other characters is refused before anything is written."""
    with pytest.raises(InputError, match="小写"):
        convert([folder / "in.jsonl"], folder / "suites", "Blind 1", folder)
