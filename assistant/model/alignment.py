"""Whether what a model wrote is a checked passage again, word for word but for the connecting words of the list.

A passage becomes a pattern. What the pattern takes keeps every word of it in its order, negations, subjects,
conditions and tokens among them; only openings, joins, particles and the words of one line of connecting.yaml differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from assistant.model.tokens import TOKEN
from knowledge.words import words

_PIECE = re.compile(rf"(?P<token>{TOKEN.pattern})|(?P<han>[\u3400-\u9fff]+)|(?P<space>\s+)|(?P<sign>.)", re.DOTALL)
# Signs for which another may stand: as they are typed, and a sentence joined to the one before.
_SIGNS = {
    **dict.fromkeys("、", "[、，,]"),
    **dict.fromkeys("，,", "[，,]"),
    **dict.fromkeys("：:", "[：:，,]"),
    **dict.fromkeys("；;", "[；;。，,]"),
    **dict.fromkeys("。", "[。.；;，,！!]"),
    **dict.fromkeys("？?", "[？?]"),
    **dict.fromkeys("！!", "[！!。]"),
    **dict.fromkeys("（(", "[（(]"),
    **dict.fromkeys("）)", "[）)]"),
    **dict.fromkeys('“”"「」', '[“”"「」]'),
}
_SENTENCE_END = "。；;！!"
_PARTICLE = "[哦呢啊呀哈]?"
_IS = ("是", "为")


@dataclass(frozen=True, slots=True)
class Connecting:
    """connecting.yaml as patterns; see there."""

    lead: str
    join: str
    same: dict[str, str]
    same_within: dict[str, str]


def _any(phrases: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, phrases), key=len, reverse=True)) + ")"


@cache
def connecting() -> Connecting:
    """The connecting words of the data file."""
    data = yaml.safe_load((files("assistant") / "prompts/connecting.yaml").read_text(encoding="utf-8"))
    joins = _any(data["joins"])
    opening = rf"{_any(data['openings'])}{{1,14}}+{_PARTICLE}[，,：:。！!～~]\s*"
    return Connecting(
        lead=rf"(?:{opening}|{joins}[，,：:]?\s*)",
        join=rf"(?:{joins}[，,：:]?)?",
        same={word: _any(line) for line in data["same"] for word in line},
        same_within={word: _any(line) for line in data["same_within"] for word in line},
    )


def pattern_of(hidden: str) -> re.Pattern[str]:
    """What counts as this passage (tokens in it), with what may stand before it."""
    body = "".join(_pieces(hidden.strip()))
    return re.compile(rf"{connecting().lead}{{0,3}}{body}")


def _pieces(text: str) -> Iterator[str]:
    """The pattern of each piece; the last sign may go or be another, as the passage may be joined to the next."""
    known = connecting()
    pieces = list(_PIECE.finditer(text))
    begins = True
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        if piece["token"]:
            yield rf"\s*(?:{'|'.join(_IS)})?\s*{re.escape(piece[0])}\s*的?"
        elif piece["han"]:
            before_token = not last and bool(pieces[number + 1]["token"])
            yield from _words(piece[0], begins=begins, before_token=before_token)
        elif piece["space"]:
            yield r"\s*"
        elif piece[0] in _SIGNS:
            yield _sign(piece[0], last=last)
            yield known.join if piece[0] in _SENTENCE_END and not last else ""
        else:
            yield re.escape(piece[0])
        if not piece["space"]:
            begins = piece[0] in "，,；;。！!？?：:"


def _sign(sign: str, *, last: bool) -> str:
    if last and sign in _SENTENCE_END:
        return rf"{_PARTICLE}{_SIGNS[sign]}?"
    return rf"{_PARTICLE if sign in '。，；' else ''}{_SIGNS[sign]}\s*"


def _words(run: str, *, begins: bool, before_token: bool) -> Iterator[str]:
    """A run of characters word by word; between two words a 的 may be put in."""
    known = connecting()
    if before_token and run[-1] in _IS:
        run = run[:-1]  # the token's own pattern has it
    cut = words(run)
    if "".join(cut) != run:  # a rare character that has another form
        cut = list(run)
    for number, word in enumerate(cut):
        same = known.same if begins and number == 0 else known.same_within
        yield same.get(word) or re.escape(word)
        yield "的?" if word != "的" and number < len(cut) - 1 else ""
