"""The clause store of one generation: SQLite, written once, opened read-only and immutable."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from knowledge.clause import Clause
from knowledge.document import Document, Header
from knowledge.files import writing_to

_SCHEMA = """
create table clause (
    row integer primary key, id text unique not null, key text unique not null, document_id text not null,
    scope text, vectors integer not null,
    body text not null, grams text not null, sounds text not null, words text not null
);
create index clause_of_document on clause (document_id);
create table document (id text primary key, file text not null, superseded integer not null, body text not null);
create table about (name text primary key, body text not null);
"""
_MOST_VARIABLES = 900


class Tokens(NamedTuple):
    """What the lexical index holds of a clause: tokens joined by blanks."""

    grams: str
    sounds: str
    words: str


class Worked(NamedTuple):
    """What is worked out of a clause alone: its key, its JSON, its tokens."""

    key: str
    body: str
    tokens: Tokens


class StoredClause(NamedTuple):
    """A row: `scope` is the partition it is searched in (None: not searched), `vectors` how many it has there."""

    id: str
    document_id: str
    scope: str | None
    vectors: int
    worked: Worked


class StoredDocument(NamedTuple):
    """A document, the file it was read from, and whether an imported original took its place."""

    header: Header
    file: str
    superseded: bool


def clause_key(clause: Clause, title: str) -> str:
    """The name of all that a clause says under this title, 32 hex digits: its vectors and tokens are kept under it."""
    return hashlib.sha256(f"{clause.digest}{title}".encode()).hexdigest()[:32]


def vector_ids(key: str, count: int) -> list[str]:
    """The ids of a clause's vectors."""
    return [f"{key}.{number}" for number in range(count)]


def write_store(
    path: Path,
    documents: Iterable[StoredDocument],
    clauses: Iterable[StoredClause],
    about: Mapping[str, object],
) -> None:
    """Write headers, clauses with their tokens, and what was found out about them; rows count from 0."""
    with writing_to(path, sqlite3.OperationalError), closing(sqlite3.connect(path)) as db, db:
        db.executescript(_SCHEMA)
        db.executemany(
            "insert into document values (?, ?, ?, ?)",
            ((d.header.id, d.file, d.superseded, d.header.model_dump_json()) for d in documents),
        )
        db.executemany(
            "insert into clause values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (row, c.id, c.worked.key, c.document_id, c.scope, c.vectors, c.worked.body, *c.worked.tokens)
                for row, c in enumerate(clauses)
            ),
        )
        db.executemany("insert into about values (?, ?)", ((n, json.dumps(v)) for n, v in about.items()))


class ClauseStore(Mapping[str, Clause]):
    """Clauses by id, by row and by key, and headers; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.headers: dict[str, Header] = {}
        self.superseded: set[str] = set()
        self.files: dict[str, str] = {}
        """File → id of the document that was read from it."""
        for document_id, file, superseded, body in self._db.execute("select * from document order by id"):
            self.headers[document_id] = Header.model_validate_json(body)
            self.files[file] = document_id
            if superseded:
                self.superseded.add(document_id)

    def __getitem__(self, clause_id: str) -> Clause:
        found = self._db.execute("select body from clause where id = ?", (clause_id,)).fetchone()
        if found is None:
            raise KeyError(clause_id)
        return Clause.model_validate_json(found[0])

    def __iter__(self) -> Iterator[str]:
        return (clause_id for (clause_id,) in self._db.execute("select id from clause order by row"))

    def __len__(self) -> int:
        (count,) = self._db.execute("select count(*) from clause").fetchone()
        return int(count)

    def by_row(self, row: int) -> Clause:
        """The clause of a row that an index returned."""
        (body,) = self._db.execute("select body from clause where row = ?", (row,)).fetchone()
        return Clause.model_validate_json(body)

    def rows(self, keys: Iterable[str]) -> dict[str, int]:
        """Key → row, of those keys that clauses of this generation have."""
        wanted = list(keys)
        found: dict[str, int] = {}
        for start in range(0, len(wanted), _MOST_VARIABLES):
            some = wanted[start : start + _MOST_VARIABLES]
            marks = ",".join("?" * len(some))
            found.update(self._db.execute(f"select key, row from clause where key in ({marks})", some).fetchall())
        return found

    def of_document(self, document_id: str) -> list[Clause]:
        """All clauses of a document in reading order."""
        rows = self._db.execute("select body from clause where document_id = ? order by row", (document_id,))
        return [Clause.model_validate_json(body) for (body,) in rows]

    def tally(self) -> list[tuple[str, str | None, int]]:
        """Document id, scope (None: not searched) and how many clauses the one has in the other."""
        return self._db.execute(
            "select document_id, scope, count(*) from clause group by document_id, scope"
        ).fetchall()

    def document(self, document_id: str) -> Document:
        """The whole document."""
        return Document(header=self.headers[document_id], clauses=tuple(self.of_document(document_id)))

    def all(self) -> dict[str, Clause]:
        """Every clause by id."""
        rows = self._db.execute("select body from clause order by row")
        return {c.id: c for c in (Clause.model_validate_json(body) for (body,) in rows)}

    def worked(self) -> dict[str, Worked]:
        """Id → what was worked out of the clause, of every clause."""
        rows = self._db.execute("select id, key, body, grams, sounds, words from clause")
        return {clause_id: Worked(key, body, Tokens(*tokens)) for clause_id, key, body, *tokens in rows}

    def vector_ids(self) -> dict[str, set[str]]:
        """Scope → ids of the vectors that the vector index holds of this generation."""
        found: dict[str, set[str]] = {}
        rows = self._db.execute("select scope, key, vectors from clause where scope is not null")
        for scope, key, count in rows:
            found.setdefault(scope, set()).update(vector_ids(key, count))
        return found

    def about(self, name: str) -> object:
        """What was found out under this name when the generation was built."""
        (body,) = self._db.execute("select body from about where name = ?", (name,)).fetchone()
        return json.loads(body)

    def close(self) -> None:
        """Let the file go."""
        self._db.close()
