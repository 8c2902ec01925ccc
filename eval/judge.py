"""Grades one reply against one case.

The order of the questions is the order of harm: a confident answer where none is possible, then a
figure that is wrong, then the rest. What is wrong in any of these ways and stands on another place's or
another day's policy alone is told as that. Slots and the choice of citations are compared beside the
verdict: a right fact may stand in more clauses than the one that the case names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from assistant.reply import Citation, Reply
from eval.suite import ANSWERS, Case
from knowledge.region import places


class Verdict(StrEnum):
    """How a reply did."""

    RIGHT = "right"  # an acceptable kind and every fact shown
    PARTIAL = "partial"  # some facts shown, or all of them under a kind that is not quite the right one
    WRONG_FIGURE = "wrong_figure"  # shows what would make it wrong, or computed something else
    WRONG_PLACE = "wrong_place"  # answered by another place's policy alone
    WRONG_DAY = "wrong_day"  # answered by what was not in force on the day of asking
    WRONG_CLAUSE = "wrong_clause"  # answered beside the question: nothing of what was asked for
    UNCITED = "uncited"  # an answer without a citation
    FALSE_ANSWER = "false_answer"  # answered though nothing answers
    WRONG_REFUSAL = "wrong_refusal"  # sent away though the policy is known
    WRONG_KIND = "wrong_kind"  # another kind than any acceptable one, neither of the two above
    FAILED = "failed"  # no reply at all


@dataclass(frozen=True, slots=True)
class Grade:
    """A verdict with its reasons. `cited`: how many citations are among the right clauses (None: cannot be told).

    `exact`: whether the figure that had to be computed is shown (None: none had to).
    """

    verdict: Verdict
    missing: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    slots: dict[str, bool] = field(default_factory=dict)
    cited: int | None = None
    exact: bool | None = None


_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)")


def plain(text: str) -> str:
    """One form for comparison: half width, lower case, no thousands separators."""
    without = _THOUSANDS.sub(lambda m: m[0].replace(",", ""), text)
    return unicodedata.normalize("NFKC", without).casefold()


def shows(text: str, wanted: str) -> bool:
    """Whether `text` shows `wanted`, blanks ignored; `200元` does not stand in `1200元`, nor `6` in `60%`."""
    characters = re.sub(r"\s", "", plain(wanted))
    pattern = r"\s*".join(re.escape(c) for c in characters)
    before = r"(?<!\d)(?<!\d\.)" if characters[:1].isdigit() else ""
    after = r"(?!\d|\.\d)" if characters[-1:].isdigit() else ""
    return re.search(before + pattern + after, plain(text)) is not None


def judge(case: Case, reply: Reply, right: frozenset[str] | None) -> Grade:
    """Grade the last reply of a case; `right` are the clauses that answer it, None where that is unknown."""
    missing = tuple(ways[0] for ways in case.must if not any(shows(reply.text, way) for way in ways))
    wanted = len(case.must)
    exact = None
    if case.calc is not None:
        # Where `must` lists other ways to write the computed figure (0.7万元), any of them will do.
        listed = next((ways for ways in case.must if case.calc in ways), None)
        exact = any(shows(reply.text, way) for way in listed or (case.calc,))
        if listed is None:
            wanted += 1
            missing = missing if exact else (*missing, case.calc)
    shown = tuple(text for text in case.must_not if shows(reply.text, text))
    cited = None
    if right is not None and reply.kind in ANSWERS and case.answerable:
        cited = sum(citation.clause_id in right for citation in reply.citations)
    slots = {name: same(reply.slots.get(name), value) for name, value in case.slots.items()}
    wrong = bool(shown) or (bool(reply.calculations) and exact is False)
    verdict = _verdict(case, reply, missing, wanted, wrong, cited)
    if verdict is not Verdict.RIGHT and reply.kind in ANSWERS and not cited:
        verdict = _elsewhere(case, reply) or verdict
    return Grade(verdict, missing, shown, slots, cited, exact)


def _verdict(
    case: Case, reply: Reply, missing: tuple[str, ...], wanted: int, wrong_figure: bool, cited: int | None
) -> Verdict:
    answered = reply.kind in ANSWERS
    # a question beside an answer is the question that the case waits for
    asked = reply.clarify is not None and any(kind == "clarify" for kind in case.expect)
    accepted = reply.kind in case.expect
    if answered and not ANSWERS & set(case.expect) and not asked:
        return Verdict.FALSE_ANSWER
    if not answered and not accepted:
        needless_question = reply.kind == "clarify"
        return Verdict.WRONG_REFUSAL if case.answerable and not needless_question else Verdict.WRONG_KIND
    if wrong_figure:
        return Verdict.WRONG_FIGURE
    if answered and not reply.citations:
        return Verdict.UNCITED
    nothing_shown = len(missing) == wanted if wanted else cited == 0
    if answered and nothing_shown:
        return Verdict.WRONG_CLAUSE
    return Verdict.RIGHT if accepted and not missing else Verdict.PARTIAL


def _elsewhere(case: Case, reply: Reply) -> Verdict | None:
    """Whether all that a wrong answer cites is of another place than the case's, or of other days."""
    cited = [c for c in reply.citations if c.region is not None]
    if case.region and cited and not any(places().on_one_line(c.region.code, case.region) for c in cited if c.region):
        return Verdict.WRONG_PLACE
    day = case.as_of
    if day and reply.citations and not any(_in_force(c, day) for c in reply.citations):
        return Verdict.WRONG_DAY
    return None


def _in_force(citation: Citation, day: date) -> bool:
    return (citation.effective_from or day) <= day <= (citation.effective_to or day)


def same(found: str | None, wanted: str) -> bool:
    """Whether a slot holds the wanted value; `1000` and `1000.00` are the same amount."""
    if found is None:
        return False
    try:
        return Decimal(found) == Decimal(wanted)
    except InvalidOperation:
        return found.strip() == wanted.strip()
