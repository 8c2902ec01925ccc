"""One message, one or more asks: cut where a new question begins, keep what belongs to all of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.understanding.figures import NOUN, QUESTION_WORD, figures, in_shorthand
from assistant.understanding.focus import asking_words
from assistant.understanding.terms import Demand, content_words
from knowledge.facets import recognise
from knowledge.wants import Want, is_question, wants

_BREAK = re.compile(
    r"(?<=[？?；;。！!\n])|(?=[①-⑨])|(?=(?<![\d.])[1-9][.、．)）]\s*[^\d\s])|(?=(?:另外|还有(?:就是|个|一个)?|再问|再就是|第二|第三|其次|顺便问)[，,、：:\s]?)"
)
# As speech is written down, without stops: 能不能在这儿买要拿什么到哪个窗口去, 检查了多少家还有停了多少家追回多少钱.
_RUN_ON = re.compile(
    r"(?<![,，。；;！!？?\s])[^,，。；;！!？?\s]{0,40}?(?:多少|几|什么|哪|怎么|能不能|可不可以|有没有|是不是|要不要)[^,，。；;！!？?\s]{3,8}?(?=(?:还有就是|还有|另外|要[拿带准备]{1,2}|[到去打找往]哪|(?<![家次个])[\u4e00-\u9fff]{2,3}多少)[^,，。；;！!？?\s]{1,12})"
)
_ITEM = re.compile(
    r"(?<![\d.])[1-9](?=[\u4e00-\u9fff]{2})(?![个月年天元块万千百人种次楼号点级岁家日条项份位名时周号床路])"
)
_PHRASE = re.compile(r"[^，,\s]+[，,\s]*")
_COUNT = re.compile(r"^(?:我?(?:想)?(?:问|打听)?(?:两|三|几)(?:件|个)(?:事|问题)[:：，,]?)")
# A phrase that can be answered by yes or no on its own; 住院的嘛 in the middle of a sentence only names what it is about.
_YES_NO = re.compile(
    r"(?<![不没])([\u4e00-\u9fff])[不没唔]\1|(?P<verb>[\u4e00-\u9fff])(?![都也就])[\u4e00-\u9fff]{1,3}(?<![都也就])[不没](?P=verb)|有没[有得]|有[冇无]|可否|能否|是否|(?:吗|(?<!对)不|没|没有|冇|啵|(?<![什怎那这多])么|不咯|没得|行不|得不得|要不要|对不)[?？！!。]?$|嘛[?？！!。]$"
)
# 是不是, 对吧, 要得不: asks for consent to what was said, nothing of its own.
_TAG = re.compile(
    r"^(?:那?你[说看讲]|[请麻]?[烦问]?|我?想?问[下哈]?|就|那|到底|究竟)?(?:是不是|对不对|对[吧不吗]|是[吧吗不]|行不行?|行[吗吧]|可以吗|可不可以|要不要得|要得不|好不好|好[吗吧]|真的[吗假]?的?|是真的[吗不啵]?|真的不|有没有这回事|有这回事吗|[晓知]得?道?[不吗]|懂[吗不]|听[到得]懂?[没不吗]|在[吗不]|咋样|怎么样|为什么|为啥|凭什么|凭啥|怎么回事|咋回事|啥意思|怎么说|咋说|还是(?:什么|怎么|咋).*)[呀啊哦嘛呢咯吧的]*[?？。！!，,\s]*$"
)
# 您好请问有什么可以帮您, 你是真人吧: questions that keep a talk going.
_PHATIC = re.compile(
    r"^(?:(?:喂|你好|您好|哎|诶|那个|嗯|哦|噢)[，,。 ]?){0,4}(?:[好行对算]了?[吧嘛]|那?就这样吧|.{0,8}(?:声音|信号)(?:是不是|大不大|小|好不好|清).*|(?:都|你)?记(?:上|下|住|好|得)了?[没吗吧]?|是?(?:12345|热线|医保局|政府|客服)[吗吧嘛]?|在吗|在不在|有人[吗不没]?|[你您]是(?:真人|机器人|人工|人)[吗吧嘛还].*|听得?[到见清].*|[你您](?:听|说|看|讲).{0,4}(?:气人|是不是|对不对|吧|嘛).*|有什么(?:可以|能)?帮.*|什么事|请?问?[你您].{0,2}(?:贵姓|怎么称呼|要咨询|咨询什么|哪方面|什么问题)|能?(?:不能)?(?:帮我)?(?:问|咨询|打听|请教)(?:一?[下哈])?(?:你|个|点|件|一?个){0,2}(?:事情?|问题|问)?[吗不吧]?|我(?:能|可以)?问[吗下哈]?|怎么称呼.*|[你您]贵姓.*)[?？。！!，,\s]*$"
)
# 什么破热线, 你说我气不气: lets off steam.
_VENTS = re.compile(
    r"什么破|什么态度|有什么用|气不气|气人|讲不讲理|有没有(?:天理|王法|良心)|哪有这[样种]|怎么(?:这么|那么)(?:难|慢|久|麻烦|气|黑|贵)|搞什么(?:鬼|名堂)|打通|打不通|我容易吗|是人干的|像话吗|不是(?:吃亏|冤枉|坑|骗|欺负|折腾)|要不要(?:赶紧|赶快|抓紧)|哪个有(?:那个)?(?:闲心|工夫|时间)"
)
# 药店嘞, 那住院的呢: the question before, of something else.
_ELLIPTIC = re.compile(r"^(?:那|那么)?[^，,。？?！!\s]{1,8}(?:呢|嘞|喃|咧|哩|同问|同上|也同问)[?？。]?$")
# 还要回娄底跑吗, behind a question that yes or no answers: its other side.
_OTHER_SIDE = re.compile(
    r"^(?:还要|还是|还得|还需|不然|或者|要么|非要|还有(?:别的|其他|另外的?)(?:路子|办法|法子|渠道|方式|路))|^[^，,。？?！!\s]{1,8}还是[^，,。？?！!]{1,8}[?？]?$|^[^，,。？?！!\s]{1,10}(?:行吗|行不行|可以吗|可不可以|得行不|要得不|行不|成不)[?？。]?$"
)
# 我就想问, 要是在外地: told behind a question, it opens the next one.
_OPENS = re.compile(r"^(?:我|那|就|只){0,3}想?问|^(?:要是|如果|假如|万一|听说|听讲|听人|比如|还有|另外|再|换)")
# 可不可以买，咋个办: behind a question that yes or no answers, how to do it.
_HOW = re.compile(
    r"^(?:那|又|到底|具体|该|要|得|我){0,2}(?:怎么|咋个?|如何|哪么|何式|啷个)(?:个)?(?:办|弄|搞|整|操作|走|申请)?法?[呢啊呀嘛咯]?[?？。]?$"
)
# 58365是个啥，是电话号码吗: a guess at what the question before it asks.
_DIVIDED, _SHARES = re.compile(r"分"), re.compile(r"(?:各|分别)(?:占|分|是)?(?:几成|几比几|多少|百分之)")
_WHAT = re.compile(r"什么|啥|么子|怎么回事|为何")
_GUESS = re.compile(r"^(?:那|就|难道)?是?(?!不是)[^，,。？?！!\s]{2,8}[吗么]?[吗么吧][?？。]?$")
# 有没有奖，多少: behind a question that yes or no answers, how much of the same.
_MORE = re.compile(
    r"^(?:那|又|大概|到底|一共|具体|一般|最多|能|可以|该|要|会|我|他|她|有的话|的话|能的话|我这种|应该|按理){0,3}[,，]?(?P<verb>[报补奖给交花赔发拿退扣少多减涨降收领打]?)(?:得了?|到|了)?(?:多少|几多|几折|几个|几成|几次|几回|几例)(?:钱|块钱?|元|人|次)?[呢啊呀咯哦嘛]?[?？。]?$"
)
# 哪份文件，文号多少: both ask for the paper.
_PAPER = re.compile(
    r"文号|(?:哪|什么|啥|几号)[^，,。？?]{0,3}(?:文件|文|规定|政策|通知|条)|哪[里儿]?[^，,。？?]{0,2}(?:看来|写|说|规定)的|红头"
)
# 几个银行能办，叫什么名字: the names of what the question before it asks for.
_CALLED = re.compile(r"^(?:都|分别|各|它们?)?(?:叫|是)(?:什么|啥)(?:名字?|名称)?[呢啊呀咯哦]?[?？。]?$")
# 电话给一个, 文号报一下
_GIVE = re.compile(r"(?:电话|号码|文号|地址|文件名)(?:也|都|麻烦|再)?(?:给|报|发|念|留|讲|说)(?:[我他]|一?[个下哈遍])")
# 我就想问, 我想问的是: what a long story comes to.
_POINT = re.compile(r"(?:就|只|主要|其实|正正规规|所以).{0,4}问|问(?:的是|一?句|清楚)|是想(?:核实|咨询|问)|问题是")
# 我问一下备案的事, 我电话1380…: beside a question in so many words these ask nothing of their own.
_HINTS = re.compile(
    r"(?:想|先|再)?(?:请?问|问问|咨询|打听|请教)(?:一?[下哈句])?(?:你们?)?|(?:有|抱歉有)什么(?:用|诉求|法)|(?:打|我|的|尾号|接|留)?电话(?![^，,。]{0,3}(?:多少|好多|几|给|发|报|念))|号码你?有|查一?下|说一?说|介绍|什么都|哪个都|谁都|怎么都|告诉我"
)
# 姓什么我忘了, 我也不知道什么不管.
_UNSURE = re.compile(
    r"忘了?|没[写说讲]|没(?:有|得)关系(?:哪个|谁)|不知道|不晓得|不清楚|搞不清|弄不清|记不清|不记得|觉得|怕的?是"
)
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
    return [ask.strip() for ask in asks[:_MOST]] or [text.strip()]


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
    asked = ""
    for sentence in _BREAK.split(_RUN_ON.sub(r"\g<0>，", _COUNT.sub("", text))):
        if not sentence or not sentence.strip(" ，,。？?！!；;\n"):
            continue
        for piece in _questions(sentence):
            asking = _asks(piece, asked=bool(asked))
            attaches = bool(asked) and bool(
                _TAG.match(piece) or (asking and (_OTHER_SIDE.match(piece) or _same(asked, piece.strip(" ，,\n"))))
            )
            if attaches or not asking:
                found.append(_Part(piece, asking, attaches))
            else:
                found += [_Part(figure, asks=True) for figure in figures(piece)]
            asked = piece if asking else asked
    if any(part.asks and _plainly(part.text) for part in found):
        found = [part._replace(asks=part.asks and _plainly(part.text)) for part in found]
    own = [n for n, part in enumerate(found) if part.asks and not part.attaches]
    if len(own) > 1 and _TAG.match(found[own[0]].text):
        found[own[0]] = found[own[0]]._replace(asks=False)  # 凭什么嘛，哪个文件定的
    return _to_the_point(text, found)


def _plainly(piece: str) -> bool:
    """Whether a piece asks in so many words."""
    return not (_UNSURE.search(piece) or _VENTS.search(piece)) and (
        is_question(_HINTS.sub("", asking_words(piece)))
        or bool(_ELLIPTIC.match(piece) or NOUN.fullmatch(piece.strip()))
        or in_shorthand(piece)
    )


def _asks(piece: str, *, asked: bool) -> bool:
    """Whether a piece asks, in so many words, by leaning on a question before it, or in an operator's shorthand."""
    if _PHATIC.match(piece):
        return False
    return is_question(asking_words(piece)) or (asked and bool(_ELLIPTIC.match(piece))) or in_shorthand(piece)


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


def _questions(sentence: str) -> list[str]:
    """The questions of one sentence; what is told before a question stays with it."""
    parts = [""]
    asked = told = ""
    for match in _PHRASE.finditer(sentence):
        phrase = match[0]
        plain = asking_words(phrase).strip(" ，,")
        own = bool(
            QUESTION_WORD.search(plain)
            or _GIVE.search(plain)
            or _YES_NO.search(plain)
            or (asked and _ELLIPTIC.match(plain))
        )
        if own and asked and not _TAG.match(phrase) and not _same(asked, plain):
            parts.append(told)
            told = ""
        if asked and not own and (told or _OPENS.match(plain)):
            told += phrase
        else:
            parts[-1] += told + phrase
            told = ""
        asked = phrase if own else asked
    return [part.strip(" ") for part in (*parts[:-1], parts[-1] + told)]


def _same(one: str, other: str) -> bool:
    """Whether the second question only goes on with the first: 能不能报，能报多少; 有没有奖，多少; 哪个文件，文号呢."""
    if _PAPER.search(one) and _PAPER.search(other):
        return True
    more = _MORE.search(other)
    verb = more["verb"] if more else ""
    if _DIVIDED.search(one) and _SHARES.match(other):
        return True  # 怎么分的，各占几成
    if _HOW.match(other) and _YES_NO.search(one.strip(" ，,")):
        return True
    if _GUESS.match(other) and _WHAT.search(one):
        return True
    return bool(more and _YES_NO.search(one.strip(" ，,")) and (not verb or verb in one)) or bool(_CALLED.match(other))


def _bears(text: str) -> bool:
    """Whether a question is about policy, as far as its words tell."""
    if any(recognise(text).sets().values()) or wants(text) & {Want.AMOUNT, Want.RATIO, Want.PHONE, Want.DOCUMENT}:
        return True
    return any(term.demand is Demand.POLICY for term in content_words(text))
