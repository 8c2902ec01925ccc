"""A call's transcript becomes what the caller said: the operator's lines go, save what the caller confirms."""

from __future__ import annotations

import re
from typing import NamedTuple

_OPERATORS = "坐席|座席|话务员?|接线员?|接线|客服|工作人员|接听|操作员|受理员?|热线|operator|agent|12345"
_CALLERS = "来电人|来电者|来电市民|市民来电|来电|市民|群众|诉求人|用户|客户|caller|老人|女士|先生"
_EITHER = "[甲乙AaBb问答]"
_LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:(?P<operator>{_OPERATORS})|(?P<caller>{_CALLERS})|(?P<either>{_EITHER}))"
    r"(?:[ (（][^:：\n]{0,12})?[:：]",
    re.IGNORECASE,
)
# 话务员您好请讲 市民我问下: as speech recognition writes it, without colons.
_BARE = re.compile(rf"(?:^|(?<=\s))(?:(?P<operator>{_OPERATORS})|(?P<caller>{_CALLERS}))(?![\s]*[:：])(?P<either>)?")
_LEAST = 2
_CONFIRMS = re.compile(r"^[\s,，]*(?:对头?|是的|是啊|嗯|诶|没错|就是|yes)")
_PHATIC = re.compile(r"稍等|帮您|登记|您好|请讲|您[说讲]|请说|不好意思|抱歉|慢慢")
_ASKED = re.compile(r"(?:对吗|是吗|是吧|对吧|吗|[?？])+$")


class _Line(NamedTuple):
    speaker: str
    said: str


def caller_words(text: str) -> str:
    """The caller's words of a transcript, a line each; any other text as it is."""
    for label in (_LABEL, _BARE):
        lines = _lines(text, label)
        operator = _operator(lines)
        if operator is not None:
            return "\n".join(_kept(lines, operator))
    return text


def _lines(text: str, label: re.Pattern[str]) -> list[_Line]:
    marks = list(label.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)] if marks else []
    return [_Line(_speaker(mark), text[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=True)]


def _speaker(mark: re.Match[str]) -> str:
    return "operator" if mark["operator"] else "caller" if mark["caller"] else (mark["either"] or "").lower()


def _operator(lines: list[_Line]) -> str | None:
    """Which speaker is the operator: by the label, else who says 您; None where it is no transcript of two."""
    speakers = list(dict.fromkeys(line.speaker for line in lines))
    if len(speakers) != 2 or any(sum(x.speaker == s for x in lines) < _LEAST for s in speakers):
        return None
    if "operator" in speakers:
        return "operator"
    if "caller" in speakers:
        return next(s for s in speakers if s != "caller")
    return max(speakers, key=lambda s: sum(line.said.count("您") for line in lines if line.speaker == s))


def _kept(lines: list[_Line], operator: str) -> list[str]:
    kept = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if line.speaker != operator:
            kept.append(line.said)
        elif following is not None and _CONFIRMS.match(following.said) and not _PHATIC.search(line.said):
            kept.append(_ASKED.sub("", line.said))
    return [said for said in kept if said]
