"""Our own fixed wordings, recognised in a sentence: what stands in their gaps is checked, they themselves are ours."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from assistant.checking.known import plain
from assistant.wording import fixed_sentences

_GAP = re.compile(r"\{[a-z_]+\}")
_OWN = 4
"""With fewer characters of its own a wording is no more than its gaps."""


class Filled(NamedTuple):
    """A fixed wording and what stands in its gaps."""

    wording: str
    gaps: tuple[str, ...]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    split = ((text, [plain(part) for part in _GAP.split(text)]) for text in fixed_sentences())
    return tuple(
        (text, re.compile("(.*?)".join(map(re.escape, parts)))) for text, parts in split if len("".join(parts)) >= _OWN
    )


@lru_cache(maxsize=4096)
def filled(bare: str) -> Filled | None:
    """The fixed wording that words (without signs) are; None where they are none."""
    found = ((text, pattern.fullmatch(bare)) for text, pattern in _patterns())
    return next((Filled(text, match.groups()) for text, match in found if match), None)
