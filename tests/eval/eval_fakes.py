"""An answerer and a searcher that say what they are told: real objects behind the two protocols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.reply import CalculationResult, CalculationShown, Citation, Clarify, Kind, Reply
from eval.result import Answered


def citation(clause_id: str, number: int = 1) -> Citation:
    """A citation of which only the clause matters."""
    return Citation(
        number=number,
        clause_id=clause_id,
        document_id=clause_id.split(".")[0],
        title="文件",
        document_number=None,
        issuer=None,
        region=None,
        published=None,
        effective_from=None,
        effective_to=None,
        heading="条款",
        quote="条文",
        wording="digest",
        digest="0",
        source=None,
    )


def amount(value: str) -> CalculationShown:
    """A calculation of which only the result matters."""
    result = CalculationResult(type="amount", label="统筹基金支付", value=value, unit="yuan")
    return CalculationShown(rule_id="510700.x", title="门诊", result=result, lines=(), assumptions=())


def reply(
    kind: str,
    text: str = "好的。",
    cites: Sequence[str] = (),
    slots: Mapping[str, str] | None = None,
    calculated: str | None = None,
    asks: str | None = None,
) -> Reply:
    """A Reply with the fields that grading reads."""
    return Reply(
        conversation_id="c",
        turn_id="t",
        kind=Kind(kind),
        text=text,
        script="好的。",
        generation=7,
        citations=tuple(citation(c, n) for n, c in enumerate(cites, 1)),
        slots=dict(slots or {}),
        calculations=(amount(calculated),) if calculated else (),
        clarify=Clarify(slot=asks, question="哪一种？") if asks else None,
    )


class Scripted:
    """Answers by a turn's words; a turn that is not in the script breaks it."""

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        self.replies = replies
        self.asked: list[tuple[tuple[str, ...], str | None, date | None]] = []

    def converse(self, turns: Sequence[str], *, region: str | None, as_of: date | None) -> list[Answered]:
        """One scripted reply a turn."""
        self.asked.append((tuple(turns), region, as_of))
        return [Answered(self.replies[turn], 0.01, {"judge": 2.0}) for turn in turns]


class Shelf:
    """Finds the same clauses whatever is asked."""

    def __init__(self, *clauses: str) -> None:
        self.clauses = clauses
        self.queries: list[str] = []

    def search(self, query: str, *, region: str | None, as_of: date | None, top: int) -> list[str]:
        """The first `top` clauses."""
        self.queries.append(query)
        return list(self.clauses[:top])

    def quoted(self, citation: Citation) -> bool:
        """Its own clauses are quoted right, others are not."""
        return citation.clause_id in self.clauses
