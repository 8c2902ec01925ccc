"""The one ratio that a message states: 70%, 六成五, 百分之六十五, 65个点, 九折."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.understanding.numerals import parse_number

_DIGIT = "[一二三四五六七八九]"
_RATIO = re.compile(
    r"(?P<percent>(?<![\d.])\d{1,6}(?:\.\d{1,6})?)\s*(?:%|个(?:百分)?点)"
    r"|(?P<spoken>[一二三四五六七八九十]{1,4}(?:点[零一二三四五六七八九]{1,4})?)个(?:百分)?点"
    r"|百分之(?P<hundredth>[零一二三四五六七八九十百\d.]{1,8}(?:点[零一二三四五六七八九]{1,4})?)"
    rf"|(?P<tenth>{_DIGIT}|(?<![\d.])\d)成(?P<half>{_DIGIT}|\d(?!\d)|半)?(?!功|本|立|绩|都|家|员|人)"
    rf"|(?P<off>{_DIGIT}{{1,2}}|(?<![\d.])\d{{1,2}}(?:\.\d)?)折"
)
# What lowers a ratio is no ratio of its own: 降10%, 少报10个点, 再打九折.
_CHANGE = re.compile(r"(?:降|低|减|扣|少|下调|提高|涨|加|再打)(?:低|了|报|掉|去)?(?:比例)?\s*(?:那|个|到)?\s*$")


def ratio_said(text: str) -> str | None:
    """The one ratio that a message states of a hospital (本来报70%, 六成五), as `70%`; None for none or several."""
    found: dict[str, None] = {}
    for match in _RATIO.finditer(text):
        if _CHANGE.search(text[max(0, match.start() - 8) : match.start()]):
            continue
        value = _percent(match)
        if value is not None and 0 < value <= 100:
            found.setdefault(f"{value.normalize():f}%")
    return next(iter(found)) if len(found) == 1 else None


# 本来能报65%, 医院按七成五报, 窗口说是六成: the person states it; 是不是报80%, 听说能报九成 only ask or tell a rumour.
_STATED = re.compile(
    r"(?:报|按|比例(?:是|有)?)[^,，。？?！!\d]{0,4}$"
    r"|(?:本来|平常|平日|一般|通常|往常|原来|原是|原先|本该|照理|按理|正常|平时|应该|假如|假设)[^,，。？?！!\d]{0,6}$"
    r"|(?:医院|医生|大夫|护士|窗口|人家|医保局|柜台|工作人员)[^,，。？?！!\d]{0,4}"
    r"(?:[说讲写]|告诉|答复|回复|通知)[^,，。？?！!\d]{0,6}$"
    r"|医院(?:是|有|给)$"
)
_NOT_STATED = re.compile(
    r"是不是|听说|听讲|真的|[吗嘛吧么不][?？]?$|不是说|网上|是否|都说|要少|少报|扣|对不对|有没有|能不能|答复|回答|一律"
)
# 该报六成五，现在是五成五: what is left of it.
_LEFT = re.compile(r"现在|只|剩|变成|[降减]到")
_CLAUSE = re.compile(r"[,，。；;！!？?\n]")
_NEAR = 24


def ratio_slot(text: str) -> dict[str, str]:
    """The ratio that a person states of their hospital, as a slot; none for one that is asked about, or a rumour."""
    stated: dict[str, bool] = {}
    for match in _RATIO.finditer(text):
        before = _CLAUSE.split(text[max(0, match.start() - _NEAR) : match.start()])[-1]
        after = _CLAUSE.split(text[match.end() : match.end() + _NEAR])[0]
        value = _percent(match)
        if value is None or not 0 < value <= 100 or _CHANGE.search(before) or (stated and _LEFT.search(before)):
            continue
        said = f"{value.normalize():f}%"
        stated[said] = stated.get(said, False) or bool(
            _STATED.search(before) and not _NOT_STATED.search(before + after)
        )
    # Of several (居民70%，职工85%) none is this hospital's.
    ratio, own = stated.popitem() if len(stated) == 1 else ("", False)
    return {"ratio": ratio} if own else {}


def _percent(match: re.Match[str]) -> Decimal | None:
    if match["percent"]:
        return Decimal(match["percent"])
    if said := match["hundredth"] or match["spoken"]:
        return _with_point(said)
    if match["off"]:
        off = parse_number(match["off"])
        return off * 10 if off is not None and off < 10 else off
    tenths = parse_number(match["tenth"])
    rest = parse_number("5" if match["half"] == "半" else match["half"] or "0")
    return tenths * 10 + rest if tenths is not None and rest is not None else None


def _with_point(said: str) -> Decimal | None:
    """六十二点五 as 62.5."""
    whole, _, part = said.partition("点")
    number, digits = parse_number(whole), parse_number(part) if part else Decimal(0)
    return number + digits.scaleb(-len(part)) if number is not None and digits is not None else None
