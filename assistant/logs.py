"""The server's log: one line a request, one line a turn, one line for what goes wrong; JSON or for people to read.

A line holds fields that the code names, never what a person wrote, an address or a secret: of an error it tells
the kind and the frames, because an error's text may quote a message.
"""

from __future__ import annotations

import atexit
import json
import logging
import time
import traceback
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener
from queue import Full, Queue
from typing import Any, Literal

_FRAMES = 8
_MOST_LINES = 10_000
_LAST_S = 1.0
"""Seconds that a process which ends gives its last lines."""
REQUEST: ContextVar[str | None] = ContextVar("request", default=None)
"""Stands in every line that is written for one request, also in those of its thread."""


def config(form: Literal["json", "text"]) -> dict[str, Any]:
    """The configuration for `logging.config.dictConfig`: everything to stderr, in this form."""
    form_class = {"json": "JsonLines", "text": "TextLines"}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"{__name__}.{form_class}"}},
        "handlers": {"stderr": {"()": f"{__name__}.Beside", "formatter": "lines"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {"hotline": {"level": "INFO"}},
    }


class Beside(QueueHandler):
    """Writes to stderr from a thread of its own: where nobody reads that, lines are lost and no answer waits."""

    def __init__(self) -> None:
        self._lines: Queue[logging.LogRecord] = Queue(_MOST_LINES)
        super().__init__(self._lines)
        QueueListener(self._lines, logging.StreamHandler()).start()
        atexit.register(self._written)

    def enqueue(self, record: logging.LogRecord) -> None:
        """Hand on a line, formatted where it was said; drop it where too many wait."""
        with suppress(Full):
            self._lines.put_nowait(record)

    def _written(self) -> None:
        deadline = time.monotonic() + _LAST_S
        while self._lines.qsize() and time.monotonic() < deadline:
            time.sleep(0.01)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says; `fields` given as `extra` stand beside the message."""
    fields: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": record.getMessage(),
        "pid": record.process,
    }
    if request := REQUEST.get():
        fields["request"] = request
    fields |= getattr(record, "fields", {})
    if record.exc_info and record.exc_info[1]:
        error = record.exc_info[1]
        fields["error"] = type(error).__name__
        fields["frames"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)][
            -_FRAMES:
        ]
    return fields


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """See logging.Formatter."""
        return json.dumps(_fields(record), ensure_ascii=False, separators=(",", ":"), default=str)


class TextLines(logging.Formatter):
    """One line a record: time, level, what happened, then name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """See logging.Formatter."""
        fields = _fields(record)
        said = [str(fields.pop(name)) for name in ("time", "level", "event")]
        return " ".join([*said, *(f"{name}={value}" for name, value in fields.items())])
