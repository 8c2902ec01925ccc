"""propose: where a fact is missing, a chat model may point at the words of the message that tell it.

Taken is only what stands in the message: words that name the fact, or sound like its name (看的门整), undenied, where
nothing else in the message names another. The person is told how the words were understood. Never a place.
"""

from __future__ import annotations

import re

from assistant.model.protocol import ModelUnavailable
from assistant.model.writer import Writer
from assistant.reply import Kind, Notice, Option
from assistant.turn import Draft, Proposal, Turn
from assistant.understanding.told import told
from assistant.wording import say
from knowledge.sound import sounds

_SLOTS = ("insured", "status", "care", "tier")
_MESSAGE = 2000
"""Of a longer message a single word is no proof."""
_SHORTEST, _LONGEST = 2, 40
_LINE = re.compile(r"^\s*(?P<label>[^|｜\n]+?)\s*[|｜]\s*(?P<quote>.+?)\s*$", re.MULTILINE)
_PART = re.compile(r"[^，,。；;！!？?、\s]+")
_DENIED = re.compile(r"[不没未非别]")
_BEFORE = 4


def propose(turn: Turn, writer: Writer, deadline: float) -> dict[str, Proposal]:
    """What the model found of the fact that is asked for, by its slot; empty where nothing that holds."""
    question = turn.clarify
    if turn.kind is not Kind.CLARIFY or question is None or question.slot not in _SLOTS or len(turn.heard) > _MESSAGE:
        return {}
    possible = [option for option in question.options if _stands(turn.heard, turn.heard, question.slot, option)]
    if not possible:
        return {}
    choices = "、".join(option.label for option in possible)
    asked = f"群众的话：\n{turn.heard}\n\n还缺的情况：{question.question}\n可选的几种：{choices}"
    try:
        answer = "".join(writer.ask("facts", asked, deadline=deadline))
    except ModelUnavailable as error:
        turn.model_trouble = str(error)
        writer.failed(error)
        return {}
    match = _LINE.search(answer)
    if match is None:
        return {}
    quote = match["quote"].strip("“”\"'「」。 ")
    option = next((option for option in possible if option.label == match["label"]), None)
    if option is None or not _SHORTEST <= len(quote) <= _LONGEST:
        return {}
    stands = _stands(quote, turn.heard, question.slot, option)
    return {question.slot: Proposal(quote, option.value, option.label)} if stands else {}


def _stands(quote: str, message: str, slot: str, option: Option) -> bool:
    """Whether the quote stands in the message, names the option, and nothing in the message speaks against it."""
    at = message.find(quote)
    if at < 0 or (quote != message and _DENIED.search(message, max(0, at - _BEFORE), at + len(quote))):
        return False
    if any(told(part, {}).get(slot, option.value) != option.value for part in _PART.findall(message)):
        return False
    return told(quote, {}).get(slot) == option.value or _sounds_like(quote, slot, option)


def _sounds_like(quote: str, slot: str, option: Option) -> bool:
    heard = set(sounds(quote))
    pairs = (option.label[i : i + 2] for i in range(len(option.label) - 1))
    return any(told(name, {}).get(slot) == option.value and heard.issuperset(sounds(name)) for name in pairs)


def tell(turn: Turn) -> None:
    """Say behind the answer how the words were understood."""
    if turn.kind not in (Kind.ANSWER, Kind.PARTIAL):
        return
    for proposal in turn.proposed.values():
        text = say("understood_as", quote=proposal.quote, label=proposal.label)
        turn.notices.append(Notice(code="assumption", text=text))
        turn.drafts.append(Draft(text))
