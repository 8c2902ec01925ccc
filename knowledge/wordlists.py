"""The word lists that are in use: a value, and where in the program it holds.

    with using(WordLists.of_home(root)):
        words("…")    # cut, repaired and understood with the lists of this home

Everything that reads words takes the lists in use, in this thread and no other, as `decimal` takes its
context; so two generations can answer in one process, each with its own. What is made of a list is
cached by the list's text: two generations with the same list share it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from knowledge.errors import DocumentError, HotlineError
from knowledge.wordfiles import FACETS, NAMES, OFFICIAL, POLICY, SAID, merged

SHIPPED = Path(str(files("knowledge"))) / "words"
KEPT = 4
"""Of how many different lists what was made of them is kept; a process serves two at a time."""


@dataclass(frozen=True, slots=True)
class WordLists:
    """The texts of the four lists, in the form of the shipped files; equal texts, equal lists.

    `policy`: words that stay whole. `said`: people's words → the policy's. `facets`: words that tell whom and
    what a text speaks of. `official`: words of official texts.
    """

    policy: str
    said: str
    facets: str
    official: str

    @classmethod
    def shipped(cls) -> WordLists:
        """The lists that come with the product."""
        return _shipped()

    @classmethod
    def read(cls, shipped: Path, own: Path | None = None, faults: list[HotlineError] | None = None) -> WordLists:
        """The lists of the folder `shipped`, which must be whole, with those of the folder `own` added.

        `own` may be missing or hold only some of the files. Raises DocumentError with file, line and remedy at
        the first thing in it that cannot be used; with `faults` those are put there and the rest is read.
        """

        def refuse(error: DocumentError) -> None:
            if faults is None:
                raise error
            faults.append(error)

        texts = {name: _text(shipped / name) for name in NAMES}
        if own is not None:
            texts = merged(texts, own, refuse)
        # One object for one text, so that looking up what was made of it compares no characters.
        texts = {name: sys.intern(text) for name, text in texts.items()}
        return cls(texts[POLICY], texts[SAID], texts[FACETS], texts[OFFICIAL])

    @classmethod
    def of_home(cls, root: Path, faults: list[HotlineError] | None = None) -> WordLists:
        """The shipped lists with those of the home at `root` added; errors as in `read`."""
        return cls.read(SHIPPED, root / "words", faults)

    @property
    def files(self) -> dict[str, str]:
        """File name → text; a folder with these files is read as the same lists."""
        return {POLICY: self.policy, SAID: self.said, FACETS: self.facets, OFFICIAL: self.official}


def in_use() -> WordLists:
    """The lists that hold here; outside `using` the shipped ones."""
    lists = _IN_USE.get()
    return _shipped() if lists is None else lists


@contextmanager
def using(lists: WordLists) -> Iterator[None]:
    """Let these lists hold inside, in this thread or task alone; afterwards those before hold again."""
    token = _IN_USE.set(lists)
    try:
        yield
    finally:
        _IN_USE.reset(token)


_IN_USE: ContextVar[WordLists | None] = ContextVar("word lists in use", default=None)


@cache
def _shipped() -> WordLists:
    return WordLists.read(SHIPPED)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError("词表缺失或已损坏；请重新安装本产品，或重建知识库", path) from error
