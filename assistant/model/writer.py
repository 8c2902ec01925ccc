"""The chat model as the steps use it: asked through a breaker, for a few answers at once, until the deadline of each."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from assistant.model.breaker import Breaker
from assistant.model.protocol import ChatModel, Label, ModelNotAsked, ModelUnavailable


@cache
def prompt(name: str) -> str:
    """The instructions of this name, from `assistant/prompts`."""
    return (files("assistant") / f"prompts/{name}.txt").read_text(encoding="utf-8").strip()


class Writer:
    """One model with its breaker; shared by all answers of a process."""

    def __init__(self, model: ChatModel, *, seconds: float, at_once: int, breaker: Breaker | None = None) -> None:
        """`seconds`: how long one answer may wait for the model, all in all; `at_once`: how many answers may."""
        self._model = model
        self._places = threading.Semaphore(at_once)
        self._seconds = seconds
        self._breaker = breaker or Breaker()

    @property
    def label(self) -> Label:
        """How the model is named to people."""
        return self._model.label

    def deadline(self) -> float:
        """When an answer that begins now stops waiting, in seconds of `time.monotonic()`."""
        return time.monotonic() + self._seconds

    def ask(self, name: str, message: str, *, deadline: float) -> Iterator[str]:
        """The pieces of the model's answer to the instructions of this name; raises ModelUnavailable.

        ModelNotAsked, at once, where it is left alone or busy: nobody waits for a place.
        """
        if not self._places.acquire(blocking=False):
            raise ModelNotAsked("busy with other answers")
        try:
            if not self._breaker.lets_through():
                raise ModelNotAsked("left alone after failures in a row")
            yield from self._model.stream(prompt(name), message, deadline=deadline)
        finally:
            self._places.release()

    def was_of_use(self) -> None:
        """Something of its answer could be used."""
        self._breaker.succeeded()

    def failed(self, error: ModelUnavailable) -> None:
        """Nothing could; what was not asked did not fail."""
        if not isinstance(error, ModelNotAsked):
            self._breaker.failed()
