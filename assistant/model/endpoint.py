"""Any OpenAI-compatible endpoint (vLLM, Ollama, DeepSeek, Qwen …), through LangChain."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import SecretStr

from assistant.model.protocol import Label, ModelUnavailable

if TYPE_CHECKING:
    from langchain_openai.chat_models.base import BaseChatOpenAI

    from knowledge.settings import Settings

_MOST = 20_000
"""Characters of one answer; a server that ignores the limit of tokens is cut off here."""

_Piece = str | ModelUnavailable | None
"""What the reading thread hands over; None at the end."""


class Endpoint:
    """A model behind one address; safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        # Imported here: who configured no model does not pay for it.
        from langchain_openai.chat_models.base import BaseChatOpenAI

        name = settings.model_name or ""
        self._label = Label(settings.model_label_name or name, settings.model_filing)
        # Not ChatOpenAI: that names the limit `max_completion_tokens`, which only OpenAI's own server knows.
        self._chat: BaseChatOpenAI = BaseChatOpenAI(
            model=name,
            base_url=settings.model_url,
            api_key=settings.model_key or SecretStr("none"),
            max_tokens=settings.model_max_tokens,
            timeout=settings.model_timeout,
            max_retries=0,  # the client's own would wait as long as the server says
            temperature=0,
            stream_usage=False,
            use_responses_api=False,
            http_socket_options=(),
        )

    @property
    def label(self) -> Label:
        """See ChatModel."""
        return self._label

    def stream(self, instructions: str, message: str, *, deadline: float) -> Iterator[str]:
        """See ChatModel. Read in a thread of its own: a server that drips for ever still ends at the deadline."""
        pieces: queue.SimpleQueue[_Piece] = queue.SimpleQueue()
        stop = threading.Event()
        prompt = [("system", instructions), ("human", message)]
        threading.Thread(target=self._read, args=(prompt, pieces, stop), daemon=True).start()
        length = 0
        try:
            while length <= _MOST:
                try:
                    piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
                except queue.Empty:
                    raise ModelUnavailable("too slow") from None
                if piece is None:
                    return
                if isinstance(piece, ModelUnavailable):
                    raise piece
                length += len(piece)
                yield piece
            raise ModelUnavailable("too long")
        finally:
            stop.set()

    def _read(self, prompt: list[tuple[str, str]], pieces: queue.SimpleQueue[_Piece], stop: threading.Event) -> None:
        """Once more where the server could not be reached or failed before it said anything; not where it is too busy."""
        from openai import APIConnectionError, APITimeoutError, InternalServerError

        for last in (False, True):
            began = False
            try:
                for chunk in self._chat.stream(prompt):
                    if stop.is_set():
                        return
                    began = True
                    pieces.put(str(chunk.text))
                return pieces.put(None)
            except Exception as error:  # whatever a client library raises for what a foreign server does
                passing = isinstance(error, APIConnectionError | InternalServerError)
                if last or began or stop.is_set() or not passing or isinstance(error, APITimeoutError):
                    return pieces.put(ModelUnavailable(type(error).__name__))
