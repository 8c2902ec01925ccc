"""The form of a suite and the refusals that tell an editor where to look."""

from datetime import date
from pathlib import Path

import pytest

from eval.suite import SUITES, Suite, load_suite, load_suites
from knowledge.errors import DocumentError, InputError

HEAD = "suite: one\nkind: faq\ncases:\n"
ASK = "turns: [问]\n    expect: [answer]\n    "


def refused(tmp_path: Path, text: str, name: str = "one.yaml") -> str:
    """The message with which a file is refused, without the path."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_suite(path)
    return str(caught.value).removeprefix(f"{path}:")


def loaded(tmp_path: Path, text: str) -> Suite:
    """A suite from its text."""
    path = tmp_path / "one.yaml"
    path.write_text(text, encoding="utf-8")
    return load_suite(path)


def test_few_lines_are_enough(tmp_path: Path) -> None:
    """An editor may write single words where lists are meant, and a place by its name."""
    suite = loaded(
        tmp_path,
        HEAD
        + (
            "  - id: a\n    turns: 门诊一年最多报多少\n    region: 游仙区\n    as_of: 2023-06-01\n    expect: answer\n"
            "    must: [2000元, [每年, 一年]]\n    must_not: 2500元\n    cite: x.cap\n    gate: true\n"
        ),
    )
    (case,) = suite.cases
    assert case.turns == ("门诊一年最多报多少",)
    assert (case.region, case.as_of, case.gate) == ("510704", date(2023, 6, 1), True)
    assert case.must == (("2000元",), ("每年", "一年"))
    assert case.answerable


def test_figures_stay_as_written(tmp_path: Path) -> None:
    """Phone numbers, codes and amounts keep every character that the editor wrote."""
    suite = loaded(
        tmp_path,
        HEAD
        + (
            "  - id: a\n    turns: [电话]\n    expect: [answer]\n    region: 510704\n    must: [0816, 1_000]\n"
            "    slots: {amount: 080}\n"
        ),
    )
    assert suite.cases[0].must == (("0816",), ("1_000",))
    assert suite.cases[0].slots == {"amount": "080"}


@pytest.mark.parametrize(
    ("case", "line", "key", "remedy"),
    [
        (ASK + "mist: [1元]", 7, "cases[1].mist", "不认识的键"),
        ("turns: [问]", 4, "cases[1].expect", "缺少"),
        ("turns: [问]\n    expect: [anser]", 6, "cases[1].expect[1]", "answer、partial"),
        ("turns: []\n    expect: [answer]", 5, "cases[1].turns", "不能为空"),
        (ASK + "as_of: 20230601", 7, "cases[1].as_of", "2023-01-31"),
        (ASK + "as_of: 2023-02-30", 7, "cases[1].as_of", "2023-01-31"),
        (ASK + "region: 999999", 7, "cases[1].region", "六位代码"),
        (ASK + "gate: maybe", 7, "cases[1].gate", "true 或 false"),
        (ASK + "calc: 很多", 7, "cases[1].calc", "700元"),
        (ASK + "source: '002'\n    evidence: [9-9]", 8, "cases[1].evidence[1].at", "1234-1250"),
        (ASK + "evidence: [1-9]", 4, "cases[1]", "source"),
        (
            ASK + "source: '002'\n    evidence:\n      - {at: 1-9, sentense: [1]}",
            9,
            "cases[1].evidence[1].sentense",
            "sentences",
        ),
        ("turns: [问]\n    turns: [问]\n    expect: [answer]", 6, "", "turns 与第 5 行重复"),
        (
            "turns: [问]\n    expect: [answer]\n  - id: a\n    turns: [问]\n    expect: [chat]",
            7,
            "cases[2].id",
            "与第 4 行重复",
        ),
        ("turns: [问\n    expect: [answer]", 6, "", "YAML"),
        ("turns: &t [问]\n    must: *t\n    cite: &c [*c]\n    expect: [answer]", 6, "", "锚点"),
    ],
)
def test_refusals_name_line_key_and_remedy(tmp_path: Path, case: str, line: int, key: str, remedy: str) -> None:
    """A mistake is refused with its line, its key and what to write instead."""
    message = refused(tmp_path, HEAD + "  - id: a\n    " + case + "\n")
    assert message.startswith(f"{line}: {key}")
    assert remedy in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "text", ["", "只是一句话", "- a\n- b\n", "suite: one\nkind: faq\ncases: []\n", "suite: One\nkind: faq\n"]
)
def test_files_that_are_no_suite(tmp_path: Path, text: str) -> None:
    """A file of another form is refused in one line."""
    assert "\n" not in refused(tmp_path, text)


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    """A file in another encoding is refused with the way to mend it."""
    path = tmp_path / "one.yaml"
    path.write_bytes("suite: 门诊".encode("gbk"))
    with pytest.raises(DocumentError, match="UTF-8"):
        load_suite(path)


def test_refusals_repeat_no_words_of_the_case(tmp_path: Path) -> None:
    """An error in a sealed suite does not give its question away."""
    text = "suite: one\nkind: blind\nsealed: true\ncases:\n  - id: geheim\n    turns: [问]\n    expect: 秘密的问题\n"
    message = refused(tmp_path, text, "sealed/one.yaml")
    assert message.startswith("7: cases[1].expect")
    assert "秘密" not in message
    assert "geheim" not in message


def test_the_sealed_folder_holds_sealed_suites_only(tmp_path: Path) -> None:
    """A suite in the sealed folder that forgets `sealed: true` is refused before it can be printed."""
    text = HEAD + "  - id: a\n    turns: [问]\n    expect: [chat]\n"
    assert "sealed: true" in refused(tmp_path, text, "sealed/one.yaml")


def test_names_and_wildcards(tmp_path: Path) -> None:
    """Suites are picked by name or wildcard; an unknown name lists those that exist."""
    for name in ("a-1", "a-2", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            f"suite: {name}\nkind: faq\ncases:\n  - id: x\n    turns: [问]\n    expect: [chat]\n", encoding="utf-8"
        )
    assert [s.suite for s in load_suites(tmp_path, ["a-*"])] == ["a-1", "a-2"]
    assert len(load_suites(tmp_path)) == 3
    with pytest.raises(InputError, match="a-1、a-2、b"):
        load_suites(tmp_path, ["c"])
    (tmp_path / "again.yaml").write_text((tmp_path / "b.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(DocumentError, match="名称 b 已用于"):
        load_suites(tmp_path)


def test_shipped_suites_load() -> None:
    """Every suite that is shipped can be read, and sealed ones stand apart."""
    suites = load_suites()
    assert {s.suite for s in suites if s.sealed} == {p.stem for p in (SUITES / "sealed").glob("*.yaml")}
    assert all(s.digest for s in suites)
