"""route: the closed list of ways that do not go through the policy (routes.yaml)."""

from __future__ import annotations

import re

from assistant.turn import Turn
from assistant.understanding.told import told
from assistant.wording import Route, on_policy, routes
from knowledge.hearing import heard
from knowledge.wants import is_question

_LEAST = 6
"""Characters that a question has at least."""
_PHRASE = re.compile(r"[^。！？!?；;\n，,】\]]+[。！？!?；;\n，,】\]]*")
# 听到没, 好不好: only asks for a yes to what was said before it.
_TAG = re.compile(
    r"(?:听到|听见|听懂|晓得|知道|明白|懂|收到|好|行|可以|对|要得|中|成)(?:了)?(?:没有?|吗|嘛|不[好行中成对]?|么)[?？!！。，,]*$"
)

# A figure, or a question that leans on the one before: 那我妈呢.
_MATTER = re.compile(r"\d|呢[?？。~]*$")


def route(turn: Turn) -> None:
    """Set `turn.route` and `turn.kind` where a route takes the message; else take nothing."""
    said = turn.message
    repaired = heard(said)
    forms = (said,) if repaired == said.lower() else (said, repaired)
    for way in routes():
        if way.gives_way(said):
            phrases = _PHRASE.findall(said)
            taken = any(way.takes(form) for form in (*forms, *phrases))
            if taken and (question := _question_beside(way, phrases)):
                turn.message = question
                continue
        else:
            taken = any(way.takes(form) for form in forms) or _only_chatter(way, turn)
        if taken:
            turn.route, turn.kind = way.name, way.kind
            return


def _question_beside(way: Route, phrases: list[str]) -> str:
    """The message without what only the route takes, where that asks for policy; else nothing."""
    rest = "".join(phrase for phrase in phrases if not way.takes(phrase))
    asked = _TAG.sub("", rest)
    return rest if len(asked) >= _LEAST and is_question(asked) and on_policy(asked) else ""


def _only_chatter(way: Route, turn: Turn) -> bool:
    """Whether the message hints at the route and says nothing else; an answer to our question, or a fact, is no chatter."""
    if turn.state.pending is not None:
        return False
    rest = way.hinted(turn.message)
    if rest is None or is_question(rest) or on_policy(rest) or _MATTER.search(rest):
        return False
    return not told(heard(turn.message), {}).keys() - {"patient"}
