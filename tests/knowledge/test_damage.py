"""Files of a generation that were changed or lost: the same answers all the same, or an earlier generation's."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.build import build
from knowledge.chroma import PrivateCopy
from knowledge.errors import IndexDamaged, IndexUnusable
from knowledge.files import file_digest, files_below
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.lifecycle import opened
from knowledge.manifest import FIRST, SECOND, is_as_written, read_manifest, write_manifest
from knowledge.opening import open_retriever
from knowledge.pointer import publish, schedule
from tests.knowledge.faults import DAY, REGION, answers, flip, settings_of, write_documents
from tests.knowledge.knowledge_texts import silent

pytestmark = pytest.mark.usefixtures("chroma_answers")

PARTS = (
    "manifest*.json",
    "sources",
    "index-*/clauses.sqlite",
    "index-*/lexical",
    "index-*/vectors",
    "index-*/vectors.safetensors",
)
FLIPS = 48


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two published generations of made-up documents; tests copy it."""
    home = tmp_path_factory.mktemp("sound")
    for amount in (100, 200):
        write_documents(home, amount)
        build(settings_of(home), silent, publish=True)
    return home


@pytest.fixture
def home(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    shutil.copytree(sound, tmp_path / "home")
    return tmp_path / "home"


def current(home: Path) -> Path:
    """The folder of the generation that answers."""
    number = Home(home).current()
    assert number is not None
    return Home(home).generation(number)


def files_of(folder: Path, part: str) -> list[Path]:
    """The files of a part of a generation that hold something."""
    found = [file for path in folder.glob(part) for file in ([path] if path.is_file() else files_below(path))]
    return sorted(path for path in found if path.stat().st_size)


def test_flipped_bits(home: Path) -> None:
    """One flipped bit, wherever it lies, changes no answer; what is read when answering is found and mended."""
    chance = random.Random(2024)
    before = answers(home)
    assert before.trouble is None
    for n in range(FLIPS):
        folder, part = current(home), PARTS[n % len(PARTS)]
        path = chance.choice(files_of(folder, part))
        data, index = path.read_bytes(), read_manifest(folder).index
        flip(path, chance)
        assert answers(home) == before, path
        name = str(path.relative_to(folder))
        if "manifest" in part:
            path.write_bytes(data)  # its copy took its place
        elif name.startswith("index-"):
            assert read_manifest(folder).index != index, f"{name} was not found"
            assert not (folder / index).exists()
        elif "documents/" not in name:
            assert path.read_bytes() == data, f"{name} was not mended"
    assert not list(folder.glob(".*.tmp"))


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_changed_format_in_one_manifest(home: Path, name: str) -> None:
    """A flipped digit in the format is damage, not another product: the copy takes its place."""
    path = current(home) / name
    before = answers(home)
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 2', '"format": 3'), encoding="utf-8")
    assert answers(home) == before


@pytest.mark.parametrize(
    "what",
    [
        FIRST,
        SECOND,
        "index-*",
        "index-*/clauses.sqlite",
        "index-*/lexical",
        "index-*/lexical/meta.json",
        "index-*/vectors",
        "index-*/vectors/chroma.sqlite3",
        "index-*/vectors.safetensors",
        "sources/shipped/words/said.yaml",
        "sources/documents",
        "sources",
    ],
)
def test_what_is_missing(home: Path, what: str) -> None:
    """A part that is missing is made again, or is not needed; the answers stay and nothing is told as trouble."""
    before = answers(home)
    for path in current(home).glob(what):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert answers(home) == before
    assert before.trouble is None


@pytest.mark.parametrize("part", ["lexical", "vectors"])
def test_a_file_too_many(home: Path, part: str) -> None:
    """A file that somebody else left in an index folder is passed over, and Chroma does not take it for its own."""
    before = answers(home)
    folder = current(home)
    index = read_manifest(folder).index
    for name in (".DS_Store", "chroma.sqlite3-journal", "chroma.sqlite3-wal"):
        (folder / index / part / name).write_bytes(b"nothing of ours")
    assert answers(home) == before
    assert read_manifest(folder).index == index


def lose_generation(home: Path) -> None:
    """The whole folder is gone."""
    shutil.rmtree(current(home))


def damage_both_manifests(home: Path) -> None:
    """Neither copy is whole."""
    for path in current(home).glob("manifest*.json"):
        path.write_bytes(path.read_bytes()[:-5])


def lose_both_manifests(home: Path) -> None:
    """Neither copy is there."""
    for path in current(home).glob("manifest*.json"):
        path.unlink()


def lose_a_source_for_good(home: Path) -> None:
    """The index is gone, and a document it was made of is damaged and has changed in the home since."""
    shutil.rmtree(next(current(home).glob("index-*")))
    (current(home) / "sources" / "documents" / "inpatient.md").write_text("", encoding="utf-8")
    write_documents(home, 300)


def unreadable_for_this_program(home: Path) -> None:
    """The index is gone, and a document is as it was written, but no longer understood."""
    folder = current(home)
    shutil.rmtree(next(folder.glob("index-*")))
    manifest = read_manifest(folder)
    document = folder / "sources" / "documents" / "inpatient.md"
    document.write_text("---\nid: inpatient\nunheard: of\n---\n", encoding="utf-8")
    sums = {**manifest.checksums, "sources/documents/inpatient.md": file_digest(document)}
    write_manifest(folder, manifest.model_copy(update={"checksums": sums}))


@pytest.mark.parametrize(
    "damage",
    [
        lose_generation,
        damage_both_manifests,
        lose_both_manifests,
        lose_a_source_for_good,
        unreadable_for_this_program,
    ],
)
def test_beyond_repair(home: Path, damage: Callable[[Path], None]) -> None:
    """Where a generation cannot be repaired, the one published before answers and says so; the next build mends it."""
    damage(home)
    found = answers(home)
    assert found.trouble == "知识库版本 2 已损坏，现由版本 1 作答；请运行 hotline knowledge build"
    assert "住院起付标准为100元。" in str(found.hits)
    write_documents(home, 300)
    # A number that once was given is never given again: recorded answers and running servers know it.
    assert build(settings_of(home), silent, publish=True) == 3
    mended = answers(home)
    assert (mended.trouble, mended.degraded) == (None, False)
    assert "住院起付标准为300元。" in str(mended.hits)


def test_nothing_left(home: Path) -> None:
    """Where no published generation can be opened, the damage of the one that should answer is told."""
    shutil.rmtree(Home(home).generations)
    with pytest.raises(IndexDamaged, match="知识库版本 2 不存在或已损坏；请运行 hotline knowledge build"):
        open_retriever(settings_of(home))


def test_failed_repair_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repair that breaks off leaves no half index behind, however often it is tried."""
    shutil.rmtree(next(current(home).glob("index-*/lexical")))

    def full(*_: object) -> None:
        raise OSError("full")

    with monkeypatch.context() as broken:
        broken.setattr("knowledge.build.write_vectors", full)
        for _ in range(2):
            assert answers(home).trouble is not None
            assert len(list(current(home).glob("index-*"))) == 1
    (current(home) / "index-of-a-killed-repair").mkdir()
    assert answers(home).trouble is None
    assert len(list(current(home).glob("index-*"))) == 1


def test_damaged_pointer(home: Path) -> None:
    """A damaged pointer is refused with what to run; only a publish mends it, and nothing else loses its history."""
    pointer = Home(home).pointer
    pointer.write_bytes(pointer.read_bytes()[:20])
    with pytest.raises(IndexUnusable, match=r"current 已损坏；请用 hotline knowledge versions"):
        open_retriever(settings_of(home))
    broken = pointer.read_bytes()
    with pytest.raises(IndexUnusable, match="已损坏"):
        schedule(pointer, 1, date(9999, 1, 1))
    assert pointer.read_bytes() == broken
    publish(pointer, 1)
    assert "住院起付标准为100元。" in str(answers(home).hits)


def test_commands_mend_what_they_read(home: Path) -> None:
    """A generation that is looked at by its number is repaired first where it is damaged or was put away."""
    shutil.rmtree(next(Home(home).generation(1).glob("index-*")))
    assert opened(settings_of(home), 1).store["inpatient.c1"].text == "住院起付标准为100元。"
    shutil.rmtree(next(current(home).glob("index-*")))
    assert opened(settings_of(home), None).number == 2


def test_vectors_that_do_not_open(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Chroma cannot open its copy the words answer, and the copy is removed each time."""
    before = answers(home)

    def fails(folder: Path) -> None:
        raise RuntimeError("no room")

    with monkeypatch.context() as broken:
        broken.setattr("knowledge.generation.folder_client", fails)
        found = answers(home)
        assert (found.degraded, found.trouble) == (True, None)
        assert [hits[0][1] for hits in found.hits[:2]] == [hits[0][1] for hits in before.hits[:2]]
        assert [path.name for path in Home(home).serving.iterdir()] == ["lock"]
    assert answers(home) == before


def test_vectors_damaged_after_opening(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the vectors could not be copied at first and are damaged later, the words go on answering."""

    def full(*_: object) -> None:
        raise OSError("full")

    with monkeypatch.context() as broken:
        broken.setattr(PrivateCopy, "__init__", full)
        retriever = open_retriever(settings_of(home))
    shutil.rmtree(next(current(home).glob("index-*/vectors")))
    found = retriever.search("住院起付标准", scopes=[REGION], days=DAY)
    assert found.degraded
    assert found.hits[0].clause.text == "住院起付标准为200元。"


def test_index_of_another_tantivy(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lexical index that is whole but that tantivy cannot open is damage, which is repaired."""

    def fails(folder: Path) -> None:
        raise ValueError("unknown version")

    monkeypatch.setattr("knowledge.generation.TantivyIndex", fails)
    with pytest.raises(IndexDamaged, match="知识库版本 2 的词索引打不开"):
        _ = Generation(Home(home), 2).lexical
    folder = current(home)
    assert is_as_written(folder, read_manifest(folder).checksums)
