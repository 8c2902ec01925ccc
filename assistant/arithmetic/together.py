"""Several things asked of the same figures: 一共多少，其中高血压占百分之几；合计多少，平均一家多少.

Each question of an ask is worked out for itself; one that names too little leans on the questions before it: a share
is of the sum that they asked for, an average is of it or of the sum they named, another group is asked the same of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.arithmetic import asked_for
from assistant.arithmetic.averages import averages_apart, each_of_parts
from assistant.arithmetic.matter import operand, same_matter
from assistant.arithmetic.operands import Phrase, named, owners_of, telling
from assistant.arithmetic.operations import reckon, scene_of, summands
from assistant.arithmetic.quantities import MANY
from assistant.arithmetic.scene import Scene, meets
from assistant.ask import Ask
from knowledge.benefit import Calculation
from knowledge.benefit.arithmetic import difference
from knowledge.benefit.arithmetic import share as share_of
from knowledge.benefit.chained import share_of_all
from knowledge.figures import Figure
from knowledge.search import Hit

_STOPS = re.compile(r"[?;。,\s]+")
_QUESTION = re.compile(rf"{MANY}|占比|比例|比重|百分比")
_OPEN_SHARE = re.compile(
    rf"^(?:那|又|其中|里[面头]|当中|这里[面头]?|,)*(?P<one>[^,;?]*?)(?:又|又是)?占(?:了|到|总数|总的|合计|全部|里[面头]|其中|总共|拢共)*的?"
    rf"(?:百分之{MANY}|百分比|比例|比重|比|几成|{MANY}|多大比例|好大比例)"
)
_OPEN_DIFFERENCE = re.compile(rf"^(?:那|两[者个边]|,)*(?:相差|差|多)(?:了|出)?{MANY}(?:人|个|家|元|钱|万)?")
_SAME_AGAIN = re.compile(r"^(?:那|,)*(?P<one>[^,;?]{1,12}?)(?:的|那边|那块)?(?:又是多少|是多少|又多少|呢|各是多少)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the clauses found for it."""

    ask: Ask
    hits: Sequence[Hit]


def questions(text: str) -> list[str]:
    """The questions of a text, each with what is told before it."""
    found = [""]
    for phrase in filter(None, _STOPS.split(text)):
        if _QUESTION.search(found[-1]) and _QUESTION.search(phrase):
            found.append("")
        found[-1] = f"{found[-1]},{phrase}" if found[-1] else phrase
    return found


def reckon_together(asked: Asked, before: Sequence[Asked], day: date) -> tuple[Calculation, ...]:
    """What is worked out for the questions of one ask, after those `before` it in the talk."""
    if not before and asked.ask.context:
        before = [Asked(replace(asked.ask, text=asked.ask.context, context=""), asked.hits)]
    parts = questions(asked.ask.text)
    if len(parts) == 1:
        found = _one(asked, before, day)
        return (found,) if found else ()
    done: list[Calculation] = []
    earlier = list(before)
    for part in parts:
        said = "，".join(filter(None, (asked.ask.context, *(e.ask.text for e in earlier[len(before) :]))))
        one = replace(asked, ask=replace(asked.ask, text=part, context=said))
        found = _one(one, earlier, day)
        if found is not None and found not in done:
            done.append(found)
        earlier.append(one)
    if not done:
        whole = reckon(asked.ask, asked.hits, day)
        return (whole,) if whole else ()
    return tuple(done)


def _one(asked: Asked, before: Sequence[Asked], day: date) -> Calculation | None:
    return reckon(asked.ask, asked.hits, day) or _leaning(asked, before, day)


def _leaning(asked: Asked, before: Sequence[Asked], day: date) -> Calculation | None:
    """What the question comes to with the figures that the questions before it named, the last first."""
    scene = scene_of(asked.ask, asked.hits, day)
    again = averages_apart(scene)
    if again is not None:
        return again
    for earlier in reversed(before):
        prior = scene_of(earlier.ask, earlier.hits, day)
        of_all = summands(prior)
        if of_all and same_matter(of_all):
            for work in _OF_ALL:
                found = work(scene, of_all)
                if found is not None:
                    return found
        of_asked = _share_of_asked(scene, prior)
        if of_asked is not None:
            return of_asked
        same = _same_of_another(asked, prior, day)
        if same is not None:
            return same
    return None


def _share_of_them(scene: Scene, parts: Sequence[Figure]) -> Calculation | None:
    """One of the figures added before, of their sum."""
    share = _OPEN_SHARE.search(scene.text.strip(" ,"))
    if asked_for.COUNTED.search(scene.text):
        return None
    part = _meant(share["one"], parts) if share else None
    if part is None:
        return None
    operands = {id(f): operand(f, parts) for f in parts}
    return share_of_all(operands[id(part)], list(operands.values()), scene.day)


def _share_of_asked(scene: Scene, prior: Scene) -> Calculation | None:
    """A part, of the one figure that the question before asked for."""
    share = _OPEN_SHARE.search(scene.text.strip(" ,"))
    prior = replace(prior, text=_STOPS.split(prior.text.strip(" ,?;。"))[-1])
    words, of = telling(share["one"] if share else "", asked_for.DOING), telling(prior.text, asked_for.DOING)
    if not words or not of or asked_for.SUM.search(prior.text) or asked_for.COUNTED.search(scene.text):
        return None
    among = [(f, hit) for f, hit in scene.figures if f.kind != "%"]
    part, whole = named([Phrase(words, words, of)], among), named([Phrase(of, of)], among)
    if part is None or whole is None or part == whole or not meets(prior, whole) or not meets(scene, part):
        return None
    figures = [part[0], whole[0]]
    if not same_matter(figures, nested=True):
        return None
    return share_of(operand(part[0], figures), operand(whole[0], figures), scene.day)


def _meant(phrase: str, parts: Sequence[Figure]) -> Figure | None:
    """The one of several figures whose own words hold all telling words of the phrase."""
    words = telling(phrase, asked_for.DOING)
    fitting = [f for f in parts if words and all(f in owners_of(t.word, parts) for t in words)]
    return fitting[0] if len(fitting) == 1 else None


def _each_of_them(scene: Scene, parts: Sequence[Figure]) -> Calculation | None:
    """The sum of the figures added before per head of their sentence."""
    cue = asked_for.EACH.search(scene.text)
    if cue is None or telling(scene.text.replace(cue[0], " "), asked_for.DOING):
        return None
    return each_of_parts(scene, parts, cue)


def _apart(scene: Scene, parts: Sequence[Figure]) -> Calculation | None:
    """How far the two figures added before lie apart."""
    if len(parts) != 2 or not _OPEN_DIFFERENCE.search(scene.text.strip(" ,")):
        return None
    if telling(scene.text, asked_for.DOING):
        return None
    one, other = (operand(f, parts) for f in parts)
    return difference(one, other, scene.day)


_OF_ALL: tuple[Callable[[Scene, Sequence[Figure]], Calculation | None], ...] = (_share_of_them, _each_of_them, _apart)


def _same_of_another(asked: Asked, prior: Scene, day: date) -> Calculation | None:
    """The average that was asked for before, of another group (职工的又是多少)."""
    cue, another = asked_for.EACH.search(prior.text), _SAME_AGAIN.search(asked.ask.text.strip(" ,"))
    if cue is None or another is None or not telling(another["one"], asked_for.DOING):
        return None
    text = f"{another['one']} {cue[0]}多少钱"
    return reckon(replace(asked.ask, text=text, context=prior.text.replace(cue[0], " ")), asked.hits, day)
