"""The asks of a turn that the knowledge could not answer, so that an editor sees what is missing."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from assistant.ask import Ask
from assistant.reply import Kind
from assistant.store.interface import Unanswered
from assistant.turn import Turn
from assistant.understanding.terms import Demand, terms_of
from assistant.wording import options
from knowledge.facets import recognise
from knowledge.wordfiles import listed
from knowledge.wordlists import using


def unanswered(turn: Turn) -> tuple[Unanswered, ...]:
    """Each ask without evidence and without a calculation; none where the turn ended in another way."""
    if turn.kind not in (Kind.NO_BASIS, Kind.PARTIAL):
        return ()
    with using(turn.retriever.generation.words):
        return tuple(
            Unanswered(work.ask.whole, _words(work.ask), work.region or turn.policy_region)
            for work in turn.works
            if not work.evidence and work.calculation is None
        )


def _words(ask: Ask) -> str:
    """What makes two asks the same gap: the things and the policy words in it, whom it is for, and its years.

    How it is said (报不报, 能报多少) and the words of every question of its kind (费用, 报销) do not count.
    """
    terms = terms_of(ask)
    things = {t.word for t in terms if t.demand is not Demand.TALK and not any(recognise(t.word).sets().values())}
    whom = _for_whom(ask.whole)
    telling = things - _general() or (set() if whom else {t.word for t in terms})
    years = (f"{year}年" for year in ask.years)
    return " ".join([*whom, *years, *sorted(telling)]) or ask.whole


def _for_whom(text: str) -> list[str]:
    """The facets of a text as people read them: 三甲医院 and 三级医院 are both 三级医院."""
    return [
        label for facet, values in recognise(text).sets().items() for value, label in options(facet) if value in values
    ]


@cache
def _general() -> frozenset[str]:
    return frozenset(listed((files("assistant") / "understanding" / "general.txt").read_text(encoding="utf-8")))
