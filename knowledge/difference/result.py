"""A difference as values: for each document, clause, rule and file its two sides and the fields that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from knowledge.benefit.rule import Rule
from knowledge.clause import Clause
from knowledge.difference.change import Change
from knowledge.difference.wording import FigureChange
from knowledge.document import Header

T = TypeVar("T")
How = Literal["added", "removed", "changed", "renamed"]


class Titled(Protocol):
    """What a document's header and a rule have in common."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str:
        """Its title."""


TitledT = TypeVar("TitledT", bound=Titled)


@dataclass(frozen=True)
class _TitledDifference(Generic[TitledT]):
    """Something with a title: None on the side where it is not; `changes` where it is on both."""

    before: TitledT | None
    after: TitledT | None
    changes: tuple[Change, ...]

    @property
    def how(self) -> How:
        """What became of it."""
        return _how(self.before, self.after)

    @property
    def id(self) -> str:
        """Its id."""
        return _either(self.before, self.after).id

    def as_json(self) -> dict[str, object]:
        """Id, title and what changed."""
        return {"id": self.id, "title": _either(self.before, self.after).title, "changes": _json(self.changes)}


class DocumentDifference(_TitledDifference[Header]):
    """A document, and what changed in its header."""


class RuleDifference(_TitledDifference[Rule]):
    """A rule, and what changed in it."""

    @property
    def clauses(self) -> frozenset[str]:
        """Ids of the clauses that it rests on, on either side."""
        return frozenset(i for rule in (self.before, self.after) if rule for i in rule.clauses)


@dataclass(frozen=True)
class ClauseDifference:
    """A clause: None on the side where it is not. Renamed: the same text under another id, `changes` beside it."""

    before: Clause | None
    after: Clause | None
    changes: tuple[Change, ...]

    @property
    def how(self) -> How:
        """What became of it."""
        if self.before and self.after and self.before.id != self.after.id:
            return "renamed"
        return _how(self.before, self.after)

    @property
    def id(self) -> str:
        """Its id, the new one where it was renamed."""
        return _either(self.before, self.after).id

    @property
    def document_id(self) -> str:
        """Its document, the new one where it moved."""
        return _either(self.before, self.after).document_id

    @property
    def figures(self) -> tuple[FigureChange, ...]:
        """The figures that changed in its text, its notice and its derivation."""
        wordings = (change.wording for change in self.changes if change.field in ("text", "notice", "derived"))
        return tuple(figure for wording in wordings if wording for figure in wording.figures)

    def as_json(self) -> dict[str, object]:
        """Id, document, heading; the whole clause where it is new or gone, else what changed and which figures."""
        clause = _either(self.before, self.after)
        data: dict[str, object] = {"id": clause.id, "document_id": clause.document_id, "heading": clause.heading}
        if self.before is None or self.after is None:
            return data | {"clause": clause.model_dump(mode="json", exclude={"span"})}
        if self.how == "renamed":
            data["old_id"] = self.before.id
        return data | {"changes": _json(self.changes), "figures": [figure._asdict() for figure in self.figures]}


@dataclass(frozen=True)
class FileDifference:
    """A word list, the hospital directory …: its SHA-256 on each side, None where it is not."""

    name: str
    before: str | None
    after: str | None

    @property
    def how(self) -> How:
        """What became of it."""
        return _how(self.before, self.after)

    def as_json(self) -> dict[str, object]:
        """Name and both digests."""
        return {"name": self.name, "old": self.before, "new": self.after}


@dataclass(frozen=True)
class Difference:
    """All that differs between two states; false where nothing does. `titles`: document id → title, of both sides."""

    documents: tuple[DocumentDifference, ...]
    clauses: tuple[ClauseDifference, ...]
    rules: tuple[RuleDifference, ...]
    files: tuple[FileDifference, ...]
    titles: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.documents or self.clauses or self.rules or self.files)

    @property
    def touched_clauses(self) -> frozenset[str]:
        """Ids of all clauses that differ, both ids of renamed ones."""
        return frozenset(side.id for clause in self.clauses for side in (clause.before, clause.after) if side)

    @property
    def touched_documents(self) -> frozenset[str]:
        """Ids of the documents that came, went, or whose header or standing changed."""
        return frozenset(document.id for document in self.documents)

    @property
    def touched_rules(self) -> dict[str, frozenset[str]]:
        """Ids of all rules that differ → ids of the clauses that they rest on, on either side."""
        return {rule.id: rule.clauses for rule in self.rules}

    def as_json(self) -> dict[str, object]:
        """`documents`, `clauses`, `rules`, `files`: each `added`, `removed`, `changed` (clauses also `renamed`)."""
        hows: tuple[How, ...] = ("added", "removed", "changed")
        kinds: dict[str, tuple[tuple[How, ...], Iterable[_Item]]] = {
            "documents": (hows, self.documents),
            "clauses": ((*hows, "renamed"), self.clauses),
            "rules": (hows, self.rules),
            "files": (hows, self.files),
        }
        return {
            name: {how: [item.as_json() for item in items if item.how == how] for how in possible}
            for name, (possible, items) in kinds.items()
        }


_Item = DocumentDifference | ClauseDifference | RuleDifference | FileDifference


def _how(before: object, after: object) -> How:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _either(before: T | None, after: T | None) -> T:
    side = before if after is None else after
    assert side is not None, "a difference has at least one side"
    return side


def _json(changes: Iterable[Change]) -> list[dict[str, object]]:
    return [change.as_json() for change in changes]
