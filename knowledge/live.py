"""The knowledge of a running process: a publish is noticed, the old generation answers until the new one is open."""

from __future__ import annotations

import logging
import threading
import weakref
from typing import Protocol

from knowledge.errors import HotlineError
from knowledge.home import Home
from knowledge.opening import open_retriever
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
        self._retriever = open_retriever(settings)
        self._done = threading.Event()
        # The thread holds this object weakly, so that one that nobody uses any more goes.
        watcher = threading.Thread(target=_watch, args=(weakref.ref(self), settings, self._done), daemon=True)
        watcher.start()

    def current(self) -> Retriever:
        """See Knowledge."""
        return self._retriever

    def close(self) -> None:
        """Look no more."""
        self._done.set()

    def _take(self, retriever: Retriever) -> None:
        self._retriever = retriever


def _watch(reference: weakref.ref[Live], settings: Settings, done: threading.Event) -> None:
    home = Home(settings.home)
    refused: int | None = None
    looks = 0
    while not done.wait(LOOK_S):
        live = reference()
        if live is None:
            return
        here, looks = live.current(), looks + 1
        try:
            wanted = home.current()
            if wanted in (None, here.generation.number) or (wanted == refused and looks % _PATIENCE):
                continue
            live._take(open_retriever(settings))
            refused = None
            _LOG.warning("知识库已从版本 %d 换到版本 %d", here.generation.number, live.current().generation.number)
        except (HotlineError, OSError) as error:
            refused = wanted
            live._take(here.with_trouble(f"新启用的知识库版本打不开，仍由版本 {here.generation.number} 作答"))
            _LOG.error("新启用的知识库版本打不开，仍由版本 %d 作答：%s", here.generation.number, error)
        finally:
            del live, here
