"""What the next message of a conversation needs to know of this one."""

from __future__ import annotations

import re

from assistant.ask import Ask
from assistant.conversation import State
from assistant.turn import Turn, Work
from assistant.understanding.carried import corrects, remembered
from assistant.understanding.terms import Demand, terms_of
from assistant.understanding.thread import Link
from knowledge.wants import Want, likely, wants
from knowledge.wordlists import using

_SIGNS = re.compile(r"[\W_]+")
_A_CASE = ("insured", "status", "care", "tier", "patient", "treated_region", "delivery")
"""Facts that make it another case."""
_FIGURE = 8
"""So short is a question for one figure more: 多少钱."""


def next_state(turn: Turn) -> State:
    """The memory after a turn; one that left the ordinary path leaves the thread as it was."""
    if turn.route is not None or not turn.works:
        return turn.state
    ask = next((work.ask for work in reversed(turn.works) if _on_topic(work, turn)), None)
    head = turn.state.head if ask is None or ask.context else ask.text
    kept = turn.slots.get("patient") == turn.state.slots.get("patient")
    who = (turn.who or (turn.state.who if kept else None)) if "patient" in turn.slots else None
    pending = turn.clarify.slot if turn.clarify else None
    return State(
        slots=turn.slots,
        region=turn.slots.get("insured_region", turn.state.region),
        asked=turn.policy_region if turn.asked_place or turn.region is None else None,
        ask=_leant_on(ask, head) or turn.state.ask,
        head=head,
        who=who,
        dated=_dated(ask),
        spent=_spent(turn),
        beside=_beside(turn, ask),
        wants=tuple(sorted(ask.wants | ask.likely)) if ask else turn.state.wants,
        pending=pending,
        choices={o.value: o.label for o in turn.clarify.options} if turn.clarify else {},
        tries=turn.given.tries + 1 if pending is not None and pending == turn.given.pending else 0,
        said=plain(turn.heard),
        repeated=turn.given.repeated + 1 if plain(turn.heard) == turn.given.said else 0,
        pointed=turn.pointed,
        cited=_cited(turn),
        bills=tuple(bill.as_state() for bill in turn.bills),
        people=remembered(turn.state, turn.slots, who, turn.others),
        topics=turn.state.topics if turn.continues and not _swapped(turn) else turn.state.left(),
    )


def _beside(turn: Turn, last: Ask | None) -> tuple[str, ...]:
    """The figure asked beside the last one of the same thing (补了多少人次，多少钱): what only turns it (门诊的呢) means both."""
    texts = dict.fromkeys(work.ask.text for work in turn.works)
    if turn.continues and len(texts) == 1:
        return turn.state.beside
    if last is None or turn.continues or not last.context or len(last.text) > _FIGURE or Want.AMOUNT not in last.wants:
        return ()
    return tuple(text for text in texts if text == last.context and Want.COUNT in wants(text) | likely(text))


def _dated(ask: Ask | None) -> str:
    """The one year that the ask names, as it is said; nothing where it names none or several."""
    years = ask.years if ask else ()
    return f"{years[0]}年" if len(years) == 1 else ""


def _spent(turn: Turn) -> tuple[str, ...]:
    """The bills told so far: a new one is one more, one put right stands for the last."""
    told = tuple(filter(None, turn.slots.get("amounts", turn.slots.get("amount", "")).split(",")))
    before = turn.state.spent if turn.hangs is not Link.NEW else ()
    if len(told) > 1 or not before:
        return told
    if not told or told[0] in before:
        return before
    return (*(before[:-1] if corrects(turn.heard) else before), *told)


def plain(text: str) -> str:
    """A message without its signs, so that the same question is known again."""
    return _SIGNS.sub("", text)


def _cited(turn: Turn) -> tuple[str, ...]:
    """The clauses that the last answer of the matter stood on."""
    found = tuple(dict.fromkeys(clause for draft in turn.drafts for clause in draft.clause_ids))
    return found or (turn.state.cited if turn.continues else ())


def _swapped(turn: Turn) -> bool:
    """Whether the matter was gone on with for another case: what was said of the first can be taken up again."""
    if corrects(turn.heard):
        return False
    before = turn.state.slots
    return any(turn.slots.get(name) != before[name] for name in _A_CASE if name in before)


def _leant_on(ask: Ask | None, head: str | None) -> str | None:
    """What the next message may lean on: the last ask that stood by itself, and the last one."""
    if ask is None or not ask.context:
        return ask.text if ask else None
    return f"{head}，{ask.text}" if head else ask.whole


def _on_topic(work: Work, turn: Turn) -> bool:
    """Whether the ask was answered, or wants something of policy though nothing answered it."""
    if work.evidence or work.rule or work.missing or work.ask.wants or work.ask.likely:
        return True
    with using(turn.retriever.generation.words):
        return any(term.demand is Demand.POLICY for term in terms_of(work.ask))
