"""Tokens for what a model must not write: figures, days, phones, document names and links become 〔数1〕, 〔日1〕 …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.difference.figures import mentions

TOKEN = re.compile(r"〔[数日电文链]\d{1,3}〕")

_NAMES = {"date": "日", "phone": "电", "document_number": "文"}
_TITLE = re.compile(r"《[^《》]+》")
_LINK = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u9fff\uff00-\uffef]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
# Models write brackets as they like.
_LOOSE = re.compile(r"[〔【\[(（［]\s*([数日电文链])\s*(\d{1,3})\s*[〕】\])）］]")


class _Hidden(NamedTuple):
    start: int
    end: int
    name: str


class Tokens:
    """The tokens of one prompt: one for each text that is hidden, whatever it is said of."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._tokens: dict[str, str] = {}

    def hide(self, text: str) -> str:
        """The text with tokens for all that a model must not write."""
        parts, at = [], 0
        for start, end, name in _hidden(text):
            parts += [text[at:start], self._token(text[start:end], name)]
            at = end
        return "".join([*parts, text[at:]])

    def fill(self, text: str) -> str:
        """The text with what its tokens stand for; raises KeyError for a token that was never given out."""
        return TOKEN.sub(lambda match: self._texts[match[0]], text)

    def _token(self, text: str, name: str) -> str:
        token = self._tokens.setdefault(text, f"〔{name}{len(self._tokens) + 1}〕")
        self._texts[token] = text
        return token


def tidy(text: str) -> str:
    """What a model wrote, with its tokens in their one form."""
    return _LOOSE.sub(r"〔\1\2〕", text)


def _hidden(text: str) -> Iterator[_Hidden]:
    """What is hidden, in reading order; of what overlaps the first, and of those the longest."""
    found = [_Hidden(*match.span(), "文") for match in _TITLE.finditer(text)]
    found += [_Hidden(*match.span(), "链") for match in _LINK.finditer(text)]
    found += [_Hidden(mention.start, mention.end, _NAMES.get(mention.kind, "数")) for mention in mentions(text)]
    at = 0
    for one in sorted(found, key=lambda hidden: (hidden.start, -hidden.end)):
        if one.start >= at:
            yield one
            at = one.end
