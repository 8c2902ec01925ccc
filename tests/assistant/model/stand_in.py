"""A server that speaks the OpenAI protocol over a socket and answers as a test tells it to; no model behind it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PASSAGES = "已经核对过的话：\n"


@dataclass(frozen=True)
class Answer:
    """What the server does with one request.

    `pause`: seconds before each piece; `cut_after`: pieces after which the connection is closed; `raw`: the whole
    body, whatever was asked for; `retry_after`: seconds in the header of that name.
    """

    text: str = ""
    status: int = 200
    pause: float = 0.0
    cut_after: int | None = None
    raw: bytes | None = None
    content_type: str = "text/event-stream"
    retry_after: int | None = None
    piece: int = 7

    @property
    def pieces(self) -> list[str]:
        """The text as it is streamed."""
        return [self.text[i : i + self.piece] for i in range(0, len(self.text), self.piece)]


@dataclass
class StandIn:
    """The server's address, how it answers (system prompt, user message → Answer), what it was asked, and what it said last."""

    url: str
    behave: Callable[[str, str], Answer] = lambda system, user: Answer()
    asked: list[dict[str, Any]] = field(default_factory=list)
    said: str = ""
    headers: list[dict[str, str]] = field(default_factory=list)


def passages_of(user: str) -> list[str]:
    """The passages that a request shows to the model."""
    return user.partition(PASSAGES)[2].split("\n")


@contextmanager
def running() -> Iterator[StandIn]:
    """The server on a free port of this machine, stopped at the end."""
    stand_in = StandIn("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            stand_in.asked.append(body)
            stand_in.headers.append({name.lower(): value for name, value in self.headers.items()})
            system, user = (message["content"] for message in body["messages"])
            with suppress(OSError):  # the client did not wait
                answer = stand_in.behave(system, user)
                stand_in.said = answer.text
                self._answer(answer, streamed=bool(body.get("stream")))

        def _answer(self, answer: Answer, *, streamed: bool) -> None:
            self.send_response(answer.status)
            if answer.retry_after is not None:
                self.send_header("Retry-After", str(answer.retry_after))
            if answer.raw is not None or answer.status != 200 or not streamed:
                whole = {"choices": [{"index": 0, "message": {"role": "assistant", "content": answer.text}}]}
                fault = {"error": {"message": "stand-in", "type": "server_error"}}
                data = answer.raw or json.dumps(whole if answer.status == 200 else fault).encode()
                self.send_header("Content-Type", answer.content_type if answer.raw else "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                time.sleep(answer.pause)
                self.wfile.write(data)
                return
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Connection", "close")
            self.end_headers()
            for number, piece in enumerate(answer.pieces):
                if number == answer.cut_after:
                    self.close_connection = True
                    return
                time.sleep(answer.pause)
                self._event({"delta": {"role": "assistant", "content": piece}, "finish_reason": None})
            self._event({"delta": {}, "finish_reason": "stop"})
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, choice: dict[str, Any]) -> None:
            event = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "stand-in"}
            event["choices"] = [{"index": 0, **choice}]  # type: ignore[assignment]
            self.wfile.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
