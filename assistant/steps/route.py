"""route: the closed list of ways that do not go through the policy.

The lists of `routes.yaml` say what belongs to a route; what no list knows is taken by what it sounds like
(`tone.npz`), and what a list takes by one word goes on to the policy where it sounds like nothing else.
"""

from __future__ import annotations

import re

from assistant.turn import Turn
from assistant.understanding.numerals import numbers
from assistant.understanding.places import mentions
from assistant.understanding.told import told
from assistant.understanding.tone import Tone, tone
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

_OF_A_CASE = re.compile(
    r"换|改|要是|如果|按|算|加|减|[这那](?:个|张|笔|边|种|样|次|回)|[院药病钱费卡票单证]|[听看搞弄]得?[懂清明]|明白|遍|清楚|[讲说解][^，,]{0,2}[白细简具]|依据|文件|[谁哪]|一样|也|呢|不是|错|还有|单位|工作|村|退|生|住|办|交|缴|报|补"
)
"""What may turn, correct or answer what was spoken of before."""
_CHATTER = re.compile(r"[你恁您哦噢啊哈嘿啧唉哎嗯呸]|^[好行]|[晚早]安|回[头见]|再想|吃饭|hao\b|大[姐哥]|师傅|同志")
_BRIEF = 24
# A figure, or a question that leans on the one before: 那我妈呢.
_MATTER = re.compile(r"\d|呢[?？。~]*$")
_SURELY = 0.97
"""How surely a message sounds like policy that a list takes by mistake."""
_HARDLY = 0.6
"""How little a message sounds like policy that a route takes which no list names."""
_HARDLY_URGENT = 0.75
"""The same for a crisis: to miss one costs more than to ask after somebody who is well."""
_PLAINLY = 0.1
"""How little a message sounds like policy whose figures mean nothing: 哈哈二百五."""
_CHAT = "small_talk"
_ANYWAY = frozenset({"crisis"})
"""Routes that are taken whatever else the message sounds like."""


def route(turn: Turn) -> None:
    """Set `turn.route` and `turn.kind` where a route takes the message; else take nothing."""
    turn.repaired = heard(turn.message)
    said, heard_as = turn.message, tone(turn.message)
    way = _listed(turn, heard_as) or _sounding(turn, heard_as if turn.message == said else tone(turn.message))
    if way is not None:
        turn.route, turn.kind = way.name, way.kind


def _listed(turn: Turn, heard_as: Tone | None) -> Route | None:
    """The route whose list takes the message. What stands beside a policy question is cut off it."""
    said, repaired = turn.message, turn.repaired
    forms = (said,) if repaired == said.lower() else (said, repaired)
    phrases = _PHRASE.findall(said)
    policy = heard_as is not None and heard_as.policy > _SURELY
    for way in routes():
        if way.gives_way(said):
            taken = any(way.takes(form) for form in (*forms, *phrases))
            if taken and (question := _question_beside(way, phrases)):
                turn.message, turn.repaired = question, heard(question)
                continue
        elif policy and way.name not in _ANYWAY:
            continue
        else:
            taken = any(way.takes(form) for form in forms) or _only_chatter(way, turn)
        if taken and (way.name in _ANYWAY or not policy):
            return way
    return _way(_CHAT) if _says_nothing(turn, repaired) else None


def _sounding(turn: Turn, heard_as: Tone | None) -> Route | None:
    """The route that a message, or what was left of it, sounds like which no list knows."""
    if heard_as is None or heard_as.policy > (_HARDLY_URGENT if heard_as.route == "crisis" else _HARDLY):
        return None
    if heard_as.route == "chat":
        if turn.state.pending is not None or on_policy(turn.message):
            return None
        return _way(_CHAT) if heard_as.policy < _PLAINLY or not _tells(turn, turn.repaired) else None
    way = _way(heard_as.route)
    if way.gives_way(turn.message) and _asks_policy_too(turn.message):
        return None
    return way


def _way(name: str) -> Route:
    return next(way for way in routes() if way.name == name)


def _asks_policy_too(text: str) -> bool:
    """Whether one phrase of the text, taken by itself, is a question about policy."""
    for phrase in _PHRASE.findall(text):
        if len(phrase) >= _LEAST and is_question(phrase) and on_policy(phrase):
            alone = tone(phrase)
            if alone is not None and alone.policy > _SURELY:
                return True
    return False


def _question_beside(way: Route, phrases: list[str]) -> str:
    """The message without what only the route takes, where that asks for policy; else nothing."""
    rest = "".join(phrase for phrase in phrases if not way.takes(phrase))
    asked = _TAG.sub("", rest)
    return rest if len(asked) >= _LEAST and is_question(asked) and on_policy(asked) else ""


def _of_a_matter(text: str) -> bool:
    """Whether a text asks, names policy or a figure, or leans on a question before."""
    return is_question(text) or on_policy(text) or bool(_MATTER.search(text))


def _says_nothing(turn: Turn, text: str) -> bool:
    """Whether a short message asks nothing, tells no fact and answers no question of ours: 才一个啊，抠门."""
    if turn.state.pending is not None or len(text) > _BRIEF or not _CHATTER.search(text):
        return False
    if _of_a_matter(text) or _OF_A_CASE.search(text):
        return False
    return not _tells(turn, text)


def _tells(turn: Turn, text: str) -> bool:
    """Whether a text tells a fact, a place or a number."""
    facts = told(text, turn.state.slots).keys() - {"patient"}
    return bool(facts or mentions(text, turn.retriever.generation.regions) or any(numbers(text)))


def _only_chatter(way: Route, turn: Turn) -> bool:
    """Whether the message hints at the route and says nothing else; an answer to our question, or a fact, is no chatter."""
    if turn.state.pending is not None:
        return False
    rest = way.hinted(turn.message)
    if rest is None or _of_a_matter(rest):
        return False
    return not (told(turn.repaired, {}).keys() - {"patient"} or any(numbers(rest)))
