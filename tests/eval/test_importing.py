"""How the importer is measured: made-up texts stand in for the data folder."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.importing import clauses, documents, sources, speed
from eval.importing.__main__ import HERE, main
from eval.importing.sources import Texts, digest

TITLE = "河北省医疗保障局关于住院待遇的通知"
TEXT = "各市医疗保障局：现就职工住院待遇通知如下：一、起付标准为500元。二、支付比例为80%。请遵照执行。河北省医疗保障局2022年12月29日"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A data folder with one document."""
    path = tmp_path / sources.HEBEI
    path.parent.mkdir(parents=True)
    with lzma.open(path, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"title": TITLE, "date": "", "url": "", "text": TEXT}, ensure_ascii=False) + "\n")
    return tmp_path


def label(text: str, **said: object) -> str:
    """A label of a passage of the made-up document."""
    whole = f"{TITLE}\n{TEXT}"
    start = whole.index(text)
    return json.dumps(
        {"source": "hebei:0", "start": start, "end": start + len(text), "sha8": digest(text), "labels": said}
    )


def test_scores(shared: Path, tmp_path: Path) -> None:
    """Right, wrong and missed values are counted field by field, with the place of each miss."""
    path = tmp_path / "labels.jsonl"
    path.write_text(
        label("一、起付标准为500元。", states=["amount"]) + "\n" + label("二、支付比例为80%。", states=["list"]) + "\n"
    )
    found = clauses.score(path, Texts(shared))
    assert (found["states"].right, found["states"].wrong, found["states"].missed) == (1, 1, 1)
    assert found["states"].precision == found["states"].recall == 0.5
    assert "+ratio" in found["states"].misses[0] and "-list" in found["states"].misses[0]


def test_changed_text_is_an_error(shared: Path, tmp_path: Path) -> None:
    """A label whose passage has other words now stops the measurement instead of counting them."""
    path = tmp_path / "labels.jsonl"
    path.write_text(label("一、起付标准为500元。").replace('"start": ', '"start": 1'))
    with pytest.raises(ValueError, match="changed"):
        clauses.score(path, Texts(shared))


def test_documents(shared: Path) -> None:
    """What a document says of itself is compared field by field; a judged cut counts only while it is the same."""
    texts = Texts(shared)
    cut = documents.cut_digest(texts.document("hebei:0"))
    reading = documents.Reading(
        "hebei:0", True, digest(TITLE), None, "河北省医疗保障局", "2022-12-28", "130000", cut, 3, 1
    )
    found = documents.metadata([reading], texts)
    assert {name: share.right for name, share in found.items()} == {
        "title": 1, "document_number": 1, "issuer": 1, "published": 0, "region": 1,
    }  # fmt: skip
    share, stale = documents.clauses([reading], texts)
    assert (share.right, share.total, stale) == (2, 3, [])


def test_speed(shared: Path) -> None:
    """Every row is imported and timed."""
    found = speed.measure(Texts(shared).rows * 3)
    assert (found.documents, found.characters) == (3, 3 * len(TEXT)) and found.clauses >= 3


def test_labels_hold_no_wording() -> None:
    """The stored labels name places and values, never a passage; none is of a held-out row's text."""
    for name in ("labels", "learnt", "fresh"):
        rows = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert len(rows) in (100, 200, 300)
        assert all(set(row) == {"source", "start", "end", "sha8", "labels"} for row in rows)
        assert all(len(value) <= 12 for row in rows for values in row["labels"].values() for value in values)


def test_command(request: pytest.FixtureRequest) -> None:
    """The command prints every figure where the data folder lies beside the checkout."""
    shared = Path(request.config.rootpath).parent / "shared"
    if not (shared / sources.HEBEI).exists():
        pytest.skip(f"put the data folder at {shared} to run this")
    result = CliRunner().invoke(main, [str(shared), "--no-speed"])
    assert result.exit_code == 0, result.output
    for said in ("insured", "states.list", "document_number", "right boundaries"):
        assert said in result.output
