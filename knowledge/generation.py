"""A generation: an immutable, numbered state of everything searchable.

    <home>/generations/000001/
        manifest.json   what it was built from (digests), by which model, counts; written last
        clauses.sqlite  clauses and headers
        lexical/        tantivy
        vectors/        Chroma
        rules/          the rule files as they were
        hospitals.csv   the hospital directory as it was, where the home has one

A build writes a new folder aside, renames it into place and then switches the pointer, so a reader
finds the old generation or the new one. A folder without a manifest was not finished and counts as nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from knowledge.benefit import Rule, load_rules
from knowledge.clause import Clause
from knowledge.clause_store import ClauseStore, write_store
from knowledge.embed import Embedder
from knowledge.errors import IndexUnusable
from knowledge.home import Home
from knowledge.hospital import Hospitals, read_hospitals
from knowledge.lexical import LexicalEntry, TantivyIndex, build_lexical
from knowledge.library import Library
from knowledge.names import proper_names
from knowledge.retired import ended_with_clauses
from knowledge.vectors import ChromaVectors

FORMAT = 1
"""Raised whenever the folder's layout changes, so that an older generation is rebuilt."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is."""


def scope_of(clause: Clause) -> str:
    """The partition in which a clause is searched: its region, or its own document where it names none."""
    return clause.region or f"doc-{clause.document_id}"


def passage(clause: Clause) -> str:
    """What is indexed of a clause: its headings and its text."""
    return " ".join((*clause.headings, clause.text))


def inputs_digest(library: Library, embedder_identity: str) -> str:
    """One SHA-256 over all that a generation depends on: the same digest, the same answers."""
    state = json.dumps([FORMAT, sorted(library.digests.items()), embedder_identity], ensure_ascii=False)
    return hashlib.sha256(state.encode()).hexdigest()


def build_generation(home: Home, library: Library, embedder: Embedder, progress: Progress) -> int:
    """Build a new generation from the library and return its number; the pointer is not switched."""
    clauses = [c for d in library.documents.values() for c in d.clauses]
    if not clauses:
        raise IndexUnusable("没有任何文档可以建立索引；请先用 hotline knowledge import 导入文档")
    load_rules(library.rule_files, {c.id: c for c in clauses})  # refuses what does not hold before anything is written
    home.generations.mkdir(parents=True, exist_ok=True)
    with (home.root / "build.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexUnusable(f"{home.root} 正在由另一个进程建立索引；请等它结束后再试") from None
        return _build_locked(home, library, clauses, embedder, progress)


def _build_locked(home: Home, library: Library, clauses: list[Clause], embedder: Embedder, progress: Progress) -> int:
    """The build itself, by the one process that holds the home's lock."""
    number = max(home.generation_numbers(), default=0) + 1
    for unfinished in home.generations.glob("building-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    # A name of its own each time: Chroma keeps what it once opened under a path for the life of the process.
    aside = home.generations / f"building-{uuid4().hex}"
    aside.mkdir(parents=True)
    superseded = library.superseded
    write_store(aside / "clauses.sqlite", ((d.header, d.id in superseded) for d in library.documents.values()), clauses)
    searchable = [(row, c) for row, c in enumerate(clauses) if c.document_id not in superseded]
    progress("词索引", 0, len(searchable))
    build_lexical(aside / "lexical", (LexicalEntry(row, scope_of(c), passage(c), c.questions) for row, c in searchable))
    _build_vectors(aside / "vectors", searchable, embedder, progress)
    rules = aside / "rules"
    rules.mkdir()
    for path in library.rule_files:
        shutil.copy(path, rules / path.name)
    if library.hospitals:
        shutil.copy(library.hospitals, aside / library.hospitals.name)
    manifest = {
        "number": number,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": inputs_digest(library, embedder.identity),
        "embedder": {"identity": embedder.identity, "dimension": embedder.dimension},
        "digests": library.digests,
        "documents": len(library.documents),
        "clauses": len(clauses),
    }
    (aside / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    aside.rename(home.generation(number))
    return number


def _build_vectors(folder: Path, searchable: list[tuple[int, Clause]], embedder: Embedder, progress: Progress) -> None:
    vectors = ChromaVectors(folder)
    scopes: dict[str, list[tuple[str, str]]] = {}
    for row, clause in searchable:
        texts = [passage(clause), *clause.questions]
        scopes.setdefault(scope_of(clause), []).extend((f"{row}.{n}", text) for n, text in enumerate(texts))
    done, total = 0, sum(map(len, scopes.values()))
    for scope, rows in scopes.items():
        embedded = embedder.embed_documents([text for _, text in rows])
        vectors.add(scope, [name for name, _ in rows], np.ascontiguousarray(embedded))
        done += len(rows)
        progress("向量索引", done, total)


class Generation:
    """An opened generation. Indexes open when they are first asked for."""

    def __init__(self, home: Home, number: int) -> None:
        self.number = number
        self.folder = home.generation(number)
        try:
            self.manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
            self.store = ClauseStore(self.folder / "clauses.sqlite")
        except (FileNotFoundError, ValueError, sqlite3.Error) as error:
            raise IndexUnusable(f"知识库版本 {number} 不存在或已损坏；请运行 hotline knowledge build") from error

    @cached_property
    def lexical(self) -> TantivyIndex:
        """The lexical index."""
        return TantivyIndex(self.folder / "lexical")

    @cached_property
    def vectors(self) -> ChromaVectors:
        """The vector index."""
        return ChromaVectors(self.folder / "vectors")

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Every clause by id, superseded digests among them."""
        return self.store.all()

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The benefit rules by id; no value outlasts the clauses that it was read from."""
        rules = load_rules(sorted((self.folder / "rules").glob("*.yaml")), self.clauses)
        return {rule_id: ended_with_clauses(rule, self.clauses) for rule_id, rule in rules.items()}

    @cached_property
    def hospitals(self) -> Hospitals:
        """The hospital directory; empty where the home had none."""
        return read_hospitals(self.folder / "hospitals.csv")

    @cached_property
    def names(self) -> dict[str, str]:
        """Proper names that stand in one document only → that document's id."""
        return proper_names(self.clauses.values())

    @cached_property
    def regions(self) -> frozenset[str]:
        """Codes of the places that some searchable clause belongs to."""
        return frozenset(
            c.region for c in self.clauses.values() if c.region and c.document_id not in self.store.superseded
        )


def open_current(home: Home) -> Generation:
    """Open the generation that answers; IndexUnusable before the first build."""
    number = home.current()
    if number is None:
        raise IndexUnusable(f"{home.root} 里还没有知识库；请先运行 hotline knowledge build")
    return Generation(home, number)
