"""One question for several figures is several asks: 补了多少人次多少钱, 甲和乙各降了多少, 起付/比例/限额."""

from __future__ import annotations

import re

from knowledge.region import places

QUESTION_WORD = re.compile(
    r"多少|好多(?!年|回|次|人都|了)|几多|(?<![那这好没零十百千万前后头])几(?!乎|个月前|天前|年前)|什么(?!的[，,])|啥(?!的[，,])|么子|怎么|怎样|咋|何式|啷个|哪(?!怕)|谁|多久|多长|如何|[点點](?:[样搞办算整做])|阿(?:一|个|些|达|搭|里|么)"
)
"""A word that asks for something of its own; 是不是 or 还是 only turns the question before it."""
# 补了多少人次多少钱: two figures of one thing.
_SECOND = re.compile(
    r"(?<=.)(?<![和跟与、])[、和跟与]?(?=(?:多少|好多|几多)(?:钱|元|人次|人|家|万))|(?<=[\u4e00-\u9fff])(?<!哪)(?=几(?:家|间|所)[\u4e00-\u9fff])"
)
# 次均费用和平均天数各降了多少
_EACH = re.compile(
    r"^(.{0,40}?)([^，,和跟与、\s]{2,12})[和跟与同、]([^，,和跟与、\s]{2,12}?)[,，]?(?:你们|他们|我们|比上年|比去年)?((各|分别)(?:是|有|降|涨|占|为|退|报)?了?(?:百分之)?(?:多少|好多|几多|几|是多少|有多少).*)$"
)
# Times, places and sides of a change are compared in one ask.
_SIDE = re.compile(r"年|月|季度|[改调涨变]|[之以][前后]|[区县市省州](?:的|$)|现在|以前|原来")
NOUN = re.compile(
    r"(?:(?![才就会要都也没不碰超过]|有没|有无|什么|哪|多少)[\u4e00-\u9fff]{0,6}(?:起付线?|起付标准|门槛费?|比例|限额|封顶线?|人次|人数|[家场]次|[家份起件户]数|金额|费用|资金|电话|地址|材料|流程|时限|文号|条件|对象|标准|额度|期限|主题|依据|病种))"
)
"""起付线, 咨询电话: what an operator names to have it told."""
# An operator's shorthand: 起付/比例/限额, 人次+金额, 咨询电话.
_NOUNS = re.compile(rf"(?:(?<=[\s/、+,，|\d])|^)({NOUN.pattern})(?=[\s/、+,，|?？]|$)")
# 人次和金额, 补偿人次和钱
_PAIR = re.compile(
    r"^(.{0,40}?)(人次|人数|家数|起数|件数|起付线?|比例|天数)[和跟与及]((?:总|补偿|报销)?(?:钱|金额|费用|限额|封顶线?|比例|津贴))(?:呢|各?是?多少)?[?？]?$"
)
# 1.咨询电话 2.大厅地址
_ITEM = re.compile(rf"^(?:[①-⑨]|[1-9][.、．)）])\s*[^，,。？?]{{0,6}}{NOUN.pattern}[^，,。？?]{{0,4}}$")
_NAME = 8
_LISTED = re.compile(r"[、]|(?<=[\u4e00-\u9fff])[+/](?=[\u4e00-\u9fff])")


def in_shorthand(text: str) -> bool:
    """Whether nouns alone ask: two of a list, a numbered one, 人次和金额."""
    return len(_NOUNS.findall(text)) > 1 or bool(_ITEM.match(text) or _PAIR.match(text.strip(" ，,。")))


def figures(question: str) -> list[str]:
    """The asks of one question, one for each figure."""
    each = _EACH.match(question)
    if each and not (_SIDE.search(each[2]) and _SIDE.search(each[3])) and not _ends_with_a_place(each[2]):
        before, one, other, rest, _ = each.groups()
        return [f"{before}{one}{rest}", f"{before}{other}{rest}"]
    pair = _PAIR.match(question.strip(" ，,。"))
    if pair:
        before, one, other = pair.groups()
        return [f"{before}{one}多少", f"{before}{other}多少"]
    listed = _LISTED.split(question)
    if len(listed) > 1 and all(map(QUESTION_WORD.search, listed)):
        return listed
    nouns = list(_NOUNS.finditer(question))
    told = question[: nouns[0].start()] if nouns else ""
    if nouns and (len(nouns) > 1 or QUESTION_WORD.search(told)):
        own = bool(QUESTION_WORD.search(told))
        return [*([told] if own else []), *(("" if own else told) + match[1] for match in nouns)]
    cuts = (m.start() for m in _SECOND.finditer(question) if QUESTION_WORD.search(question[: m.start()]))
    cut = next(cuts, None)
    return [question[:cut], question[cut:].lstrip("、和跟与")] if cut else [question]


def _ends_with_a_place(text: str) -> bool:
    """Whether the last word is a place's name (绵阳, 娄星区): places are compared in one ask too."""
    return any(places().named(text[-size:]) for size in range(2, min(len(text), _NAME) + 1))
