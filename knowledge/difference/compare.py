"""What differs between two states of the knowledge: documents, clauses, rules and the other files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TypeVar

from knowledge.benefit.rule import Rule
from knowledge.clause import Clause
from knowledge.difference.change import changes
from knowledge.difference.fields import clause_fields, header_fields
from knowledge.difference.result import ClauseDifference, Difference, DocumentDifference, FileDifference, RuleDifference
from knowledge.difference.rule_fields import rule_fields
from knowledge.document import Header

T = TypeVar("T")


@dataclass(frozen=True)
class Contents:
    """One side: headers, clauses and rules by id, ids of superseded documents, SHA-256 of every other file by name."""

    headers: Mapping[str, Header]
    superseded: Set[str]
    clauses: Mapping[str, Clause]
    rules: Mapping[str, Rule]
    files: Mapping[str, str]


def difference(before: Contents, after: Contents) -> Difference:
    """All that differs. Documents, rules and files by id; clauses in reading order, those that went last."""
    titles = {i: header.title for i, header in (*before.headers.items(), *after.headers.items())}
    return Difference(
        documents=tuple(_documents(before, after)),
        clauses=tuple(_clauses(before.clauses, after.clauses)),
        rules=tuple(
            RuleDifference(old, new, changes(rule_fields(old), rule_fields(new)) if old and new else ())
            for old, new in _pairs(before.rules, after.rules)
            if old != new
        ),
        files=tuple(
            FileDifference(name, before.files.get(name), after.files.get(name))
            for name in sorted(before.files.keys() | after.files.keys())
            if before.files.get(name) != after.files.get(name)
        ),
        titles=titles,
    )


def _pairs(before: Mapping[str, T], after: Mapping[str, T]) -> Iterator[tuple[T | None, T | None]]:
    for key in sorted(before.keys() | after.keys()):
        yield before.get(key), after.get(key)


def _documents(before: Contents, after: Contents) -> Iterator[DocumentDifference]:
    for old, new in _pairs(before.headers, after.headers):
        if old and new:
            found = changes(
                header_fields(old, superseded=old.id in before.superseded),
                header_fields(new, superseded=new.id in after.superseded),
            )
            if found:
                yield DocumentDifference(old, new, found)
        else:
            yield DocumentDifference(old, new, ())


def _clauses(before: Mapping[str, Clause], after: Mapping[str, Clause]) -> Iterator[ClauseDifference]:
    gone = [clause for i, clause in before.items() if i not in after]
    came = [clause for i, clause in after.items() if i not in before]
    renamed = {new.id: old for old, new in _renamed(gone, came)}
    for clause_id, new in after.items():
        old = before.get(clause_id) or renamed.get(clause_id)
        if old is None:
            yield ClauseDifference(None, new, ())
        elif old != new:
            found = changes(clause_fields(old), clause_fields(new))
            if found or old.id != new.id:
                yield ClauseDifference(old, new, found)
    still = {old.id for old in renamed.values()}
    yield from (ClauseDifference(old, None, ()) for old in gone if old.id not in still)


def _renamed(gone: Iterable[Clause], came: Iterable[Clause]) -> Iterator[tuple[Clause, Clause]]:
    """Clauses of one text under two ids; among several of one text those of the same heading, then document, first."""
    keys: tuple[Callable[[Clause], Hashable], ...] = (
        lambda clause: (clause.text, clause.document_id, clause.headings),
        lambda clause: (clause.text, clause.document_id),
        lambda clause: clause.text,
    )
    left, right = list(gone), list(came)
    for key in keys:
        waiting: dict[Hashable, list[Clause]] = defaultdict(list)
        for clause in sorted(right, key=lambda clause: clause.id, reverse=True):
            waiting[key(clause)].append(clause)
        pairs = [
            (old, waiting[key(old)].pop())
            for old in sorted(left, key=lambda clause: clause.id)
            if waiting.get(key(old))
        ]
        yield from pairs
        taken = {clause.id for pair in pairs for clause in pair}
        left, right = ([c for c in side if c.id not in taken] for side in (left, right))
