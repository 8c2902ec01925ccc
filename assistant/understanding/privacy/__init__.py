"""Personal data is found and masked before anything is logged, stored, searched or sent on.

Each kind of data has a file of its own; the words that give it away stand in `words.yaml`. Everything reads one plain
view of the text (`view.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.understanding.privacy.addresses import addresses
from assistant.understanding.privacy.cards import cards
from assistant.understanding.privacy.documents import documents
from assistant.understanding.privacy.identity import identity_numbers
from assistant.understanding.privacy.names import names
from assistant.understanding.privacy.online import emails, plates
from assistant.understanding.privacy.phones import phones
from assistant.understanding.privacy.span import NONE, Known, Span
from assistant.understanding.privacy.view import JOIN, view_of

__all__ = ["NONE", "Known", "Span", "find", "mask"]

# Of two kinds that claim the same characters the first one listed has them.
_KINDS: tuple[Callable[[str, Known], Iterator[Span]], ...] = (
    emails,
    identity_numbers,
    documents,
    cards,
    phones,
    plates,
    addresses,
    names,
)
# A number that is dictated piece by piece is masked piece by piece: what is said between stays.
_PIECE = re.compile(rf"[^{JOIN}]+")


def find(text: str, known: Known = NONE) -> list[Span]:
    """Where personal data stands in a text, in order, none over another.

    `known`: the phones of the knowledge, digits only; they are nobody's secret.
    """
    view = view_of(text)
    taken = bytearray(len(view.text))
    found: list[Span] = []
    for kind in _KINDS:
        for span in kind(view.text, known):
            if taken.find(1, span.start, span.end) < 0:
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
                pieces = _PIECE.finditer(view.text, span.start, span.end)
                found += [Span(*view.place(*piece.span()), span.kind) for piece in pieces]
    return sorted(found)


def mask(text: str, known: Known = NONE) -> tuple[str, tuple[str, ...]]:
    """The text with personal data replaced by `〔身份证号〕` and the like, and which kinds were found."""
    found = find(text, known)
    pieces, at = [], 0
    for span in found:
        pieces += [text[at : span.start], f"〔{span.kind}〕"]
        at = span.end
    return "".join([*pieces, text[at:]]), tuple(dict.fromkeys(span.kind for span in found))
