"""What a clause's own notice says that the source leaves open (原文没有写具体时间), against what is asked."""

from __future__ import annotations

import re

from assistant.ask import Ask
from assistant.understanding.evidence import HAS
from assistant.understanding.terms import terms_of
from knowledge.clause import Clause
from knowledge.wants import Want

_VERBS = "写明|写出|写清|写|列出|列|说明|给出|给|提到|解释|公布|注明"
_LEFT_OUT = re.compile(rf"(?:没有|未)(?:逐条|具体|细)?(?:{_VERBS})([^，。；]+)")
# “一个修复”原文没有解释: what is left open stands before.
_OPEN = re.compile(r"([^，。；]+)(?:[，]?原文)没有(?:解释|说明|写明|列出)(?=[，。；]|$)")
_AND = re.compile(r"[、和或]|以及")
_MONEY = re.compile(r"\d\s*(?:余|多)?[万亿]?元")
_ALWAYS = re.compile("")
_LISTED = re.compile(
    r"名单|哪[几一两三四五六七八九十\d]*[家个所位项种条样类]|哪些|(?:什么|啥)(?:病|药|人|公司|银行|单位)"
)
_CALLED = re.compile(r"叫(?:什么|啥|么)|名[字称单]|[店院人]名")
# What is wanted, as a notice says that it is left out; and for lists, as it is asked for.
_OF = (
    (Want.PHONE, re.compile(r"电话|号码"), _ALWAYS),
    (Want.AMOUNT, re.compile(r"金额|多少|标准|价格|限额"), _ALWAYS),
    (Want.RATIO, re.compile(r"比例"), _ALWAYS),
    (Want.DEADLINE, re.compile(r"时间|日期|期限|从哪[天年]|起止|多久|几个?月|哪[年月天]"), _ALWAYS),
    (Want.PLACE, re.compile(r"地址|地点|位置"), _ALWAYS),
    (Want.DOCUMENT, re.compile(r"文号|字号|文件名"), _ALWAYS),
    (Want.LIST, re.compile(r"名单|哪些|哪几|哪[二两三四五六七八九十]"), _LISTED),
    (Want.LIST, re.compile(r"名[称字]"), _CALLED),
)


def admits_gap(ask: Ask, clause: Clause) -> bool:
    """Whether the clause's own notice says that the source leaves out what is asked."""
    notice = clause.notice or ""
    left_out = [item for found in (_LEFT_OUT, _OPEN) for whole in found.findall(notice) for item in _AND.split(whole)]
    if not left_out:
        return False
    named = [t.word for t in terms_of(ask) if t.weight == 1 and t.word not in clause.text]
    own = [word for word in named if not any(gap.search(word) for _, gap, _ in _OF)]
    heads = [item.rsplit("的", 1)[-1] or item for item in left_out]
    return any(word in head for word in own for head in heads) or any(
        want in ask.wants and asked.search(ask.text) and not _given(want, clause) and any(map(gap.search, left_out))
        for want, gap, asked in _OF
    )


def _given(want: Want, clause: Clause) -> bool:
    """Whether the text gives something of the sort all the same."""
    pattern = _MONEY if want is Want.AMOUNT else HAS.get(want)
    return pattern is not None and bool(pattern.search(clause.text))
