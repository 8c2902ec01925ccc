"""route: the closed list of ways that do not go through the policy (routes.yaml)."""

from __future__ import annotations

import re

from assistant.turn import Turn
from assistant.understanding.wants import is_question
from assistant.wording import Route, routes

_SENTENCE = re.compile(r"[^。！？!?；;\n，,]+[。！？!?；;\n，,]*")


def route(turn: Turn) -> None:
    """Set `turn.route` and `turn.kind` where a route takes the message; else take nothing."""
    if not re.search(r"\w", turn.message):
        return
    for way in routes():
        if not way.takes(turn.message):
            continue
        if way.lets_question_through:
            rest = _without(turn.message, way)
            if is_question(rest) and len(rest) >= 6:
                turn.message = rest
                continue
        turn.route, turn.kind = way.name, way.kind
        return


def _without(message: str, way: Route) -> str:
    """The message without the sentences that belong to the route."""
    return "".join(part for part in _SENTENCE.findall(message) if not way.says.search(part))
