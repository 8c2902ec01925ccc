"""The answer to the question that the assistant asked: by a choice's name, its place in the list, yes or no, a number."""

from __future__ import annotations

import re

from assistant.conversation import State
from assistant.understanding.numerals import parse_number

_NUMBER = re.compile(r"[\d零〇一二三四五六七八九两十百千万.,]+")
# 没有, 今年第一次: nothing of it so far.
_NONE = re.compile(
    r"(?:(?:都|还)?(?:没有?|无|冇)(?:了|的|啊|哦)?[,，]?)?(?:今年)?(?:是)?(?:第一次|头一[次回]|首次|没有?|无|冇)?(?:了|的|啊|哦)?"
)
_SUMS = frozenset({"amount", "accrued", "out_of_scope", "paid", "base", "total", "prior", "deductible", "average"})
_ORDINALS = (
    re.compile(
        r"^(?:是|选|就)?(?:第一[个种项]?|头一[个种]|前[面头]?(?:那)?[个种者]|前者|[1１一aA①])(?:$|[，,。！的吧])"
    ),
    re.compile(r"^(?:是|选|就)?(?:第二[个种项]?|后[面头]?(?:那)?[个种者]|后者|[2２二bB②])(?:$|[，,。！的吧])"),
    re.compile(r"^(?:是|选|就)?(?:第三[个种项]?|[3３三cC③])(?:$|[，,。！的吧])"),
    re.compile(r"^(?:是|选|就)?(?:第四[个种项]?|最后(?:一|那)?[个种]?|[4４四dD④])(?:$|[，,。！的吧])"),
)
_NO = re.compile(r"^(?:[哦嗯额呃那]*[，, ]?)?(?:还|也|都|从来)?(?:没|冇|未|不是|不|莫)")
_YES = re.compile(r"^(?:[哦嗯额呃那]*[，, ]?)?(?:办|有|是|对|嗯|好像有|备|转|做|要得)")
_DENIED = re.compile(r"[未没不非无]")


def answered(text: str, state: State) -> dict[str, str]:
    """The pending slot with its value, where a short message answers the question for it; else nothing."""
    if state.pending is None:
        return {}
    plain = text.strip(" ，,。！!~")
    if state.pending in _SUMS:
        if _NONE.fullmatch(plain):
            return {state.pending: "0"}
        numbers = _NUMBER.findall(plain)
        value = parse_number(numbers[0]) if len(numbers) == 1 else None
        return {state.pending: format(value, "f")} if value is not None else {}
    chosen = _choice(plain, state.choices)
    return {state.pending: chosen} if chosen else {}


def _choice(text: str, choices: dict[str, str]) -> str | None:
    named = [value for value, label in choices.items() if label in text or (len(text) > 1 and text in label)]
    if len(named) == 1:
        return named[0]
    for place, value in enumerate(choices):
        if place < len(_ORDINALS) and _ORDINALS[place].search(text):
            return value
    denied = [value for value, label in choices.items() if _DENIED.search(label)]
    if len(choices) == 2 and len(denied) == 1:
        other = next(value for value in choices if value not in denied)
        return denied[0] if _NO.search(text) else other if _YES.search(text) else None
    return None
