"""propose: where a fact is missing, a chat model may point at the words of the message that tell it.

Taken is only what stands in the message and what our own reading of those very words comes to as well; the person is
told how the words were understood. Never a place.
"""

from __future__ import annotations

import re

from assistant.model.protocol import ModelUnavailable
from assistant.model.writer import Writer
from assistant.reply import Kind, Notice
from assistant.turn import Draft, Proposal, Turn
from assistant.understanding.told import told
from assistant.wording import say

_SLOTS = ("insured", "status", "care", "tier")
_MESSAGE = 2000
"""Characters of the message that the model sees."""
_SHORTEST, _LONGEST = 2, 40
_LINE = re.compile(r"^\s*(?P<label>[^|｜\n]+?)\s*[|｜]\s*(?P<quote>.+?)\s*$", re.MULTILINE)


def propose(turn: Turn, writer: Writer, deadline: float) -> dict[str, Proposal]:
    """What the model found of the fact that is asked for, by its slot; empty where nothing that holds."""
    question = turn.clarify
    if turn.kind is not Kind.CLARIFY or question is None or question.slot not in _SLOTS or len(turn.heard) > _MESSAGE:
        return {}
    choices = "、".join(option.label for option in question.options)
    asked = f"群众的话：\n{turn.heard}\n\n还缺的情况：{question.question}\n可选的几种：{choices}"
    try:
        answer = "".join(writer.ask("facts", asked, deadline=deadline))
    except ModelUnavailable as error:
        turn.model_trouble = str(error)
        writer.came_to(something=False)
        return {}
    match = _LINE.search(answer)
    option = next((o for o in question.options if match and o.label == match["label"]), None)
    if match is None or option is None:
        return {}
    quote = match["quote"].strip("“”\"'「」。 ")
    stands = _SHORTEST <= len(quote) <= _LONGEST and quote in turn.heard
    if not stands or told(quote, {}).get(question.slot) != option.value:
        return {}
    return {question.slot: Proposal(quote, option.value, option.label)}


def tell(turn: Turn) -> None:
    """Say behind the answer how the words were understood."""
    if turn.kind not in (Kind.ANSWER, Kind.PARTIAL):
        return
    for proposal in turn.proposed.values():
        text = say("understood_as", quote=proposal.quote, label=proposal.label)
        turn.notices.append(Notice(code="assumption", text=text))
        turn.drafts.append(Draft(text))
