"""Which cases of the suites a difference between two generations can touch, so that they are looked at again.

Open cases are named with the reason; of sealed ones only the number leaves this module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click

from eval.baseline import FILE, Outcome, read_baseline
from eval.evidence import SOURCES, TABLES, Evidence, source_text
from eval.suite import SUITES, Case, load_suites
from eval.words import held
from knowledge.clause import Clause, Span
from knowledge.coverage import Coverage
from knowledge.importing.clauses import tidy
from knowledge.region import places

_SHOWN = 40
_NOTHING = Outcome("right")
"""Of a case that the baseline does not know."""


@dataclass(frozen=True)
class Reason:
    """Why a case is touched: `clause` its clause differs, `document` its clause's document, `rule` the rule it computes by.

    `cited`: its answer in the baseline cites the clause; `place`: nothing answers it so far, and what differs is of
    its place; `word`: its messages or its clauses hold the word.
    """

    because: Literal["clause", "document", "rule", "cited", "place", "word"]
    id: str


@dataclass(frozen=True)
class AffectedCase:
    """An open case; `gate`: its failure fails a run of the suites."""

    suite: str
    case: str
    gate: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Affected:
    """Open cases in the suites' order, the number of sealed ones, and of how many cases it cannot be told.

    `untold`: cases, open and sealed, that name no clause and lead to none. `sources_missing`: numbers of the
    sources that were not at hand, so that only sentence numbers and clause ids tied their cases to clauses.
    """

    cases: tuple[AffectedCase, ...]
    sealed: int
    untold: int
    sources_missing: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The same as plain data."""
        return asdict(self)

    def lines(self) -> list[str]:
        """The same for a terminal, in Chinese."""
        found = [f"可能受影响的用例：公开 {len(self.cases)} 例，密封 {self.sealed} 例（密封用例只计数）"]
        for case in self.cases[:_SHOWN]:
            gate = click.style("（门禁）", fg="yellow") if case.gate else ""
            found.append(f"  {case.suite} {case.case}{gate}：{'；'.join(map(_said, case.reasons))}")
        if len(self.cases) > _SHOWN:
            found.append(f"  …… 另有 {len(self.cases) - _SHOWN} 例，用 --json 看全部")
        if self.untold:
            found.append(f"  另有 {self.untold} 例没有写明依据，或依据不在条款里，看不出是否受影响")
        if self.sources_missing:
            found.append(f"  来源 {'、'.join(self.sources_missing)} 的原文不在手边，只按句子编号和条款编号判断")
        return found


_SAID = {
    "clause": "所依据的条款 {} 有差别",
    "document": "所依据的文档 {} 有差别",
    "rule": "计算所用的规则 {} 有差别",
    "cited": "基线中的回答引用了 {}",
    "place": "原来无据可答，{} 有了差别",
    "word": "用到词语“{}”",
}


def _said(reason: Reason) -> str:
    return _SAID[reason.because].format(reason.id)


def affected(
    *,
    clauses: Collection[str],
    documents: Collection[str],
    rules: Mapping[str, Collection[str]],
    before: Mapping[str, Clause],
    after: Mapping[str, Clause],
    words: Collection[str] = (),
    suites: Path = SUITES,
    tables: Path = TABLES,
    sources: Path = SOURCES,
) -> Affected:
    """The cases that a difference can touch.

    `clauses`, `documents`: ids of what differs. `rules`: ids of the rules that differ → the clauses they rest on.
    `before`, `after`: every clause of either side by id. `words`: those of which a word list says something else.
    A case without evidence that computes is tied to a rule by its place. What an open case's answer in the baseline
    cites and computes by counts as well.
    """
    loaded = load_suites(suites)
    known = read_baseline(suites / FILE).cases if (suites / FILE).exists() else {}
    longest = max(map(len, words), default=0)
    texts = {n: source_text(sources, n) for n in sorted({c.source for s in loaded for c in s.cases if c.source})}
    touched = {side[i].document_id for side in (before, after) for i in clauses if i in side} | {*documents}
    sides = [[c for c in side.values() if c.document_id in touched] for side in (before, after)]
    evidence = Evidence(
        {path.stem: Coverage(path) for path in sorted(tables.glob("*.yaml"))},
        {
            number: [clause for side in sides for clause in _imported_from(text, side)]
            for number, text in texts.items()
            if text is not None
        },
        sources,
    )
    changed = frozenset(clauses)
    document_of = {clause.id: clause.document_id for side in sides for clause in side}
    regions = {c.region for side in sides for c in side if c.region and (c.id in changed or c.document_id in documents)}
    cases: list[AffectedCase] = []
    sealed = untold = 0
    for suite in loaded:
        for case in suite.cases:
            named = evidence.clauses(case) or frozenset()
            known_as = known.get(f"{suite.suite}/{case.id}", _NOTHING)
            cited = frozenset(known_as.cites) - named
            reasons = (
                *(Reason("clause", i) for i in sorted(named & changed)),
                *(
                    Reason("document", i)
                    for i in sorted({document_of[i] for i in named - changed if i in document_of} & {*documents})
                ),
                *(Reason("rule", i) for i in sorted({*_rules(case, named, rules), *known_as.rules} & rules.keys())),
                *(Reason("cited", i) for i in sorted(cited) if i in changed or document_of.get(i) in documents),
                *(Reason("place", place) for place in _places(case, named, regions)),
                *(Reason("word", word) for word in _words(case, words, longest)),
            )
            untold += case.answerable and not named and not reasons
            if reasons and suite.sealed:
                sealed += 1
            elif reasons:
                cases.append(AffectedCase(suite.suite, case.id, case.gate, reasons))
    # Not even which sources a sealed suite asks about leaves this module.
    asked = {case.source for suite in loaded if not suite.sealed for case in suite.cases}
    missing = tuple(n for n, text in texts.items() if text is None and n in asked)
    return Affected(tuple(cases), sealed, untold, missing)


def _imported_from(text: str, clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses of those documents of which more than half stand word for word in this source, at their spans."""
    documents: dict[str, list[tuple[Clause, Span]]] = defaultdict(list)
    for clause in clauses:
        if clause.span:
            documents[clause.document_id].append((clause, clause.span))
    for spanned in documents.values():
        # An editor may have corrected some; their spans are still those of the source.
        standing = sum(tidy(text[span.start : span.end]) == clause.text for clause, span in spanned)
        if 2 * standing > len(spanned):
            yield from (clause for clause, _ in spanned)


def _places(case: Case, named: frozenset[str], regions: Collection[str]) -> Iterator[str]:
    """The places of what differs that are the place of a case which nothing answers."""
    if named or case.answerable or case.region is None:
        return
    for region in sorted(regions):
        if places().on_one_line(case.region, region):
            yield places().full_name(region)


def _words(case: Case, words: Collection[str], longest: int) -> Iterator[str]:
    """The first of the words that a message of the case holds."""
    for turn in case.turns:
        if word := held(turn, words, longest):
            yield word
            return


def _rules(case: Case, named: frozenset[str], rules: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The rules that a computing case can compute by."""
    if case.calc is None:
        return
    for rule_id, clauses in rules.items():
        place = rule_id.partition(".")[0]
        if named & {*clauses} if named else case.region and places().within(case.region, place):
            yield rule_id
