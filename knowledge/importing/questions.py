"""The question in what a host or a reader says, without the greetings around it; and which clauses it stands on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.clause import Clause

_SENTENCE = re.compile(r"[^。！!？?\n]+[。！!？?]*[”’」』）)]*")
_GREETING = re.compile(
    r"^(?:(?:(?:好的?|嗯|是的|谢谢|感谢[\u4e00-\u9fff]{0,8}|您好|你好|大家好|据悉|接下来|主持人(?:好)?|"
    r"[\u4e00-\u9fff]{1,3}(?:局长|主任|处长|科长|书记|县长|区长)(?:好|您好|你好)?)[，,、。！!\s]+)|请问[，,：:]?|那么[，,]?)+"
)
_ASKS = re.compile(
    r"[？?][”’」』）)]*$|请[\u4e00-\u9fff]{0,8}(?:介绍|谈谈|说说|解读|解释|讲讲|再给)|能否|如何|怎[么样]|哪些|什么|多少|是否|吗[。？?]?$|呢[。？?]?$|有没有"
)
_TALK = re.compile(r"感谢|谢谢|欢迎|再见|听了|观众|网友|您好|你好|大家好|真快|不忘初心")
_LONGEST = 90
_MOST_CLAUSES = 3
"""A question over more clauses than this is answered by all of them together and points at none."""


def question_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The question as a heading, and each of its sentences; ("", ()) where nothing is asked."""
    said = [m[0].strip() for m in _SENTENCE.finditer(text) if m[0].strip()]
    asked: list[str] = []
    for sentence in reversed(said):
        if not _ASKS.search(sentence):
            break
        asked.insert(0, sentence)
    if not asked:
        return "", ()
    asked = [_shorter(_GREETING.sub("", sentence) or sentence) for sentence in asked]
    context: list[str] = []
    for sentence in reversed(said[: -len(asked)]):
        # 我母亲住院两次。能报多少？ cannot be understood without its first sentence; thanks and farewells can go.
        if _TALK.search(sentence) or len("".join([sentence, *context, *asked])) > _LONGEST:
            break
        context.insert(0, sentence)
    heading = re.sub(r"\s+", " ", "".join(context + asked)).rstrip("。!！")
    return heading[:120], tuple(re.sub(r"\s+", " ", sentence) for sentence in asked)


def _shorter(sentence: str) -> str:
    """A long question from the comma on that leaves it short enough."""
    while len(sentence) > _LONGEST and re.search(r"[，,]", sentence[:-10]):
        sentence = re.split(r"[，,]", sentence, maxsplit=1)[1]
    return sentence


def damped(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses with a question that stands on many of them kept on the first one only."""
    counts = Counter(question for clause in clauses for question in clause.questions)
    told: set[str] = set()
    found = []
    for clause in clauses:
        kept = tuple(q for q in clause.questions if counts[q] <= _MOST_CLAUSES or q not in told)
        told.update(clause.questions)
        found.append(clause if kept == clause.questions else clause.model_copy(update={"questions": kept}))
    return found
