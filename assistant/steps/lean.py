"""lean: a question that names too little is worked out with the figures of the questions before it in the message."""

from __future__ import annotations

from dataclasses import replace

from assistant.arithmetic import asked_for
from assistant.arithmetic.reckoning import fill, usable
from assistant.arithmetic.together import Asked, reckon_together
from assistant.turn import Turn, Verdict, Work
from knowledge.search import Hit


def lean(turn: Turn) -> None:
    """Fill the works that are still open and that the figures of earlier works of the same place answer."""
    if asked_for.SUPPOSED.search(turn.heard):
        return
    for number, work in enumerate(turn.works):
        earlier = [w for w in turn.works[:number] if w.region == work.region and not w.side and w.rule is None]
        if not earlier or not _open(work):
            continue
        hits = _merged([*earlier, work])
        before = [Asked(w.ask, usable(w)) for w in earlier]
        context = work.ask.context or "，".join(w.ask.text for w in earlier)
        fill(work, reckon_together(Asked(replace(work.ask, context=context), hits), before, work.days.day), hits)


def _open(work: Work) -> bool:
    figured = work.rule is not None or work.missing is not None or work.calculation is not None
    return not figured and not work.side and work.verdict is not Verdict.WHICH_PLACE


def _merged(works: list[Work]) -> list[Hit]:
    """The clauses of all works, those of the earlier ones first: the question is of what they were about."""
    return list({hit.clause.id: hit for work in works for hit in usable(work)}.values())
