"""verify: every figure, date, phone and document number stands in a cited clause or in the ledger.

The last step, whoever wrote the sentences. A draft that fails is dropped; if nothing is left, the reply
becomes an honest `no_basis`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.explain import all_words
from assistant.reply import Kind
from assistant.turn import Draft, Turn
from assistant.understanding.numerals import amounts
from assistant.wording import day_in_words, fixed_wording, say
from knowledge.clause import Clause
from knowledge.document import Header
from knowledge.generation import Generation

# A date is one figure: the 6 of 2024年6月30日 alone says nothing.
_FIGURE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d+(?:[.,:/-]\d+)*%?")
_QUOTED = re.compile(r"《([^》]+)》")
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|https?://|javascript:", re.IGNORECASE)
_POLARITY = re.compile(r"不[\u4e00-\u9fff]|无需|必须|可以|应当")
_PUBLIC = "national-numbers"


def verify(turn: Turn, generation: Generation) -> None:
    """Keep the drafts that hold; what fails is dropped and counted in `turn.dropped`."""
    public = " ".join(c.text for c in generation.store.of_document(_PUBLIC))
    given = _given(turn)
    kept: list[Draft] = []
    for draft in turn.drafts:
        cited = [c for c in map(generation.store.get, draft.clause_ids) if c]
        # What the person said may be repeated where nothing is claimed, not as the word of a clause.
        said = [] if cited else [work.ask.whole for work in turn.works]
        known = _known(cited, generation.store.headers, [public, *given, *said])
        (kept if _holds(draft, cited, known) else turn.dropped).append(draft)
    turn.drafts = kept
    if not kept or (turn.kind in (Kind.ANSWER, Kind.PARTIAL) and not any(d.clause_ids for d in kept)):
        turn.kind, turn.clarify, turn.drafts = Kind.NO_BASIS, None, [Draft(say("no_basis_unknown"))]


def _given(turn: Turn) -> list[str]:
    """What the ledger says, the days that the person named, and those on which what is known was in force."""
    given = [str(turn.day), day_in_words(turn.day)]
    if turn.across is not None:
        given.append(all_words(turn.across))
    for work in turn.works:
        given += [work.side, *(period.name for period in work.ask.periods)]
        given.append(day_in_words(work.days.day))
        if work.outside is not None:
            given += _days_in_force(work.outside.clause)
        if work.rule is not None:  # since when a rule is may be said where it does not answer
            given += [day_in_words(value.from_) for p in work.rule.parameters.values() for value in p.values]
        given += [all_words(calculation) for _, calculation in work.ways]
        for calculation in (work.calculation, *work.calculations):
            if calculation is not None:
                given.append(all_words(calculation))
        if work.missing is not None:
            given.append(work.missing.question)
    return given


def _known(cited: list[Clause], headers: dict[str, Header], more: Iterable[str]) -> str:
    parts = list(more)
    for clause in cited:
        header = headers[clause.document_id]
        parts += [clause.text, *clause.headings, clause.notice or "", clause.derived or ""]
        published = [str(header.published), day_in_words(header.published)] if header.published else []
        parts += [header.title, header.document_number or "", header.issuer or "", *published, *_days_in_force(clause)]
    return "\n".join(parts)


def _days_in_force(clause: Clause) -> list[str]:
    return [day_in_words(day) for day in (clause.effective_from, clause.effective_to) if day]


def _holds(draft: Draft, cited: list[Clause], known: str) -> bool:
    if _MARKUP.search(draft.said):
        return False
    figures = set(_FIGURE.findall(known))
    if any(figure not in figures for figure in _FIGURE.findall(draft.said)):
        return False
    if any(name not in known for name in _QUOTED.findall(draft.text)):
        return False
    if {money.yuan for money in amounts(draft.text)} - {money.yuan for money in amounts(known)}:
        return False
    # A figure alone is not the rule: 不扣, 须 and 可以 must be the clause's own (or our fixed wording's).
    if cited and any(w not in known and w not in fixed_wording() for w in _POLARITY.findall(draft.text)):
        return False
    return len(cited) == len(draft.clause_ids)
