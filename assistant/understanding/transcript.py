"""A call's transcript becomes what the caller said: the operator's lines go, save what the caller confirms."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from knowledge.wants import is_question

_OPERATORS = "坐席员?|座席员?|话务员?|接线员?|接线|客服|工作人员|接听员?|接话员|操作员|受理员?|热线员?|工号\\s?\\d{2,6}|operator|agent|staff|12345"
_CALLERS = "来电人|来电者|来电市民|市民来电|来电|市民|群众|居民|诉求人|咨询人|反映人|参保人|用户|客户|caller|citizen|老人|女士|先生"
_EITHER = "[甲乙AaBb问答]"
_LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:(?P<operator>{_OPERATORS})|(?P<caller>{_CALLERS})|(?P<either>{_EITHER}))"
    r"(?:[ (（][^:：\n]{0,12})?[:：]",
    re.IGNORECASE,
)
# （坐席）您好 （市民）我问下
_BRACKETED = re.compile(
    rf"[(（【\[](?:(?P<operator>{_OPERATORS})|(?P<caller>{_CALLERS})|(?P<either>{_EITHER}))[)）】\]][:：]?",
    re.IGNORECASE,
)
# 话务员您好请讲 市民我问下: as speech recognition writes it, without colons.
_BARE = re.compile(rf"(?:^|(?<=\s))(?:(?P<operator>{_OPERATORS})|(?P<caller>{_CALLERS}))(?![\s]*[:：])(?P<either>)?")
# A 您好, B 我问下: a line each.
_LETTERED = re.compile(r"^(?P<either>[甲乙AaBb问答])[ \u3000、.]+(?P<operator>(?!))?(?P<caller>(?!))?", re.MULTILINE)
_LEAST = 2
_CONFIRMS = re.compile(
    r"^[\s,，]*(?:对|是(?:[的啊噻嘞哩咯呀哒这个,，。!！]|$)|嗯|诶|没错|就是|可不|yes)", re.IGNORECASE
)
_PHATIC = re.compile(r"稍等|帮您|登记|您好|请讲|您[说讲]|请说|不好意思|抱歉|慢慢")
_ASKED = re.compile(r"(?:对吗|是吗|是吧|对吧|吗|[?？])+$")


_SERVES = re.compile(r"您|请讲|请说|稍等|登记|记录|热线|工号|查询|operator|service", re.IGNORECASE)
_SENTENCE = re.compile(r"[。！!\n]|(?<=[?？])")
_PLAIN = re.compile(r"[?？]|(?<![不没])([\u4e00-\u9fff])[不没]\1|[不没](?:[\s，,]|$)|多少|什么|怎么|哪|吗")
_QUESTION = 10
"""A caller's question has so many characters at least: 听得到不 is none."""


class _Line(NamedTuple):
    speaker: str
    said: str


def caller_words(text: str) -> str:
    """The caller's words of a transcript, a line each; any other text as it is."""
    for label in (_LABEL, _BRACKETED, _BARE, _LETTERED):
        lines = _lines(text, label)
        operator = _operator(lines)
        if operator is not None:
            return "\n".join(_kept(lines, operator))
    return text


def _lines(text: str, label: re.Pattern[str]) -> list[_Line]:
    marks = _spoken_by(list(label.finditer(text))) if label is _BARE else list(label.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)] if marks else []
    return [_Line(_speaker(mark), text[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=True)]


def _spoken_by(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """The marks of the two names used most: where no colon tells, 老人家今年 or 热线打不通 at a break is no speaker."""
    names = [Counter(mark[kind] for mark in marks if mark[kind]).most_common(1) for kind in ("operator", "caller")]
    used = {name for most in names for name, _ in most}
    return [mark for mark in marks if mark[0] in used]


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
    return max(speakers, key=lambda s: sum(len(_SERVES.findall(line.said)) for line in lines if line.speaker == s))


def _kept(lines: list[_Line], operator: str) -> list[str]:
    """What the caller said, and what the operator said that the caller confirms, save the caller's own question again."""
    kept: list[str] = []
    asked = False
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if line.speaker != operator:
            kept.append(line.said)
            asked = asked or any(len(s) >= _QUESTION and _PLAIN.search(s) for s in _SENTENCE.split(line.said))
        elif following is not None and _CONFIRMS.match(following.said) and not _PHATIC.search(line.said):
            said = _ASKED.sub("", line.said)
            kept.append("" if asked and is_question(said) else said)
    return [said for said in kept if said]
