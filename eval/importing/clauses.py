"""Facets, nature, period and statements of clauses against the labels."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from eval.importing.sources import Texts, digest
from knowledge.clause import Clause
from knowledge.document import Document
from knowledge.facets import clause_facets, states
from knowledge.importing.nature import nature_of

FACETS = ("insured", "status", "care", "tier", "setting")
NO_PERIOD = "-"


@dataclass(frozen=True)
class Label:
    """What a person read in the passage [start, end) of a source; `period` holds every answer that is right."""

    source: str
    start: int
    end: int
    sha8: str
    facets: dict[str, frozenset[str]]
    states: frozenset[str]
    nature: str
    period: tuple[str, ...]


@dataclass
class Score:
    """Right, wrongly named and missed values of one field."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """The share of named values that are right; None where nothing was named."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The share of values to be named that are named; None where there is nothing to name."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    def add(self, expected: frozenset[str], found: frozenset[str], where: str) -> None:
        """Count one clause."""
        self.right += len(expected & found)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)
        if expected != found:
            extra = ",".join(sorted(f"+{v}" for v in found - expected))
            lost = ",".join(sorted(f"-{v}" for v in expected - found))
            self.misses.append(f"{where} {extra}{' ' if extra and lost else ''}{lost}")


def read_labels(path: Path) -> Iterator[Label]:
    """The labels of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        said = row["labels"]
        yield Label(
            row["source"],
            row["start"],
            row["end"],
            row["sha8"],
            {name: frozenset(said.get(name, ())) for name in FACETS},
            frozenset(said.get("states", ())),
            said.get("nature", "norm"),
            tuple(said.get("period", ())),
        )


def score(path: Path, texts: Texts) -> dict[str, Score]:
    """Field → its score over all labels of a file; a passage that has changed since it was labelled is an error."""
    found: dict[str, Score] = {name: Score() for name in (*FACETS, "nature", "period", "states")}
    found |= {f"states.{name}": Score() for name in STATES}
    for number, label in enumerate(read_labels(path)):
        source = texts.source(label.source)
        text = source.text[label.start : label.end]
        if digest(text) != label.sha8:
            raise ValueError(f"{label.source} {label.start}-{label.end}: the text has changed since it was labelled")
        document = texts.document(label.source)
        headings = _headings(document, label)
        where = f"{number} {label.source}:{label.start}"
        facets = clause_facets(headings, text).sets()
        for name in FACETS:
            found[name].add(label.facets[name], facets[name], where)
        nature, period = nature_of(text, headings, document.header)
        found["nature"].add(_fact(label.nature), _fact(str(nature)), where)
        if label.nature == "fact" and nature == "fact":
            said = period or NO_PERIOD
            right = frozenset((said,)) if said in label.period else frozenset(label.period[:1])
            found["period"].add(right, frozenset((said,)), where)
        stated = frozenset(map(str, states(text)))
        found["states"].add(label.states, stated, where)
        for name in STATES:
            one = frozenset((name,))
            found[f"states.{name}"].add(label.states & one, stated & one, where)
    return found


STATES = ("amount", "ratio", "deadline", "list", "steps", "phone", "condition")


def _fact(nature: str) -> frozenset[str]:
    return frozenset(("fact",)) if nature == "fact" else frozenset()


def _headings(document: Document, label: Label) -> tuple[str, ...]:
    """The headings above the passage: those of the clause that holds most of it."""
    shared: Counter[Clause] = Counter()
    for clause in document.clauses:
        if clause.span:
            shared[clause] += max(0, min(clause.span.end, label.end) - max(clause.span.start, label.start))
    best = max(shared, key=lambda c: shared[c], default=None)
    return best.headings if best is not None and shared[best] else ()
