"""One message, one or more asks: cut where a new question begins, keep what belongs to all of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.understanding.terms import Demand, content_words
from knowledge.facets import recognise
from knowledge.wants import Want, is_question, wants

_BREAK = re.compile(
    r"(?<=[？?；;。！!\n])|(?=(?<![\d.])[1-9][.、．)）]\s*[^\d\s])|(?=(?:另外|还有(?:就是|个|一个)?|再问|再就是|第二|第三|其次|顺便问)[，,、：:\s]?)"
)
_ITEM = re.compile(
    r"(?<![\d.])[1-9](?=[\u4e00-\u9fff]{2})(?![个月年天元块万千百人种次楼号点级岁家日条项份位名时周号床路])"
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
    r"^(?:那?你[说看讲]|[请麻]?[烦问]?|我?想?问[下哈]?|就|那|到底|究竟)?(?:是不是|对不对|对[吧不吗]|是[吧吗不]|行不行?|行[吗吧]|可以吗|可不可以|要不要得|要得不|好不好|好[吗吧]|真的[吗假]?的?|是真的[吗不啵]?|真的不|有没有这回事|有这回事吗|[晓知]得?道?[不吗]|懂[吗不]|听[到得]懂?[没不吗]|在[吗不]|咋样|怎么样|为什么|为啥|凭什么|凭啥|怎么回事|咋回事|啥意思|怎么说|咋说|还是(?:什么|怎么|咋).*)[呀啊哦嘛呢咯吧的]*[?？。！!，,\s]*$"
)
# 您好请问有什么可以帮您, 你是真人吧: questions that keep a talk going.
_PHATIC = re.compile(
    r"^(?:喂|你好|您好|哎|诶|那个|嗯)*[，, ]?(?:是?(?:12345|热线|医保局|政府|客服)[吗吧嘛]?|在吗|在不在|有人[吗不没]?|[你您]是(?:真人|机器人|人工|人)[吗吧嘛还].*|听得?[到见清].*|[你您](?:听|说|看|讲).{0,4}(?:气人|是不是|对不对|吧|嘛).*|有什么(?:可以|能)?帮.*|什么事|请?问?[你您].{0,2}(?:贵姓|怎么称呼|要咨询|咨询什么|哪方面|什么问题)|能?(?:不能)?(?:帮我)?(?:问|咨询|打听|请教)(?:一?[下哈])?.{0,4}[吗不吧]?|我(?:能|可以)?问[吗下哈]?|怎么称呼.*|[你您]贵姓.*)[?？。！!，,\s]*$"
)
# 药店嘞, 那住院的呢: the question before, of something else.
_ELLIPTIC = re.compile(r"^(?:那|那么)?[^，,。？?！!\s]{1,8}(?:呢|嘞|喃|咧|哩)[?？]?$")
# 还要回娄底跑吗, behind a question that yes or no answers: its other side.
_OTHER_SIDE = re.compile(
    r"^(?:还要|还是|还得|还需|不然|或者|要么|非要)|^[^，,。？?！!\s]{1,8}还是[^，,。？?！!]{1,8}[?？]?$"
)
# 补了多少人次多少钱: two figures of one thing.
_SECOND_FIGURE = re.compile(r"(?<=.)(?<![和跟与、])[、和跟与]?(?=(?:多少|好多|几多)(?:钱|元|人次|人|家|万))")
# 次均费用和平均天数各降了多少
_EACH = re.compile(
    r"^(.{0,40}?)([^，,和跟与、\s]{2,12})[和跟与、]([^，,和跟与、\s]{2,12}?)((各|分别)(?:是|有|降|涨|占|为|退|报)?了?(?:百分之)?(?:多少|好多|几多|几|是多少|有多少).*)$"
)
# An operator's shorthand: 起付/比例/限额, 人次+金额, 咨询电话.
_NOUN = r"(?:[\u4e00-\u9fff]{0,6}(?:起付线?|起付标准|门槛费?|比例|限额|封顶线?|人次|人数|金额|费用|电话|地址|材料|流程|时限|文号|条件|对象|标准|额度|期限))"
_NOUNS = re.compile(rf"(?:(?<=[\s/、+,，])|^)({_NOUN})(?=[\s/、+,，?？]|$)")
# 我就想问, 我想问的是: what a long story comes to.
_POINT = re.compile(r"(?:就|只|主要|其实|正正规规|所以).{0,4}问|问(?:的是|一?句|清楚)|是想(?:核实|咨询|问)|问题是")
# 我问一下备案的事, 我电话1380…: beside a question in so many words these ask nothing of their own.
_HINTS = re.compile(
    r"(?:想|先|再)?(?:请?问|问问|咨询|打听|请教)(?:一?[下哈句])?(?:你们?)?|(?:有|抱歉有)什么(?:用|诉求|法)|(?:打|我|的|尾号|接|留)?电话(?![^，,。]{0,3}(?:多少|好多|几|给|发|报|念))|号码你?有|查一?下|说一?说|介绍|什么都|哪个都|谁都|怎么都"
)
# 姓什么我忘了, 我也不知道什么不管.
_UNSURE = re.compile(r"忘了?|不知道|不晓得|不清楚|搞不清|弄不清|记不清|不记得|觉得|怕的?是")
_LONG = 90
"""In a message longer than this a question must bear on policy to be an ask; in a shorter one everything asked does."""
_STORY = 160
"""In a message longer than this what follows 我就想问 is what is asked."""
_MOST = 6


def split_asks(text: str) -> list[str]:
    """The asks of a message in order; statements before a question belong to it and to the later ones.

    A message without any question is one ask as it stands.
    """
    shared: list[str] = []
    asks: list[str] = []
    for part in _parts(_numbered(text)):
        if part.attaches and asks:
            asks[-1] += part.text
        elif part.asks:
            asks.append("".join([*shared, part.text]))
        else:
            shared.append(part.text)
    if asks and shared and not any(s in asks[0] for s in shared):
        # The story came after the question: it belongs to the last ask.
        asks[-1] += "".join(shared)
    return asks[:_MOST] or [text.strip()]


def _numbered(text: str) -> str:
    """The text with a stop behind each number of a list (1认定在哪办2要带什么), where they count up from one."""
    marks = list(_ITEM.finditer(text))
    if len(marks) < 2 or [mark[0] for mark in marks] != [str(n) for n in range(1, len(marks) + 1)]:
        return text
    return _ITEM.sub(lambda mark: f"{mark[0]}.", text)


class _Part(NamedTuple):
    """A piece of a message; `attaches`: it turns or completes the question before it."""

    text: str
    asks: bool = False
    attaches: bool = False


def _parts(text: str) -> list[_Part]:
    """The pieces of a message: what is told, what asks, and what belongs to the question before it."""
    found: list[_Part] = []
    asked = False
    for sentence in _BREAK.split(_COUNT.sub("", text)):
        if not sentence or not sentence.strip(" ，,。？?！!；;\n"):
            continue
        for piece in _questions(sentence):
            asking = _asks(piece, asked=asked)
            attaches = asked and bool(_TAG.match(piece) or (asking and _OTHER_SIDE.match(piece)))
            if attaches or not asking:
                found.append(_Part(piece, asking, attaches))
            else:
                found += [_Part(figure, asks=True) for figure in _figures(piece)]
            asked = asked or asking
    if any(part.asks and _plainly(part.text) for part in found):
        found = [part._replace(asks=part.asks and _plainly(part.text)) for part in found]
    return _to_the_point(text, found)


def _plainly(piece: str) -> bool:
    """Whether a piece asks in so many words."""
    return not _UNSURE.search(piece) and (
        is_question(_HINTS.sub("", piece)) or bool(_ELLIPTIC.match(piece)) or len(_NOUNS.findall(piece)) > 1
    )


def _asks(piece: str, *, asked: bool) -> bool:
    """Whether a piece asks, in so many words, by leaning on a question before it, or in an operator's shorthand."""
    if _PHATIC.match(piece):
        return False
    return is_question(piece) or (asked and bool(_ELLIPTIC.match(piece))) or len(_NOUNS.findall(piece)) > 1


def _to_the_point(text: str, parts: list[_Part]) -> list[_Part]:
    """In a long message only what bears on policy asks, in a story only what follows 我就想问; the rest is told."""
    if len(text) <= _LONG:
        return parts
    bearing = [part.asks and _bears(part.text) for part in parts]
    if any(bearing):
        parts = [part if bears else part._replace(asks=False) for part, bears in zip(parts, bearing, strict=True)]
    pointed = [n for n, part in enumerate(parts) if part.asks and _POINT.search(part.text)]
    if len(text) <= _STORY or not pointed:
        return parts
    near = {n for first in pointed for n in range(first, first + _MOST) if _unbroken(parts, first, n)}
    return [part if n in near else part._replace(asks=False) for n, part in enumerate(parts)]


def _unbroken(parts: list[_Part], first: int, last: int) -> bool:
    """Whether one question follows the other from the first to the last."""
    return last < len(parts) and all(part.asks or part.attaches for part in parts[first : last + 1])


def _figures(question: str) -> list[str]:
    """The asks of one question for several figures: 补了多少人次多少钱, 甲和乙各降了多少, 起付/比例/限额."""
    each = _EACH.match(question)
    if each:
        before, one, other, rest, _ = each.groups()
        return [f"{before}{one}{rest}", f"{before}{other}{rest}"]
    nouns = list(_NOUNS.finditer(question))
    told = question[: nouns[0].start()] if nouns else ""
    if nouns and (len(nouns) > 1 or _OWN_QUESTION.search(told)):
        own = bool(_OWN_QUESTION.search(told))
        return [*([told] if own else []), *(("" if own else told) + match[1] for match in nouns)]
    cuts = (m.start() for m in _SECOND_FIGURE.finditer(question) if _OWN_QUESTION.search(question[: m.start()]))
    cut = next(cuts, None)
    return [question[:cut], question[cut:].lstrip("、和跟与")] if cut else [question]


def _questions(sentence: str) -> list[str]:
    """The questions of one sentence; what is told before a question stays with it."""
    parts = [""]
    asked = ""
    for match in _PHRASE.finditer(sentence):
        phrase = match[0]
        plain = phrase.strip(" ，,")
        own = bool(_OWN_QUESTION.search(phrase) or _YES_NO.search(plain) or (asked and _ELLIPTIC.match(plain)))
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
