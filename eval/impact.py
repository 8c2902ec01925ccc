"""What a change to one document, clause, rule, word list or word can touch; and the cases whose clause ran out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.affected import Affected, affected
from eval.evidence import SOURCES, Evidence
from eval.suite import SUITES, Case, Suite
from eval.words import words_of
from knowledge import clock
from knowledge.clause import Clause
from knowledge.errors import InputError
from knowledge.generation import Generation


@dataclass(frozen=True)
class Expired:
    """Open cases that wait for a clause that is gone, or not in force on the day they ask at; sealed ones as a number."""

    cases: tuple[str, ...]
    sealed: int

    def as_json(self) -> dict[str, object]:
        """The same as plain data."""
        return asdict(self)

    def lines(self) -> list[str]:
        """The same for a terminal, in Chinese."""
        if not self.cases and not self.sealed:
            return []
        found = [f"所依据的条款已不在或已失效的用例：公开 {len(self.cases)} 例，密封 {self.sealed} 例，请改写或删去"]
        return found + [f"  {name}" for name in self.cases]


def impact(name: str, generation: Generation, suites: Path = SUITES, sources: Path = SOURCES) -> Affected:
    """The cases that a change to `name` can touch; InputError where nothing bears it."""
    clauses, rules, lists = generation.store.all(), generation.rules, generation.words.files
    documents = {clause.document_id for clause in clauses.values()}
    every = {file: words_of(file, text) for file, text in lists.items()}
    found: dict[str, object] = {"clauses": (), "documents": (), "rules": {}, "words": ()}
    listed = next((file for file in lists if name in (file, file.partition(".")[0])), None)
    if name in clauses:
        found["clauses"] = [name]
        found["rules"] = {rule.id: rule.clauses for rule in rules.values() if name in rule.clauses}
    elif name in documents:
        own = {i for i, clause in clauses.items() if clause.document_id == name}
        found["documents"] = [name]
        found["rules"] = {rule.id: rule.clauses for rule in rules.values() if own & {*rule.clauses}}
    elif name in rules:
        found["rules"] = {name: rules[name].clauses}
    elif listed or any(name in words for words in every.values()):
        found["words"] = every[listed] if listed else frozenset([name])
    else:
        raise InputError(
            f"没有叫 {name} 的文档、条款、规则、词表或词语；文档见 hotline knowledge list，规则见 hotline calculate，"
            f"词表有 {'、'.join(lists)}"
        )
    return affected(before=clauses, after=clauses, suites=suites, sources=sources, **found)  # type: ignore[arg-type]


def only(suites: Iterable[Suite], touched: Affected) -> list[Suite]:
    """The suites with nothing but the open cases that are touched."""
    wanted = {(case.suite, case.case) for case in touched.cases}
    kept = ((suite, tuple(c for c in suite.cases if (suite.suite, c.id) in wanted)) for suite in suites)
    return [suite.model_copy(update={"cases": cases}) for suite, cases in kept if cases]


def expired(clauses: Mapping[str, Clause], suites: Iterable[Suite], sources: Path = SOURCES) -> Expired:
    """The cases of which no clause that would answer is there and in force."""
    evidence = Evidence.shipped(sources=sources)
    names, sealed = [], 0
    for suite in suites:
        for case in suite.cases:
            if not _ran_out(case, evidence.clauses(case) or frozenset(), clauses):
                continue
            sealed += suite.sealed
            names += [] if suite.sealed else [f"{suite.suite}/{case.id}"]
    return Expired(tuple(names), sealed)


def _ran_out(case: Case, named: frozenset[str], clauses: Mapping[str, Clause]) -> bool:
    day = case.as_of or clock.today()
    return case.answerable and bool(named) and not any(i in clauses and clauses[i].in_force(day) for i in named)
