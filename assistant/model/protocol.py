"""What the chain knows of a chat model: it can be asked, and it may not answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


class ModelUnavailable(Exception):
    """The model did not answer in time, or not in a way that can be read. Never shown: the plain answer takes over."""


class ModelNotAsked(ModelUnavailable):
    """It was not even asked: it failed of late, or words as many answers as it may at once."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the mark `AI生成` names: the model, and the number under which it was filed (备案号)."""

    name: str
    filing: str | None = None


class ChatModel(Protocol):
    """A chat model behind whatever protocol."""

    @property
    def label(self) -> Label:
        """How the model is named to people."""
        ...

    def stream(self, instructions: str, message: str, *, deadline: float) -> Iterator[str]:
        """The pieces of its answer as they come; `deadline` in seconds of `time.monotonic()`.

        Raises ModelUnavailable, also after some pieces.
        """
        ...
