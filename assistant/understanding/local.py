"""What a question without a place says of the place: a name that one document alone has, or what every place regulates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assistant.ask import Ask
from assistant.understanding.terms import Demand, content_words, in_dictionary, terms_of
from knowledge.facets import recognise
from knowledge.passage import passage
from knowledge.search import Hit
from knowledge.wordfiles import listed
from knowledge.words import normalise

_QUOTED = re.compile(r"“([^”]{3,12})”")
_FILE = Path(__file__).with_name("everywhere.txt")


@cache
def _everywhere() -> frozenset[str]:
    """What texts of any place put in quotation marks (双通道): no place's own name."""
    return frozenset(map(normalise, listed(_FILE.read_text(encoding="utf-8"))))


def names_its_document(ask: Ask, best: Hit, hits: Iterable[Hit]) -> bool:
    """Whether the ask says a name of the best hit's document (“四看四有”, 58365) that none of the other hits' has."""
    quoted = {normalise(name) for name in _QUOTED.findall(best.clause.text)} - _everywhere()
    names = {t.word for t in terms_of(ask) if t.demand is Demand.NAME and not in_dictionary(t.word)}
    names |= {name for name in quoted if name in ask.whole}
    others = [passage(hit.clause) for hit in hits if hit.clause.document_id != best.clause.document_id]
    own = passage(best.clause)
    return any(name in own and not any(name in other for other in others) for name in names)


def differs_by_place(ask: Ask) -> bool:
    """Whether it is asked of what the policy of every place regulates for itself: by words of the policy dictionary."""
    policy = (t.word for t in content_words(ask.text) if t.demand is Demand.POLICY)
    return any(recognise(ask.text).sets().values()) or any(map(in_dictionary, policy))
