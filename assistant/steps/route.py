"""route: the closed list of ways that do not go through the policy (routes.yaml)."""

from __future__ import annotations

import re

from assistant.turn import Turn
from assistant.wording import routes
from knowledge.wants import is_question

_LEAST = 6
"""Characters that a question has at least."""
_SENTENCE = re.compile(r"[^。！？!?；;\n，,]+[。！？!?；;\n，,]*")


def route(turn: Turn) -> None:
    """Set `turn.route` and `turn.kind` where a route takes the message; else take nothing."""
    if not re.search(r"\w", turn.message):
        return
    for way in routes():
        if way.lets_question_through:
            parts = _SENTENCE.findall(turn.message)
            rest = "".join(part for part in parts if not way.takes(part))
            taken = any(way.takes(part) for part in parts) or way.takes(turn.message)
            if taken and is_question(rest) and len(rest) >= _LEAST:
                turn.message = rest
                continue
        else:
            taken = way.takes(turn.message)
        if taken:
            turn.route, turn.kind = way.name, way.kind
            return
