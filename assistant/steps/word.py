"""word: a chat model, where one is configured, may order the checked drafts and put connecting words to them.

Each of its lines is either checked passages again or not shown. What it leaves out is shown as it was composed, so
nothing is lost; what is shown is never withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.model.passages import Passages, lines
from assistant.model.protocol import ModelUnavailable
from assistant.model.writer import Writer
from assistant.reply import Kind
from assistant.turn import Draft, Turn

_LONGEST = 600
_ASKED = 1000
"""Characters of the message that the model sees."""
# What begins so leans on what stands before it, and must stay behind it.
_LEANS = re.compile(r"^(?:但|其中|另外|同时|未|不|逾期|否则|此外|其|该|上述|并|这)")
_END = 1 << 30

Check = Callable[[Draft], bool]
Shown = Callable[[], None]


def word(turn: Turn, writer: Writer, deadline: float, holds: Check, shown: Shown) -> None:
    """Put what the model made of the drafts in their place; `shown` is called after each draft that is final.

    `holds` is the check that every draft must pass, whoever wrote it.
    """
    if turn.kind not in (Kind.ANSWER, Kind.PARTIAL):
        return
    plain, groups = turn.drafts, _groups(turn)
    offered = [n for n, draft in enumerate(plain) if "\n" not in draft.said and len(draft.said) <= _LONGEST]
    passages = Passages(plain[n].said for n in offered)
    left = list(range(len(plain)))
    turn.drafts = []

    def take(number: int, worded: str = "") -> None:
        left.remove(number)
        worded = worded if worded and holds(replace(plain[number], worded=worded)) else ""
        turn.drafts.append(replace(plain[number], worded=worded))
        turn.order.append((number, worded))
        shown()

    def take_before(group: int) -> None:
        for number in [n for n in left if groups[n] < group]:
            take(number)

    useful = False
    try:
        for line in lines(writer.ask("word", _for_model(turn, passages), deadline=deadline)):
            written = passages.read(line, [at for at, n in enumerate(offered) if n in left])
            turn.refused += written is None
            for one in written or ():
                number = offered[one.passage]
                take_before(groups[number])
                if number in left:
                    take(number, one.text)
                    useful = True
        if not useful:
            raise ModelUnavailable("nothing of it could be shown")
        writer.came_to(something=True)
    except ModelUnavailable as error:
        turn.model_trouble = str(error)
        writer.came_to(something=False)
    take_before(_END)
    if [draft.said for draft in turn.drafts] != [draft.said for draft in plain]:
        turn.worded_by = writer.label


def as_before(turn: Turn, order: Sequence[tuple[int, str]]) -> None:
    """The drafts in the order and wording that a model once gave them; nothing where it gave none."""
    if order:
        turn.drafts = [replace(turn.drafts[number], worded=worded) for number, worded in order]
        turn.order = list(order)


def _for_model(turn: Turn, passages: Passages) -> str:
    return f"群众的问题：\n{turn.said[:_ASKED]}\n\n已经核对过的话：\n{passages.for_model}"


def _groups(turn: Turn) -> list[int]:
    """A number for each draft: none is shown before one with a smaller number.

    Only clauses quoted side by side for one ask may change places; what frames, limits or adds to another stays.
    """
    store = turn.retriever.generation.store
    groups: list[int] = []
    before = False
    for draft in turn.drafts:
        clause = store.get(draft.clause_ids[0]) if len(draft.clause_ids) == 1 else None
        free = (
            len(turn.works) == 1
            and not draft.label
            and not _LEANS.match(draft.text)
            and clause is not None
            and draft.text in clause.text
        )
        last = groups[-1] if groups else 0
        groups.append(last if free and before else last + 1)
        before = free
    return groups
