"""The chat model as the steps use it: asked through a breaker, until the deadline of the answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from assistant.model.breaker import Breaker
from assistant.model.protocol import ChatModel, Label, ModelUnavailable


@cache
def prompt(name: str) -> str:
    """The instructions of this name, from `assistant/prompts`."""
    return (files("assistant") / f"prompts/{name}.txt").read_text(encoding="utf-8").strip()


class Writer:
    """One model with its breaker; shared by all answers of a process."""

    def __init__(self, model: ChatModel, *, seconds: float, breaker: Breaker | None = None) -> None:
        """`seconds`: how long one answer may wait for the model, all in all."""
        self._model = model
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
        """The pieces of the model's answer to the instructions of this name; raises ModelUnavailable."""
        if not self._breaker.lets_through():
            raise ModelUnavailable("left alone after failures in a row")
        yield from self._model.stream(prompt(name), message, deadline=deadline)

    def came_to(self, *, something: bool) -> None:
        """Tell the breaker whether the answer was of any use."""
        (self._breaker.succeeded if something else self._breaker.failed)()
