"""The knowledge of a running process: a publish is noticed, the old generation answers until the new one is open."""

from __future__ import annotations

import logging
import threading
import weakref
from typing import Protocol

from knowledge.errors import HotlineError
from knowledge.home import Home
from knowledge.opening import open_generation, open_retriever
from knowledge.search import Retriever
from knowledge.settings import Settings

LOOK_S = 0.5
"""Seconds between two looks at the pointer."""
_PATIENCE = 10
"""Looks after which a generation that would not open is tried again."""

_LOG = logging.getLogger("hotline.knowledge")


class Knowledge(Protocol):
    """What an answer is made from. Whoever answers takes it once and keeps to it until the answer is done."""

    def current(self) -> Retriever:
        """The retriever over the generation that answers now."""
        ...


class Fixed:
    """One generation for good."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever

    def current(self) -> Retriever:
        """See Knowledge."""
        return self._retriever


class Live:
    """The generation that the home's pointer names, looked at twice a second in a thread of its own.

    Raises what opening the first one raises; a later one that cannot be opened leaves the old one in place.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings, self._home = settings, Home(settings.home)
        self._retriever = open_retriever(settings)
        self._looks = 0
        # One that already stands in for another: that other would not open just now.
        self._refused = self._home.current() if self._retriever.trouble else None
        self._done = threading.Event()
        # The thread holds this object weakly, so that one that nobody uses any more goes.
        watcher = threading.Thread(target=_watch, args=(weakref.ref(self), self._done), daemon=True)
        watcher.start()

    def current(self) -> Retriever:
        """See Knowledge."""
        return self._retriever

    def close(self) -> None:
        """Look no more."""
        self._done.set()

    def look(self) -> None:
        """Follow the pointer, where it names another generation than the one that answers."""
        here, self._looks = self._retriever, self._looks + 1
        try:
            wanted = self._home.current()
        except (HotlineError, OSError) as error:
            self._stay(f"读不出启用了哪个知识库版本（{error}）")
            return
        if wanted == here.generation.number:
            self._refused = None
            if here.trouble:
                self._retriever = here.with_trouble(None)
            return
        if wanted is None or (wanted == self._refused and self._looks % _PATIENCE):
            return
        try:
            self._retriever = open_generation(self._settings, wanted, here.embedder)
        except Exception as error:  # whatever it is, what answered goes on
            self._refused = wanted
            self._stay("新启用的知识库版本打不开")
            _LOG.error("知识库版本 %d 打不开：%s", wanted, error)
        else:
            _LOG.warning("知识库已从版本 %d 换到版本 %d", here.generation.number, wanted)

    def _stay(self, why: str) -> None:
        """Answer from the same generation, and say so once."""
        trouble = f"{why}，仍由版本 {self._retriever.generation.number} 作答"
        if self._retriever.trouble != trouble:
            self._retriever = self._retriever.with_trouble(trouble)
            _LOG.error(trouble)


def _watch(reference: weakref.ref[Live], done: threading.Event) -> None:
    while not done.wait(LOOK_S):
        live = reference()
        if live is None:
            return
        live.look()
        del live
