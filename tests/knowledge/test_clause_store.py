"""Clauses and headers come back from the store as they were put in."""

from __future__ import annotations

import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.clause import Clause
from knowledge.clause_store import (
    ClauseStore,
    StoredClause,
    StoredDocument,
    Tokens,
    Worked,
    clause_key,
    write_store,
)
from knowledge.document import Document


@pytest.fixture(scope="module")
def clauses(shipped: dict[str, Document]) -> list[Clause]:
    """Every shipped clause in order."""
    return [clause for document in shipped.values() for clause in document.clauses]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, shipped: dict[str, Document], clauses: list[Clause]) -> ClauseStore:
    """A store of all shipped documents, one of them superseded."""
    path = tmp_path_factory.mktemp("store") / "带 空格#?.sqlite"
    documents = (StoredDocument(d.header, f"{d.id}.md", d.id == "national-numbers") for d in shipped.values())
    write_store(path, documents, map(stored, clauses), {"scopes": ["510704"]})
    return ClauseStore(path)


def stored(clause: Clause) -> StoredClause:
    """A clause as it is stored."""
    worked = Worked(clause_key(clause, "题"), clause.model_dump_json(), Tokens("词", "词组", clause.id))
    return StoredClause(clause.id, clause.document_id, clause.region, 2, worked)


def test_everything_comes_back(store: ClauseStore, shipped: dict[str, Document], clauses: list[Clause]) -> None:
    """Every clause is found by row and by id, every header by id, equal to what was written."""
    assert [store.by_row(row) for row in range(len(clauses))] == clauses
    assert [store[clause.id] for clause in clauses] == clauses
    assert list(store.all().values()) == clauses
    assert (list(store), len(store)) == ([clause.id for clause in clauses], len(clauses))
    assert store.about("scopes") == ["510704"]
    assert store.headers == {id: document.header for id, document in shipped.items()}


def test_documents(store: ClauseStore, shipped: dict[str, Document]) -> None:
    """A document's clauses come in reading order; what is superseded is marked and still there."""
    assert all(tuple(store.of_document(id)) == document.clauses for id, document in shipped.items())
    assert store.superseded == {"national-numbers"}


def test_keys(store: ClauseStore, clauses: list[Clause]) -> None:
    """A clause's row, tokens and vectors are found under its key; keys of other generations are passed over."""
    keys = [clause_key(clause, "题") for clause in clauses]
    assert store.rows([*keys, "0" * 32]) == {key: row for row, key in enumerate(keys)}
    assert store.worked()[clauses[3].id] == stored(clauses[3]).worked
    own = {f"{key}.{n}" for key, c in zip(keys, clauses, strict=True) if c.region == "510704" for n in (0, 1)}
    assert store.vector_ids()["510704"] == own


def test_documents_by_their_file(store: ClauseStore, shipped: dict[str, Document]) -> None:
    """The file that a document was read from leads to the whole of it."""
    assert {file: store.document(id) for file, id in store.files.items()} == {f"{d.id}.md": d for d in shipped.values()}


def test_unknown(store: ClauseStore) -> None:
    """An id that the store lacks is None, or an empty list for a document."""
    assert store.get("nothing.here") is None
    with pytest.raises(KeyError):
        store["nothing.here"]
    assert store.of_document("nothing") == []


def test_read_only(store: ClauseStore) -> None:
    """An opened store cannot be written."""
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._db.execute("delete from clause")


def test_one_id_twice(tmp_path: Path) -> None:
    """Two clauses with one id are not stored."""
    clause = Clause(id="d.c", document_id="d", text="甲")
    with pytest.raises(sqlite3.IntegrityError, match=r"clause\.(id|key)"):
        write_store(tmp_path / "s.sqlite", [], [stored(clause), stored(clause)], {})


def test_shared_between_threads(store: ClauseStore, clauses: list[Clause]) -> None:
    """Many threads that read at once each get the clause that they asked for."""

    def read(seed: int) -> int:
        rows = random.Random(seed).choices(range(len(clauses)), k=400)
        return sum(store.by_row(row).id != clauses[row].id or store.get(clauses[row].id) is None for row in rows)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(read, range(8))) == 0
