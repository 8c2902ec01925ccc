"""Files into a home."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.document import Wording, parse_document, read_document, write_document
from knowledge.errors import UnknownRegion
from knowledge.importing import Overrides, import_paths

NOTICE = "绵阳市医疗保障局关于门诊待遇的通知\n\n一、起付标准为{}元。\n\n绵阳市医疗保障局\n\n2022年12月5日\n"


def put(folder: Path, name: str, text: str = NOTICE.format(200)) -> Path:
    """Write a file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home's documents folder."""
    return tmp_path / "home" / "documents"


def test_new_same_changed(tmp_path: Path, home: Path) -> None:
    """First `new`, again `same` with nothing rewritten, another content `changed` with the old original kept."""
    path = put(tmp_path / "in", "mz_2022.txt")
    first = import_paths([path], home)[0]
    written = home / "mz-2022.md"
    assert (first.state, first.error) == ("new", None)
    assert read_document(written) == first.document
    before = written.stat().st_mtime_ns
    assert import_paths([path], home)[0].state == "same"
    assert written.stat().st_mtime_ns == before
    put(tmp_path / "in", "mz_2022.txt", NOTICE.format(300))
    assert import_paths([path], home)[0].state == "changed"
    assert "300元" in written.read_text(encoding="utf-8")
    kept = [p.read_text(encoding="utf-8") for p in (home.parent / "originals").rglob("*.txt")]
    assert sorted(kept) == sorted([NOTICE.format(200), NOTICE.format(300)])


def test_header(tmp_path: Path, home: Path) -> None:
    """The header names the imported file as source and says that the wording is the original's."""
    document = import_paths([put(tmp_path, "mz.txt")], home)[0].document
    assert document is not None
    header = document.header
    assert (header.source, header.wording, header.id) == ("mz.txt", Wording.ORIGINAL, "mz")


def test_editors_work_is_not_overwritten(tmp_path: Path, home: Path) -> None:
    """Importing the same file again keeps the questions that an editor added."""
    path = put(tmp_path, "mz.txt")
    import_paths([path], home)
    written = home / "mz.md"
    edited = written.read_text(encoding="utf-8").replace("\n一、起付", "\n@question: 门槛费多少\n\n一、起付")
    written.write_text(edited, encoding="utf-8")
    assert import_paths([path], home)[0].state == "same"
    assert "门槛费多少" in written.read_text(encoding="utf-8")


def test_ids_of_chinese_names(tmp_path: Path, home: Path) -> None:
    """A file with a Chinese name gets an ASCII id from place and title, the same on every import."""
    found = [import_paths([put(tmp_path, name)], home)[0] for name in ("门诊待遇.txt", "门诊待遇.txt")]
    ids = [r.document.id for r in found if r.document]
    assert ids[0] == ids[1] and ids[0].startswith("510700-") and ids[0].isascii()
    assert [r.state for r in found] == ["new", "same"]


def test_two_files_of_one_name(tmp_path: Path, home: Path) -> None:
    """Two different texts under the same file name become two documents."""
    one = put(tmp_path / "a", "notice.txt")
    two = put(tmp_path / "b", "notice.txt", NOTICE.format(500).replace("门诊待遇", "住院待遇"))
    found = import_paths([one, two], home)
    assert [r.state for r in found] == ["new", "new"]
    assert len({r.document.id for r in found if r.document}) == 2
    again = import_paths([one, two], home)
    assert [r.state for r in again] == ["same", "same"]


def test_one_bad_file_never_stops_the_rest(tmp_path: Path, home: Path) -> None:
    """Folders, globs and files come together; bad ones are reported one by one, in one line each."""
    put(tmp_path / "in", "good.txt")
    put(tmp_path / "in" / "deep", "better.html", "<h1>某县参保指南</h1><p>参保人员持身份证到窗口办理登记。</p>")
    put(tmp_path / "in", ".hidden.txt")
    put(tmp_path / "in", "empty.txt", "")
    put(tmp_path / "in", "picture.jpg", "x")
    (tmp_path / "in" / "binary.txt").write_bytes(b"\x00\x01\x02" * 99)
    put(tmp_path / "more", "g1.md", "# 指南\n\n参保人员持身份证到窗口办理登记手续。")
    steps: list[tuple[int, int]] = []
    found = import_paths(
        [tmp_path / "in", str(tmp_path / "more" / "*.md"), tmp_path / "none.txt", tmp_path / "in" / "picture.jpg"],
        home,
        on_progress=lambda done, total, path: steps.append((done, total)),
    )
    states = {r.path.name: r.state for r in found}
    assert states == {
        "good.txt": "new", "better.html": "new", "g1.md": "new", "empty.txt": None, "binary.txt": None,
        "none.txt": None, "picture.jpg": None,
    }  # fmt: skip
    for result in found:
        assert (result.error is None) == (result.document is not None)
        assert result.error is None or ("\n" not in result.error and "请" in result.error)
    assert steps == [(n, 7) for n in range(1, 8)]
    assert sorted(p.name for p in home.iterdir()) == ["better.md", "g1.md", "good.md"]


def test_own_format_comes_as_it_is(tmp_path: Path, home: Path) -> None:
    """A document already in the home's format keeps its clauses, ids and attributes."""
    text = "---\nid: own-doc\ntitle: 自编要点\nregion: 510704\nwording: digest\n---\n\n## 起付 {#ded}\n@insured: employee\n\n每年200元。\n"
    document = import_paths([put(tmp_path, "x.md", text)], home)[0].document
    assert document == parse_document(text)
    broken = import_paths([put(tmp_path, "y.md", text.replace("title: 自编要点", "tittle: 自编要点"))], home)[0]
    assert broken.error is not None and "title" in broken.error
    moved = import_paths([put(tmp_path, "z.md", text)], home, Overrides(region="绵阳市"))[0].document
    assert moved is not None and {c.region for c in moved.clauses} == {"510700"}


def test_overrides_change_a_known_document(tmp_path: Path, home: Path) -> None:
    """The same file with another date is `changed`, and the clauses follow the header."""
    path = put(tmp_path, "mz.txt")
    import_paths([path], home)
    found = import_paths([path], home, Overrides(effective_from=date(2023, 7, 1), issuer="某局"))[0]
    assert found.state == "changed" and found.document is not None
    assert found.document.clauses[0].effective_from == date(2023, 7, 1)
    assert read_document(home / "mz.md").header.issuer == "某局"


def test_unknown_region_is_refused_before_anything(tmp_path: Path, home: Path) -> None:
    """A region that does not exist stops the import before any file is written."""
    with pytest.raises(UnknownRegion):
        import_paths([put(tmp_path, "mz.txt")], home, Overrides(region="不存在市"))
    assert not home.exists()


def test_text_that_looks_like_markup(tmp_path: Path, home: Path) -> None:
    """Lines that read as attributes or rules in the Markdown form survive the way out and back."""
    text = "某县参保指南说明\n\n@question: 这一行是正文，不是属性，应当原样保留下来。\n\n---\n\n参保人员持身份证到窗口办理登记。"
    result = import_paths([put(tmp_path, "m.txt", text)], home)[0]
    assert result.document is not None
    assert write_document(read_document(home / "m.md")) == write_document(result.document)
    assert "@question: 这一行是正文" in "\n".join(c.text for c in result.document.clauses)
