"""From a case's evidence to the clauses that answer it.

A shipped digest stands for its source through the coverage table, sentence by sentence; an imported
original holds the source's own characters, so there a clause's span decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import knowledge
from eval.suite import Case, Passage
from knowledge.clause import Clause, Span
from knowledge.coverage import Coverage, sentences

TABLES = Path(knowledge.__file__).parent / "documents" / "coverage"
# beside the checkout, never in it: the sources' wording is not ours to ship
SOURCES = Path(__file__).resolve().parents[2] / "shared" / "sources"


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return a.start < b.end and b.start < a.end


def touched(text: str, span: Span) -> tuple[int, ...]:
    """Numbers of the sentences of `text` that `span` touches."""
    return tuple(n for n, sentence in enumerate(sentences(text), 1) if overlap(sentence, span))


def source_text(folder: Path, number: str) -> str | None:
    """The plain text of source `number` (file `<number>_….txt` or `<number>.txt`), None where it is not at hand."""
    for path in sorted((*folder.glob(f"{number}_*.txt"), *folder.glob(f"{number}.txt"))):
        return path.read_text(encoding="utf-8")
    return None


class Evidence:
    """Finds the right clauses of a case."""

    def __init__(
        self,
        tables: Mapping[str, Coverage],
        originals: Mapping[str, Iterable[Clause]] | None = None,
        sources: Path = SOURCES,
    ) -> None:
        """`originals`: source number → clauses of a document imported from that source."""
        self._tables = tables
        self._originals = {number: tuple(clauses) for number, clauses in (originals or {}).items()}
        self._text = cache(lambda number: source_text(sources, number))

    @classmethod
    def shipped(cls, folder: Path = TABLES, sources: Path = SOURCES) -> Evidence:
        """The evidence of the shipped digests: all coverage tables of a folder, by source number."""
        return cls({path.stem: Coverage(path) for path in sorted(folder.glob("*.yaml"))}, sources=sources)

    def clauses(self, case: Case) -> frozenset[str] | None:
        """The clauses of which any one answers the case; None: nothing answers it, or that cannot be told.

        An empty set means that the knowledge leaves the passage out, so every search misses it.
        """
        if case.cite:
            return frozenset(case.cite)
        if not case.evidence or case.source is None:
            return None
        table, originals = self._tables.get(case.source), self._originals.get(case.source)
        found: set[str] = set()
        known = originals is not None
        for passage in case.evidence:
            found.update(clause.id for clause in originals or () if clause.span and overlap(clause.span, passage.at))
            numbers = None if table is None else self._sentences(case.source, passage)
            if table is not None and numbers is not None:
                known = True
                found.update(name for number in numbers for name in table.clauses.get(number, ()))
        return frozenset(found) if known else None

    def _sentences(self, source: str, passage: Passage) -> tuple[int, ...] | None:
        if passage.sentences:
            return passage.sentences
        text = self._text(source)
        return None if text is None else touched(text, passage.at)
