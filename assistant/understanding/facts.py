"""Facts in a message, in the vocabulary that slots and rule inputs share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import get_args

from assistant.understanding.numerals import Money, amounts
from assistant.wording import options
from knowledge.clause import Care, Facets, Insured, Status, Tier
from knowledge.errors import InputError
from knowledge.numerals import DIGITS

_CHOICES = {"insured": Insured, "status": Status, "care": Care, "tier": Tier}
_SPOKEN_DIGITS = re.compile(r"[零〇○一二三四五六七八九]{3,}(?![十百千万亿])|[一二][零〇○一二三四五六七八九](?=年)")
_FIRST = re.compile(r"(?<!不)(?<!不是)(?:首次|第一次|头一[次回]|第一回|头回|还没(?:用过|报过|看过))")
_OUT_OF_SCOPE = re.compile(r"^\D{0,6}(?:不认|不能报|报不了|不报|(?:是|算)?自费的?$|不在(?:医保|目录)|范围外|不予支付)")
_OWN_SIDE = re.compile(r"(?:自费|不认的?|不能报的?|报不了的?|医保外|目录外|范围外)[^，,]{0,6}$")
_BALANCE = re.compile(r"(?:卡|账户|余额)(?:里|上|头)?(?:还)?(?:有|剩)[^，,]{0,4}$")
_REPEATED = re.compile(
    r"每(?:个?月|次|回|天|周)|各自?(?:花|用|在|是|看)|退了|两(?:回|次|口子)|(?:我|她|他)(?:和|跟)(?:我|她|他)?(?:老婆|老公|爱人|爸|妈)|-\d"
)
_PAID = re.compile(r"(?:已经?|之前|前面|先前|今年).{0,6}(?:报了|报过|报销了|报销过|返了)")
_ACCRUED = re.compile(r"(?:之前|前面|先前|早先|已经|上次|前几次|此前).{0,8}(?:花了|花过|用了|看了|看过|累计)")
_BASE = re.compile(r"(?:缴费|工资)?基数|工资|月薪|收入")


def spoken_digits(text: str) -> str:
    """Digits said one by one become figures: 二〇一八, 一八年, 五八三六五."""
    return _SPOKEN_DIGITS.sub(lambda m: "".join(str(DIGITS[c]) for c in m[0]), text)


def read_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """What a person chose on screen, by value or by label (`在职`); InputError for a choice that does not exist."""
    known = {name: get_args(kind) for name, kind in _CHOICES.items()}
    read: dict[str, str] = {}
    for name, fact in facts.items():
        if not re.fullmatch(r"[a-z_]{1,40}", name):
            raise InputError("facts 的名称须与 slots 相同，例如 insured、status、amount")
        labels = {label: value for value, label in options(name)} if name in known else {}
        value = labels.get(fact, fact)
        if name in known and value not in known[name]:
            raise InputError(f"facts.{name} 不能是“{fact[:20]}”；可用：{'、'.join(known[name])}")
        read[name] = value
    return read


def facet_slots(facets: Facets) -> dict[str, str]:
    """Facets that say one thing, as slots."""
    return {
        name: next(iter(values)) for name, values in facets.sets().items() if len(values) == 1 and name != "setting"
    }


def money_slots(text: str) -> dict[str, str]:
    """Which sum is what: the bill (`amount`), what is outside the insurance, what went before, the base."""
    slots: dict[str, str] = {}
    sums = amounts(text)
    starts = [*(s.start for s in sums), len(text)]
    for number, sum_ in enumerate(sums):
        slots.setdefault(_role(text, sum_, starts[number + 1]), _plain(sum_.yuan))
    if "accrued" not in slots and _FIRST.search(text):
        slots["accrued"] = "0"
    return slots


def several_bills(text: str) -> bool:
    """Whether the text names several bills, bills that come again, or money given back: none is *the* bill."""
    sums = amounts(text)
    starts = [*(s.start for s in sums), len(text)]
    bills = [s for number, s in enumerate(sums) if _role(text, s, starts[number + 1]) == "amount"]
    return len({s.yuan for s in bills}) > 1 or (bool(bills) and bool(_REPEATED.search(text)))


def _role(text: str, money: Money, until: int) -> str:
    before = re.split(r"[，,。；;！!？?]", text[max(0, money.start - 16) : money.start])[-1]
    after = re.split(r"[，,。；;！!？?]", text[money.end : min(money.end + 12, until)])[0]
    if _OWN_SIDE.search(before):
        return "out_of_scope"
    if _BALANCE.search(before):
        return "balance"
    if _OUT_OF_SCOPE.search(after):
        return "out_of_scope"
    if _PAID.search(before):
        return "paid"
    if _ACCRUED.search(before):
        return "accrued"
    if _BASE.search(before):
        return "base"
    return "amount"


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
