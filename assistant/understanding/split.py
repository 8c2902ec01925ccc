"""One message, one or more asks: cut where a new question begins, keep what belongs to all of them."""

from __future__ import annotations

import re

from assistant.understanding.terms import Demand, content_words
from knowledge.facets import recognise
from knowledge.wants import Want, is_question, wants

_BREAK = re.compile(
    r"(?<=[？?；;。！!\n])|(?=(?<![\d.])[1-9][.、．)）]\s*[^\d\s])|(?=(?:另外|还有(?:就是|个|一个)?|再问|再就是|第二|第三|其次|顺便问)[，,、：:\s]?)"
)
_PHRASE = re.compile(r"[^，,\s]+[，,\s]*")
_COUNT = re.compile(r"^(?:我?(?:想)?(?:问|打听)?(?:两|三|几)(?:件|个)(?:事|问题)[:：，,]?)")
# A phrase with one of these asks for something of its own; 是不是 or 还是 only turns the question before it.
_OWN_QUESTION = re.compile(
    r"多少|好多(?!年|回|次|人都|了)|几多|(?<![那这好十前后头])几(?!乎|个月前|天前|年前)|什么(?!的)|啥(?!的)|么子|怎么|怎样|咋|何式|啷个|哪(?!怕)|谁|多久|多长|如何"
)
# A phrase that can be answered by yes or no on its own.
_YES_NO = re.compile(
    r"([\u4e00-\u9fff])[不没唔]\1|有没[有得]|有[冇无]|可否|能否|是否|(?:吗|不|没|没有|冇|啵|啵|嘛|么|不咯|没得|行不|得不得|要不要)[?？！!。]?$"
)
# 是不是, 对吧, 要得不: asks for consent to what was said, nothing of its own.
_TAG = re.compile(
    r"^(?:那?你[说看讲]|[请麻]?[烦问]?|我?想?问[下哈]?|就|那|到底|究竟)?(?:是不是|对不对|对[吧不吗]|是[吧吗不]|行不行?|行[吗吧]|可以吗|可不可以|要不要得|要得不|好不好|好[吗吧]|真的[吗假]?的?|是真的[吗不啵]?|真的不|有没有这回事|有这回事吗|[晓知]得?道?[不吗]|懂[吗不]|听[到得]懂?[没不吗]|在[吗不]|咋样|怎么样|为什么|为啥|怎么回事|咋回事|啥意思|怎么说|咋说|还是(?:什么|怎么|咋).*)[呀啊哦嘛呢咯吧的]*[?？。！!，,\s]*$"
)
# 您好请问有什么可以帮您, 你是真人吧: questions that keep a talk going.
_PHATIC = re.compile(
    r"^(?:喂|你好|您好|哎|诶|那个|嗯)*[，, ]?(?:是?(?:12345|热线|医保局|政府|客服)[吗吧嘛]?|在吗|在不在|有人[吗不没]?|[你您]是(?:真人|机器人|人工|人)[吗吧嘛还].*|听得?[到见清].*|[你您](?:听|说|看|讲).{0,4}(?:气人|是不是|对不对|吧|嘛).*|有什么(?:可以|能)?帮.*|什么事|请?问?[你您].{0,2}(?:贵姓|怎么称呼|要咨询|咨询什么|哪方面|什么问题)|能?(?:不能)?(?:帮我)?(?:问|咨询|打听|请教)(?:一?[下哈])?.{0,4}[吗不吧]?|我(?:能|可以)?问[吗下哈]?|怎么称呼.*|[你您]贵姓.*)[?？。！!，,\s]*$"
)
_LONG = 90
"""In a message longer than this a question must bear on policy to be an ask; in a shorter one everything asked does."""
_MOST = 6


def split_asks(text: str) -> list[str]:
    """The asks of a message in order; statements before a question belong to it and to the later ones.

    A message without any question is one ask as it stands.
    """
    sentences = [p for p in _BREAK.split(_COUNT.sub("", text)) if p and p.strip(" ，,。？?！!；;\n")]
    parts = [part for sentence in sentences for part in _questions(sentence)]
    shared: list[str] = []
    asks: list[str] = []
    bearing: list[bool] = []
    for part in parts:
        if not is_question(part) or _PHATIC.match(part):
            shared.append(part)
        elif asks and _TAG.match(part):
            asks[-1] += part
        else:
            asks.append("".join([*shared, part]))
            bearing.append(_bears(part))
    if asks and shared and not any(s in asks[0] for s in shared):
        # The story came after the question: it belongs to the last ask.
        asks[-1] += "".join(shared)
    if len(text) > _LONG and any(bearing):
        asks = [ask for ask, bears in zip(asks, bearing, strict=True) if bears]
    return asks[:_MOST] or [text.strip()]


def _questions(sentence: str) -> list[str]:
    """The questions of one sentence; what is told before a question stays with it."""
    parts = [""]
    asked = ""
    for match in _PHRASE.finditer(sentence):
        phrase = match[0]
        own = bool(_OWN_QUESTION.search(phrase)) or bool(_YES_NO.search(phrase.strip(" ，,")))
        if own and asked and not _TAG.match(phrase) and not _same(asked, phrase):
            parts.append("")
        parts[-1] += phrase
        asked = phrase if own else asked
    return [part.strip() for part in parts]


def _same(one: str, other: str) -> bool:
    """Whether the second question only asks the first anew: 能不能报，能报多少."""
    return "报" in one and "报" in other and len(other) <= 8


def _bears(text: str) -> bool:
    """Whether a question is about policy, as far as its words tell."""
    if any(recognise(text).sets().values()) or wants(text) & {Want.AMOUNT, Want.RATIO, Want.PHONE, Want.DOCUMENT}:
        return True
    return any(term.demand is Demand.POLICY for term in content_words(text))
