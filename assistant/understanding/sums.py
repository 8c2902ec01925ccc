"""Sums of money in a message and what each is: a bill, what was paid before, a contribution base …"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from assistant.understanding.numerals import Money, amounts, parse_number

Role = Literal[
    "own",  # what the person paid of a bill
    "amount",  # a bill, or any sum that a rule divides
    "out_of_scope",  # the part of it that the insurance does not cover
    "accrued",  # spent earlier this year
    "paid",  # paid by the fund earlier this year
    "base",  # the contribution base
    "average",  # an average that a rule counts from
    "pension",  # one's own pension: no rule counts from it
    "prior",  # taken off before
    "deductible",  # what the hospital said the deductible is
    "balance",  # what is on the card
    "credited",  # what comes onto the card each month
    "reported",  # what was paid of this bill
    "claimed",  # what the person thinks comes out
    "negative",  # below zero: a slip
    "other",  # a bus fare
]
_CUT = re.compile(r"[，,。；;！!？?：:\s]")
_ROLES: tuple[tuple[Role, re.Pattern[str] | None, re.Pattern[str] | None], ...] = (
    ("negative", re.compile(r"(?:负|(?<![\d~至到])[-−])$"), None),
    (
        "other",
        re.compile(
            r"(?:不是|看错了?|说错了?|封顶|限额|上限)\s*$|(?:坐车|车费|路费|车票|打车|公交|停车费?|饭钱|补?缴?费?了?保费)[^，,]{0,16}$"
        ),
        re.compile(r"^钱?的(?:车|公交|火车)"),
    ),
    (
        "accrued",
        re.compile(r"(?:已经?|前头|之前|前面|先前|(?:起付线?|七付线|门槛费?)\S{0,6}).{0,10}扣(?:了|过|掉|脱)\s*$"),
        re.compile(r"^(?!.*没)(?:块|元)?(?:钱)?(?:的)?(?:门槛|起付).{0,4}(?:已经?|都)?(?:扣了|扣过)"),
    ),
    ("claimed", re.compile(r"(?:只扣|就?按|听说.{0,8})\s*$"), re.compile(r"^\D{0,2}给我算")),
    ("prior", re.compile(r"大病\S{0,10}$"), re.compile(r"^\S{0,6}(?:大病|先划|先交)")),
    ("average", re.compile(r"平均\S{0,10}$"), None),
    (
        "pension",
        re.compile(r"(?:退休金|退休工资|退休费|养老金|养老钱)\S{0,4}$"),
        re.compile(r"^\D{0,2}(?:的)?(?:退休金|养老金|退休工资)"),
    ),
    (
        "deductible",
        re.compile(r"(?<!扣完)(?<!扣除)(?<!扣掉)(?<!扣了)(?:起付线?|起付标准|七付线|门槛费?)(?:是|要|得|有|为)?\s*$"),
        re.compile(r"^的?(?:门槛|起付)"),
    ),
    (
        "out_of_scope",
        re.compile(r"(?:自费|不认的?|不能报的?|报不了的?|医保外|目录外|范围外)[^，,]{0,6}$"),
        re.compile(
            r"^\D{0,10}(?:不认|不能报|报不了|不给报|不报|(?:是|算|属于)(?:自费|目录外|医保外|范围外|超范围)|自费的?$|不在(?:医保|目录)|范围外|不予支付|不进医保)"
        ),
    ),
    ("own", re.compile(r"(?:自己|个人|我)(?:才|就|一共|总共)?(?:出|掏|付|自付)了?\s*$"), None),
    ("balance", re.compile(r"(?:卡|账户|余额)(?:里|上|头)?(?:头)?(?:还|只|才|就)?(?:有|剩|那)[^，,]{0,4}$"), None),
    ("credited", re.compile(r"(?:卡上|账户|卡里|每个?月)\S{0,8}(?:进|打|划|到账?|入账?)(?:了|进|给我?)?\s*$"), None),
    (
        "claimed",
        re.compile(r"(?:该|能|可以|应该|是不是|要)\S{0,3}(?:报|返|退|拿|打|进)(?:销|账)?(?:得到|到)?\s*$"),
        None,
    ),
    (
        "paid",
        re.compile(
            r"(?:已经?|之前|前面|先前|今年).{0,12}(?:报了|报过|报脱了?|报掉了?|报走了?|报到|报销了|报销过|返了|付了|支付了)\D{0,3}$|已报(?:销)?(?:了)?\s*$"
        ),
        None,
    ),
    (
        "accrued",
        re.compile(
            r"(?:之前|前面|前头|先前|早先|已经|上次|前几次|此前).{0,8}(?:花了|花过|用了|看了|看过|买了|买过|开了|累计)\D{0,3}$"
        ),
        None,
    ),
    (
        "reported",
        re.compile(
            r"(?:只|才|就)(?:给)?(?:我)?(?:报|返)(?:了|销了|到)?\s*$|(?:医保|统筹|一保|哦)?(?:给)?(?:我)?(?:报|支付)(?:了|销了)\s*$|(?:统筹|基金|医保)(?:支付|付|报销|报)\s*$"
        ),
        None,
    ),
    ("base", re.compile(r"(?:缴费|工资)?基数|(?<!退休)工资|月薪|收入"), None),
    ("base", re.compile(r"从\s*$"), re.compile(r"^(?:元|块)?(?:调|涨|升|降)")),
    ("base", re.compile(r"调(?:整)?到(?:了)?\s*$|(?:涨|升|降)到(?:了)?\s*$"), None),
)
_EARLIER, _NOW = re.compile(r"去年|前年|上一?年|往年"), re.compile(r"今年|这次|这回|现在|这个月")
_POINTED = re.compile(r"[这那](?:个|笔|张)?\s*$")
_SENTENCE = re.compile(r"[。；;！!？?\n]")
_MONTHLY = re.compile(r"(?:每|一)个?月(?!份)\D{0,24}$")
_MONTHS = re.compile(r"(\d{1,2}|[一二两三四五六七八九十]{1,3})个月(?!以?前|后)")
_WHOLE_YEAR = re.compile(r"一年|全年|整年|年底|12个月")
_REPORTED_AGAIN = re.compile(r"(?<!不)(?<!不是)(?:首次|第一次|头一[次回]|第一回|头回|还没(?:用过|报过|看过))")


_KEPT = ("amount", "out_of_scope", "accrued", "paid", "base", "average", "prior", "deductible", "balance")
"""Roles that are facts of the person or the bill, known again in a later turn."""


class Sum(NamedTuple):
    """One sum in yuan, where it stands, and what it is; `monthly`: it comes again each month, nobody says how often."""

    yuan: Decimal
    start: int
    end: int
    role: Role
    monthly: bool = False


def sums(text: str) -> list[Sum]:
    """The sums of money of a message in their order; one that is pointed back at (那这320) counts once."""
    found = amounts(text, bare=True)
    starts = [*(money.start for money in found), len(text)]
    told: list[Sum] = []
    for number, money in enumerate(found):
        one = _sum(text, money, starts[number + 1])
        again = _POINTED.search(text[: money.start]) and any(one.yuan == other.yuan for other in told)
        told.append(one._replace(role="other") if again else one)
    return told


def _sum(text: str, money: Money, until: int) -> Sum:
    before = _CUT.split(text[max(0, money.start - 20) : money.start])[-1]
    after = _CUT.split(text[money.end : min(money.end + 12, until)])[0]
    role: Role = next(
        (r for r, ahead, behind in _ROLES if (ahead and ahead.search(before)) or (behind and behind.search(after))),
        "amount",
    )
    if role == "amount" and _EARLIER.search(before) and _NOW.search(text):
        role = "other"  # last year's bill, told beside this year's
    if role == "amount" and _MONTHLY.search(_SENTENCE.split(text[: money.start])[-1]):
        months = _months(text)
        return Sum(money.yuan * (months or 1), money.start, money.end, role, not months)
    return Sum(money.yuan, money.start, money.end, role)


def _months(text: str) -> int:
    said = _MONTHS.search(text)
    number = parse_number(said[1]) if said else None
    return int(number) if number else 12 if _WHOLE_YEAR.search(text) else 0


def money_slots(text: str) -> dict[str, str]:
    """The first sum of each role, as a slot."""
    slots: dict[str, str] = {}
    for one in sums(text):
        if one.role in _KEPT:
            slots.setdefault(one.role, plain(one.yuan))
    if "accrued" not in slots and _REPORTED_AGAIN.search(text):
        slots["accrued"] = "0"
    return slots


def plain(value: Decimal) -> str:
    """A number as a slot holds it: no exponent, no needless zeros."""
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
