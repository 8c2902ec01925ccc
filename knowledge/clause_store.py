"""The clause store of one generation: SQLite, written once, opened read-only and immutable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from knowledge.clause import Clause
from knowledge.document import Header
from knowledge.retired import ended_clause, successions

_SCHEMA = """
create table clause (row integer primary key, id text unique not null, document_id text not null, body text not null);
create table document (id text primary key, superseded integer not null, body text not null);
"""


def write_store(path: Path, documents: Iterable[tuple[Header, bool]], clauses: Iterable[Clause]) -> None:
    """Write headers (with whether each is superseded) and clauses; rows count from 0 in the order given."""
    with sqlite3.connect(path) as db:
        db.executescript(_SCHEMA)
        db.executemany("insert into document values (?, ?, ?)", ((h.id, s, h.model_dump_json()) for h, s in documents))
        db.executemany(
            "insert into clause values (?, ?, ?, ?)",
            ((row, c.id, c.document_id, c.model_dump_json()) for row, c in enumerate(clauses)),
        )
    db.close()


class ClauseStore:
    """Clauses and headers by row or id, each with its last day; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        rows = self._db.execute("select id, superseded, body from document order by id")
        self.headers: dict[str, Header] = {}
        self.superseded: set[str] = set()
        for document_id, superseded, body in rows:
            self.headers[document_id] = Header.model_validate_json(body)
            if superseded:
                self.superseded.add(document_id)
        self._ends = successions(self.headers.values())
        for document_id, day in self._ends.items():
            self.headers[document_id] = self.headers[document_id].model_copy(update={"effective_to": day})

    def by_row(self, row: int) -> Clause:
        """The clause of a row that an index returned."""
        (body,) = self._db.execute("select body from clause where row = ?", (row,)).fetchone()
        return self._read(body)

    def by_id(self, clause_id: str) -> Clause | None:
        """The clause of this id, or None."""
        found = self._db.execute("select body from clause where id = ?", (clause_id,)).fetchone()
        return self._read(found[0]) if found else None

    def of_document(self, document_id: str) -> list[Clause]:
        """All clauses of a document in reading order."""
        rows = self._db.execute("select body from clause where document_id = ? order by row", (document_id,))
        return [self._read(body) for (body,) in rows]

    def all(self) -> dict[str, Clause]:
        """Every clause by id."""
        rows = self._db.execute("select body from clause order by row")
        return {c.id: c for c in (self._read(body) for (body,) in rows)}

    def _read(self, body: str) -> Clause:
        """A clause; a norm of a document that another one supersedes ends the day before that begins."""
        clause = Clause.model_validate_json(body)
        day = self._ends.get(clause.document_id)
        return ended_clause(clause, day) if day else clause

    def close(self) -> None:
        """Let the file go."""
        self._db.close()
