"""A call's transcript becomes what the caller said: the operator's lines go, save what the caller confirms."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"(?P<who>坐席|座席|话务员?|接线员?|客服|工作人员|接听|操作员|operator|agent|热线|受理员|12345"
    r"|来电人?|市民|群众|来电者|来电市民|市民来电|诉求人|用户|客户|caller|老人|女士|先生|对方|甲方?|乙方?|[A-B问答])"
    r"(?:[\s（(][^：:\n]{0,12})?\s*[：:]",
    re.IGNORECASE,
)
_OPERATOR = re.compile(
    r"坐席|座席|话务|接线|客服|工作人员|接听|操作员|operator|agent|热线|受理|12345|答|A", re.IGNORECASE
)
_CONFIRMS = re.compile(r"^[\s，,]*(?:对|是|嗯|诶|哎|没错|就是|要得|yes)")
_LEAST = 2


def caller_words(text: str) -> str:
    """The caller's words of a transcript, in order; any other text as it is."""
    marks = list(_LINE.finditer(text))
    speakers = {bool(_OPERATOR.fullmatch(m["who"]) or _OPERATOR.match(m["who"])) for m in marks}
    if len(marks) < _LEAST or speakers != {True, False}:
        return text
    parts: list[tuple[bool, str]] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        said = text[mark.end() : following.start() if following else len(text)].strip()
        parts.append((bool(_OPERATOR.match(mark["who"])), said))
    kept = [text[: marks[0].start()].strip()]
    for n, (operator, said) in enumerate(parts):
        confirmed = n + 1 < len(parts) and not parts[n + 1][0] and _CONFIRMS.match(parts[n + 1][1])
        if not operator:
            kept.append(said)
        elif confirmed:
            kept.append(re.sub(r"(?:对吗|是吗|是吧|对吧|吗|[?？])+$", "", said))
    return "\n".join(part for part in kept if part)
