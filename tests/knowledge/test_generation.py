"""A generation is whole, numbered and unchanging; what was not finished counts as nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from knowledge_texts import built, open_current, policy, put, silent

from knowledge.build import build, inputs_digest
from knowledge.clause import Clause
from knowledge.document import Document
from knowledge.embed import Embedder, Vectors
from knowledge.errors import IndexDamaged, IndexUnusable, RuleError
from knowledge.files import file_digest
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.library import read_library
from knowledge.manifest import FIRST, SECOND
from knowledge.opening import opened
from knowledge.passage import passage, scope_of
from knowledge.search import Days, Retriever
from knowledge.settings import Settings

DAY = Days.on(date(2023, 6, 1))
RULE = "510700.employee-outpatient"


class Failing:
    """An embedder that breaks off."""

    def __init__(self, inner: Embedder) -> None:
        self.inner = inner
        self.identity, self.dimension = inner.identity, inner.dimension

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """An error."""
        raise MemoryError

    def embed_query(self, text: str) -> Vectors:
        """The vector of one question."""
        return self.inner.embed_query(text)

    def embed_sentences(self, place: str, sentences: Sequence[str]) -> Vectors | None:
        """The vectors of sentences."""
        return self.inner.embed_sentences(place, sentences)


def ids(generation: Generation, embedder: Embedder, query: str, *scopes: str) -> list[str]:
    """Ids of the clauses that a search finds, best first."""
    hits = Retriever(generation, embedder).search(query, scopes=scopes, days=DAY).hits
    return [hit.clause.id for hit in hits]


def test_everything_is_inside(built_home: Path, package: Path, shipped: dict[str, Document]) -> None:
    """A generation holds every clause, header and rule, and its manifest says what it was built from."""
    generation = open_current(Home(built_home))
    clauses = {clause.id: clause for document in shipped.values() for clause in document.clauses}
    assert generation.store == clauses
    assert generation.store.headers == {id: document.header for id, document in shipped.items()}
    assert list(generation.rules) == sorted(path.stem for path in (package / "rules").glob("*.yaml"))
    assert generation.regions == {c.region for c in clauses.values() if c.region}
    manifest = generation.manifest
    assert (manifest.number, manifest.documents, manifest.clauses) == (1, len(shipped), len(clauses))
    assert manifest.embedder.dimension == 256


def test_manifest_digests(built_home: Path, package: Path) -> None:
    """The manifest holds the SHA-256 of every file that was read."""
    digests = open_current(Home(built_home)).manifest.digests
    files = [path for kind in ("documents", "rules", "words") for path in (package / kind).iterdir() if path.is_file()]
    assert digests == {f"shipped/{path.relative_to(package)}": file_digest(path) for path in files}


def test_every_clause_is_found_by_its_own_text(built_home: Path, embedder: Embedder) -> None:
    """No clause is lost on the way into the indexes: each is among the first for its own words in its own scope."""
    retriever = Retriever(open_current(Home(built_home)), embedder)
    missed = []
    for clause in list(retriever.generation.store.values())[::7]:
        day = Days.on(clause.effective_from or date(2023, 6, 1))
        found = retriever.search(passage(clause), scopes=[scope_of(clause)], days=day, top=1)
        if found.hits[0].clause != clause:
            missed.append(clause.id)
    assert missed == []


def test_scope() -> None:
    """A clause is searched in its region, or in its own document where it names none."""
    clause = Clause(id="d.c", document_id="d", text="甲", headings=("一", "二"))
    assert scope_of(clause) == "doc-d"
    assert scope_of(clause.model_copy(update={"region": "510704"})) == "510704"
    assert passage(clause) == "一 二 甲"


def test_rebuild_numbers_rise(tmp_path: Path, embedder: Embedder) -> None:
    """Each build makes the next number; the older generation stays as it was."""
    settings = built(tmp_path, policy("own", "旧的一句。", region="510704"))
    home = Home(tmp_path)
    old = open_current(home)
    before = {path: path.read_bytes() for path in old.folder.rglob("*.json")}
    put(tmp_path, policy("own", "新的一句。", region="510704"))
    assert build(settings, silent, publish=True) == 2
    assert (home.current(), home.generation_numbers()) == (2, [1, 2])
    assert open_current(home).store["own.c1"].text == "新的一句。"
    assert Generation(home, 1).store["own.c1"].text == "旧的一句。"
    assert ids(old, embedder, "一句", "510704") == ["own.c1"]
    assert {path: path.read_bytes() for path in old.folder.rglob("*.json")} == before


def test_a_broken_off_build_leaves_no_trace(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that breaks off changes nothing, and the next one, in the same process too, starts clean."""
    settings = built(tmp_path, policy("own", "起付标准200元。", region="510704"))
    home = Home(tmp_path)
    put(tmp_path, policy("own", "起付标准300元。", region="510704"))
    with monkeypatch.context() as broken:
        broken.setattr("knowledge.build.load_embedder", lambda name: Failing(embedder))
        for _ in range(2):
            with pytest.raises(MemoryError):
                build(settings, silent, publish=True)
            assert (home.current(), home.generation_numbers()) == (1, [1])
            assert ids(open_current(home), embedder, "起付标准", "510704") == ["own.c1"]
    assert build(settings, silent, publish=True) == 2
    assert ids(open_current(home), embedder, "起付标准", "510704") == ["own.c1"]
    assert sorted(path.name for path in home.generations.iterdir()) == ["000001", "000002"]


def test_superseded_digest(tmp_path: Path, embedder: Embedder, shipped: dict[str, Document]) -> None:
    """A superseded digest stays in the store for rules and cases, and no search finds it."""
    number = str(shipped["national-numbers"].header.document_number)
    original = policy("original", "热线号码统一为12345。", document_number=number, region="全国")
    built(tmp_path, original)
    generation = open_current(Home(tmp_path))
    assert generation.store["national-numbers.hotline"] == shipped["national-numbers"].clauses[0]
    assert generation.store.superseded == {"national-numbers"}
    assert generation.manifest.clauses == len(shipped["national-numbers"].clauses) + 1
    assert ids(generation, embedder, "12345热线", "100000") == ["original.c1"]
    assert ids(generation, embedder, "报警打什么电话", "100000") == ["original.c1"]
    assert set(Retriever(generation, embedder).documents) == {"original"}


def test_regions_of_a_superseded_digest(tmp_path: Path) -> None:
    """A place that only a superseded digest speaks of is no place of the generation."""
    same = {"title": "通知", "issuer": "医保局", "published": "2023-01-01"}
    built(
        tmp_path,
        policy("short", "甲。", wording="digest", region="620522", **same),
        policy("long", "甲。", region="510704", **same),
    )
    assert open_current(Home(tmp_path)).regions == {"100000", "510704"}


def test_rules_of_the_generation(tmp_path: Path, package: Path) -> None:
    """A generation answers by the rules as they were when it was built, whatever became of the files."""
    (tmp_path / "rules").mkdir()
    own = tmp_path / "rules" / "own.yaml"
    shutil.copy(package / "rules" / f"{RULE}.yaml", own)
    built(tmp_path, (package / "documents" / "youxian-interview-2023.md").read_text(encoding="utf-8"))
    before = open_current(Home(tmp_path)).rules[RULE]
    own.write_text(own.read_text(encoding="utf-8").replace("职工医保普通门诊统筹", "改过的规则", 1), encoding="utf-8")
    assert open_current(Home(tmp_path)).rules[RULE] == before
    own.unlink()
    assert open_current(Home(tmp_path)).rules[RULE].title == before.title


def test_refused_rule_writes_nothing(tmp_path: Path, package: Path) -> None:
    """A rule whose clauses are not in the knowledge stops the build before anything is written."""
    (tmp_path / "rules").mkdir()
    shutil.copy(package / "rules" / f"{RULE}.yaml", tmp_path / "rules" / "own.yaml")
    with pytest.raises(RuleError, match=r"own\.yaml"):
        built(tmp_path)
    assert not Home(tmp_path).generations.exists()


def test_unfinished_folder(tmp_path: Path) -> None:
    """A folder without a manifest is no generation; the message says what to run."""
    built(tmp_path)
    home = Home(tmp_path)
    for name in (FIRST, SECOND):
        (home.generation(1) / name).unlink()
    with pytest.raises(IndexDamaged, match=r"^知识库版本 1 不存在或已损坏；请运行 hotline knowledge build$"):
        open_current(home)
    assert home.generation_numbers() == []


@pytest.mark.parametrize("damage", ["half", "figure", "gone"])
def test_one_damaged_manifest(tmp_path: Path, damage: str) -> None:
    """A manifest that is cut off, changed or gone is told by its seal, and its copy takes its place."""
    built(tmp_path)
    home = Home(tmp_path)
    path = home.generation(1) / FIRST
    text = path.read_text(encoding="utf-8")
    path.write_text(text[:40] if damage == "half" else text.replace('"clauses": ', '"clauses": 1'), encoding="utf-8")
    if damage == "gone":
        path.unlink()
    assert open_current(home).manifest.clauses == 2
    (home.generation(1) / SECOND).write_text("{}", encoding="utf-8")
    with pytest.raises(IndexDamaged, match="知识库版本 1 不存在或已损坏"):
        open_current(home)


def test_lost_clause_store(tmp_path: Path) -> None:
    """A generation whose store is gone or changed is refused with the name of the file."""
    built(tmp_path)
    store = next(Home(tmp_path).generation(1).glob("index-*")) / "clauses.sqlite"
    data = bytearray(store.read_bytes())
    data[-1] ^= 1
    store.write_bytes(data)
    with pytest.raises(IndexDamaged, match=r"知识库版本 1 的 index-\w+/clauses\.sqlite 与建立时不一致"):
        open_current(Home(tmp_path))
    store.unlink()
    with pytest.raises(IndexDamaged, match=r"clauses\.sqlite"):
        open_current(Home(tmp_path))


def test_before_the_first_build(tmp_path: Path) -> None:
    """A home without a generation says so and what to run."""
    with pytest.raises(IndexUnusable, match="还没有知识库；请先运行 hotline knowledge build"):
        opened(Settings(home=tmp_path / "new", builtin=True, embedding_model=None))


def test_inputs_digest(tmp_path: Path) -> None:
    """One digest stands for documents, rules, word lists and model: the same inputs, the same digest."""
    put(tmp_path, policy("own", "甲。"))
    library = read_library(Home(tmp_path), builtin=False)
    digest = inputs_digest(library, "model-a")
    assert inputs_digest(read_library(Home(tmp_path), builtin=False), "model-a") == digest
    assert inputs_digest(library, "model-b") != digest
    put(tmp_path, policy("own", "乙。"))
    assert inputs_digest(read_library(Home(tmp_path), builtin=False), "model-a") != digest


def test_manifest_is_readable(tmp_path: Path) -> None:
    """The manifest is plain JSON with the number, the time in UTC and the inputs' digest."""
    built(tmp_path)
    manifest = json.loads((Home(tmp_path).generation(1) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["built"].endswith("+00:00")
    assert len(manifest["inputs"]) == 64
