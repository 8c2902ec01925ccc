"""verify: what is said of figures, days, names and duties stands in a cited clause or in the ledger.

The last step, whoever wrote the sentences. A draft that fails is dropped; if nothing is left, the reply
becomes an honest `no_basis`.
"""

from __future__ import annotations

from assistant.checking.claims import objection
from assistant.checking.fitting import misfit
from assistant.checking.known import Known, Sources
from assistant.reply import Kind
from assistant.turn import Draft, Turn
from assistant.wording import say
from knowledge.generation import Generation


def verify(turn: Turn, generation: Generation) -> None:
    """Keep the drafts that hold; what fails is dropped and counted in `turn.dropped`, with its reason."""
    check = Check(turn, generation)
    kept: list[Draft] = []
    for draft in turn.drafts:
        reason = check.reason(draft)
        if reason is None:
            kept.append(draft)
        else:
            turn.dropped.append(draft)
            turn.reasons.append(reason)
    turn.drafts = kept
    if not kept or (turn.kind in (Kind.ANSWER, Kind.PARTIAL) and not any(d.clause_ids for d in kept)):
        turn.kind, turn.clarify, turn.drafts = Kind.NO_BASIS, None, [Draft(say("no_basis_unknown"))]


class Check:
    """The check that every draft of a turn must pass."""

    def __init__(self, turn: Turn, generation: Generation) -> None:
        self._turn = turn
        self._headers = generation.store.headers
        self._sources = Sources(turn, generation)

    def reason(self, draft: Draft) -> str | None:
        """Why the draft may not be shown; None where it may."""
        cited = self._sources.cited(draft.clause_ids)
        if len(cited) != len(draft.clause_ids):
            return "citation"
        for clause in cited:
            if wrong := misfit(self._turn, clause, self._headers[clause.document_id]):
                return wrong
        known = self._sources.of(draft.clause_ids)
        # What a model worded was shown to it only after it had passed as it was composed.
        return objection(draft.said, Known([*known.texts, draft.composed]) if draft.worded else known)
