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

Check = Callable[[Draft], bool]
Shown = Callable[[], None]


def word(turn: Turn, writer: Writer, deadline: float, holds: Check, shown: Shown) -> None:
    """Put what the model made of the drafts in their place; `shown` is called after each draft that is final.

    `holds` is the check that every draft must pass, whoever wrote it.
    """
    if turn.kind not in (Kind.ANSWER, Kind.PARTIAL):
        return
    plain = turn.drafts
    offered = [n for n, draft in enumerate(plain) if "\n" not in draft.said and len(draft.said) <= _LONGEST]
    passages = Passages(plain[n].said for n in offered)
    line_up = _LineUp(turn, plain, _groups(turn), holds, shown)
    for number in set(range(len(plain))).difference(offered):
        line_up.settle(number)
    if not offered:  # lists and long clauses alone: a model that can do nothing has not failed
        return
    useful = False
    try:
        for line in lines(writer.ask("word", _for_model(turn, passages), deadline=deadline)):
            written, all_of_it = passages.read(line, [at for at, n in enumerate(offered) if n in line_up.open])
            turn.refused += not all_of_it
            for one in written:
                line_up.settle(offered[one.passage], one.text)
                useful = True
        if not useful:
            raise ModelUnavailable("nothing of it could be shown")
        writer.was_of_use()
    except ModelUnavailable as error:
        turn.model_trouble = str(error)
        writer.failed(error)
    line_up.close()
    if [draft.said for draft in turn.drafts] != [draft.said for draft in plain]:
        turn.worded_by = writer.label


class _LineUp:
    """The drafts on their way to the person: each as soon as it is settled and none that must come before it is open."""

    def __init__(self, turn: Turn, plain: list[Draft], groups: list[int], holds: Check, shown: Shown) -> None:
        self._turn, self._plain, self._groups, self._holds, self._shown = turn, plain, groups, holds, shown
        self._settled: list[tuple[int, str]] = []
        self.open = list(range(len(plain)))
        turn.drafts = []

    def settle(self, number: int, worded: str = "") -> None:
        """A draft has its wording, or stays as composed."""
        self.open.remove(number)
        holds = bool(worded) and self._holds(replace(self._plain[number], worded=worded))
        self._settled.append((number, worded if holds else ""))
        self._advance()

    def close(self) -> None:
        """What is open stays as composed."""
        for number in list(self.open):
            self.settle(number)

    def _advance(self) -> None:
        first_open = min((self._groups[number] for number in self.open), default=len(self._groups) + 1)
        ready = [one for one in self._settled if self._groups[one[0]] <= first_open]
        for number, worded in sorted(ready, key=lambda one: self._groups[one[0]]):
            self._settled.remove((number, worded))
            self._turn.drafts.append(replace(self._plain[number], worded=worded))
            self._turn.order.append((number, worded))
            self._shown()


def as_before(turn: Turn, order: Sequence[tuple[int, str]]) -> None:
    """The drafts in the order and wording that a model once gave them; as composed where it gave none to as many."""
    if len(order) == len(turn.drafts):
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
