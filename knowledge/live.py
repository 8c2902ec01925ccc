"""The knowledge of a running process: a publish is noticed, the old generation answers until the new one is open."""

from __future__ import annotations

import logging
import threading
import time
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
    """The generation that the home's pointer names, looked at every `look_s` seconds in a thread of its own.

    Raises what opening the first one raises; a later one that cannot be opened leaves the old one in place,
    which says so in `trouble`.
    """

    def __init__(self, settings: Settings, *, look_s: float = LOOK_S) -> None:
        self._settings, self._home = settings, Home(settings.home)
        self._retriever = open_retriever(settings)
        # One that already stands in for another: that other would not open just now.
        self._refused = self._home.current() if self._retriever.trouble else None
        self._looks = 0
        # The thread holds this object weakly, so that one that nobody uses any more goes.
        threading.Thread(target=_watch, args=(weakref.ref(self), look_s), daemon=True).start()

    def current(self) -> Retriever:
        """See Knowledge."""
        return self._retriever

    def look(self) -> None:
        """Follow the pointer. Whatever goes wrong is told and tried again: who looks no more follows nothing."""
        here = self._retriever
        self._looks += 1
        try:
            wanted = self._home.current()
            if wanted == here.generation.number:
                self._refused = None
                if here.trouble:
                    self._retriever = here.standing_in(None)
            elif wanted is not None and (wanted != self._refused or self._looks % _PATIENCE == 0):
                self._refused = wanted
                self._retriever = open_generation(self._settings, wanted, here.embedder)
                _LOG.warning("知识库已从版本 %d 换到版本 %d", here.generation.number, wanted)
        except Exception as error:
            reason = str(error) if isinstance(error, HotlineError) else type(error).__name__
            trouble = f"仍由知识库版本 {here.generation.number} 作答：{reason}"
            if trouble != here.trouble:
                self._retriever = here.standing_in(trouble)
                _LOG.error("%s", trouble)


def _watch(reference: weakref.ref[Live], look_s: float) -> None:
    while True:
        time.sleep(look_s)
        live = reference()
        if live is None:
            return
        live.look()
        del live
