"""route: the closed list of ways that do not go through the policy (routes.yaml)."""

from __future__ import annotations

import re

from assistant.reply import Kind
from assistant.turn import Turn
from assistant.understanding.numerals import numbers
from assistant.understanding.places import mentions
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

_OF_A_CASE = re.compile(
    r"换|改|要是|如果|按|算|加|减|[这那](?:个|张|笔|边|种|样|次|回)|[院药病钱费卡票单证]|[听看搞弄]得?[懂清明]|明白|遍|清楚|[讲说解][^，,]{0,2}[白细简具]|依据|文件|[谁哪]|一样|也|呢|不是|错|还有|单位|工作|村|退|生|住|办|交|缴|报|补"
)
"""What may turn, correct or answer what was spoken of before."""
_CHATTER = re.compile(r"[你恁您哦噢啊哈嘿啧唉哎嗯呸]|^[好行]|[晚早]安|回[头见]|再想|吃饭|hao\b|大[姐哥]|师傅|同志")
_BRIEF = 24
# A figure, or a question that leans on the one before: 那我妈呢.
_MATTER = re.compile(r"\d|呢[?？。~]*$")


def route(turn: Turn) -> None:
    """Set `turn.route` and `turn.kind` where a route takes the message; else take nothing."""
    said = turn.message
    turn.repaired = repaired = heard(said)
    forms = (said,) if repaired == said.lower() else (said, repaired)
    phrases = _PHRASE.findall(said)
    for way in routes():
        if way.gives_way(said):
            taken = any(way.takes(form) for form in (*forms, *phrases))
            if taken and (question := _question_beside(way, phrases)):
                turn.message, turn.repaired = question, heard(question)
                continue
        else:
            taken = any(way.takes(form) for form in forms) or _only_chatter(way, turn)
        if taken:
            turn.route, turn.kind = way.name, way.kind
            return
    if _says_nothing(turn, repaired):
        turn.route, turn.kind = "small_talk", Kind.CHAT


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
    facts = told(text, turn.state.slots).keys() - {"patient"}
    named = mentions(text, turn.retriever.generation.regions)
    return not (facts or named or any(numbers(text)))


def _only_chatter(way: Route, turn: Turn) -> bool:
    """Whether the message hints at the route and says nothing else; an answer to our question, or a fact, is no chatter."""
    if turn.state.pending is not None:
        return False
    rest = way.hinted(turn.message)
    if rest is None or _of_a_matter(rest):
        return False
    return not told(turn.repaired, {}).keys() - {"patient"}
