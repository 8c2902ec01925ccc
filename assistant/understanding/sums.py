"""Sums of money in a message and what each is: a bill, what was paid before, a contribution base …"""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from assistant.understanding.numerals import Money, amounts, parse_number
from assistant.understanding.sum_roles import Role, role_of

_CUT = re.compile(r"[，,。；;！!？?：:()、/\s]")
_TRAILING = " :："
_CLOSING = frozenset(")）")
_BEFORE, _BEHIND = 28, 24
# Only what says it outright belongs to the sum before it where another one follows in the phrase (860里头自费60).
_OUTRIGHT = re.compile(r"(?:块|元)?钱?(?:的)?(?:是|算|属于|不|没|都|全|医保|人家|医生|护士|说|写)")
_LEADS_ON = re.compile(r"(?:的|是|有|了|费)$")
_EARLIER, _NOW = re.compile(r"去年|前年|上一?年|往年"), re.compile(r"今年|这次|这回|现在|这个月")
_BEFORE_NOW = re.compile(r"上半年|前头|前面|之前|先前|上回|上次|年初|到现在|至今")
_VISIT_BEFORE = re.compile(
    r"上个?月|前[几一两二三]个?月|[上前头](?:[几一两二三])?[次回]|上半年|年初|之前|先前|前头|前阵|月份?那[次回]"
)
_THIS_VISIT = re.compile(r"这[次回趟张]|今[天儿日]|又")
_TOGETHER = re.compile(r"一共|总共|合计|[拢统]共|加[起拢一]|合起|[两三]?[次张回]都|各")
_GONE: dict[Role, Role] = {"amount": "accrued", "reported": "paid"}
"""What a bill, and what was paid of it, is once another bill is spoken of."""
_POINTED = re.compile(r"(?:[这那](?:个|笔|张)?|写[起着的]是?)\s*$")
_WITHIN = re.compile(r"(?:块|元)?钱?(?:里|当中|中间|之中|其中)")
_SENTENCE = re.compile(r"[。；;！!？?\n]")
_MONTHLY = re.compile(r"(?:每|一)个?月(?!份)[^\d次]{0,24}$")
_MONTHS = re.compile(r"(?<![\d点一二两三四五六七八九十百千万])(\d{1,2}|[一二两三四五六七八九十]{1,3})个月(?!以?前|后)")
_WHOLE_YEAR = re.compile(r"一年|全年|整年|年底|12个月")
_FIRST = re.compile(
    r"(?<!不)(?<!不是)(?:首次|第一次|头一[次回]|第一回|(?<![前后])头回|还没(?:用过|报过|看过))(?!\s?(?:住|[\d一二三四五六七八九两]|花|是))"
)
_FIRST_AND_NEXT = re.compile(r"第[二三][次回趟]")
_CORRECTS = re.compile(
    r"(?<!对)(?<!是)不对(?![吧吗劲头])|[说打写看记弄搞讲听念][错拐]|错[了哒]|口误|更正|[哦噢喔啊]不|而是|其实是?|实际上?是"
)
_NEGATED = re.compile(r"(?<!是)不是$")
# A corrected sum comes with no words of its own: 哦是一千六.
_WORDLESS = re.compile(r"[，,。！!;；\s了哒哦啊噢哈嗯是应该其实实际花用收要我说的按得一总共不对错]{0,12}")
_GAP = 24
_EITHER = re.compile(r"(?:块|元)?钱?\s?(?:还是|或者?|或是|要么)(?:说|是)?\s?")
_SUPPOSED = re.compile(r"(?:就|先|还是)?按(?:着)?$")
_IN_ALL = re.compile(
    r"(?:总共|一共|[拢统]共|共计|合计|加(?:拢|起来|一块|到一起)|合起来|总的|总计|总额|总费用|全部|前前后后|一起|总数)[^，,]{0,6}$|(?<=[,，])这(?:一共|总共|个)?$"
)
_ITEM = re.compile(
    r"(?:费(?!用)|挂的?号|片|检查|化验|药|材料|床位|手术|ct|b超|挂号|输液|针|先交|又交|[预再]交|补交?|垫|每[次回天]|现金|微信|范围内|合规|政策内|可报|能报|报得)[^，,]{0,4}$"
)
# 上次三百, 四月份看的那张: bills of their own beside what they come to.
_A_VISIT = re.compile(r"[一二三四五六七八九十两\d上这那头第]\s?[次回趟张笔]|月|昨天|今天|前天|礼拜|星期|上周|分别|又")
_PART = re.compile(r"剩(?:下|余|了)?的?$|^(?:这?里面|这?里头|其中|当中|包括|含|光是?|单是?|仅)(?!.*(?:次|回|张))")
_ABOUT_CARE = re.compile(
    r"花|用[了咗]|费|收|总|[共药医报票单看]|门诊|住院|检查|手术|透析|化疗|急诊|付|刷|基金|出院|结账|结算|生|剖"
)
_OF_AN_ACCOUNT = re.compile(r"账户|个账|基数|卡|划|打进|缴费")
_OF_BASE = re.compile(r"基数[^，,。；;！!？?\n]{0,8}[，,]")
_RAISED = re.compile(r"今年|现在|明年|后来|(?:调|涨|升|降|改|变)整?[到成为]|按")
_LEAST_BASE = 1000
"""No base is so low; what residents pay in is: 从350涨到380."""
_OF_OTHER_SUMS = re.compile(r"举报|骗保|奖|[交缴](?:多少|好多|几多)|个人[交缴]|以哪|为准|作准|哪个(?:数)?[准对]|信哪")
# 有一半是自费，六百: the phrase before says what it is.
_SAID_BEFORE = re.compile(
    r"(?<![没无全都])(?<!没[得有])(?:自费|自理|不认|不能报|不给报|不得报|报不[了到脱]|目录外|范围外|医保外)的?(?:那?部分|项目|药)?(?:呢|喃|嘛|哈)?$"
)
_INSIDE = re.compile(r"(?:里[头面]?|其中|当中)(?:还)?(?:有|的)?(?:一[样种项])?$")
_NOT_COVERED = re.compile(r"(?:[^，,。；;！!？?\n]{0,12}|的[，,])(?:不在目录|不[认报算]|不能报|不给报|自费|报不了)")
_SEEN_BEFORE = re.compile(
    r"(?:年初|上半年|前头|前面|之前|先前|上个?月|月份?)[^，,]{0,6}(?:看|去|住|买|花)过[^，,]{0,4}$"
)
_NONE_OUTSIDE = re.compile(
    r"(?:自费|自理|目录外|范围外|医保外)(?:费用|部分|的)?\s?[:：]?\s?(?:是|为)?\s?[0零](?:元|块钱?)?(?=$|[，,。；;、？?！!\s])"
)
_PENSION, _A_MONTH = re.compile(r"退休金|养老金"), re.compile(r"(?:每|一)个月(?:是|有|拿|领)?$")
_NONE_BEFORE = re.compile(r"(?:累计|累积|已用|此前)(?:费用|金额)?\s?[:：]?\s?[0零](?=$|[^\d.])")
_OF_A_LIMIT = re.compile(r"封顶|限额|额度|上限|顶[格额]|还剩|剩(?:的|下)|报满|还能报")
_ADDED = re.compile(r"[两二三几][次回趟张笔][^，,。；;]{0,2}(?:总|一共|[拢统]共|合|加|共|一[起块总])")
_YEAR_ON = re.compile(r"[，,\s]?(?:了)?(?:今年|现在|明年|后来)(?:是|变成|成了|为|的是|报的是)?")
_PET = re.compile(r"(?:狗|猫|宠物)(?!.*(?:咬|抓|挠|疫苗))[^，,]{0,8}(?:病|[看医]|打针|$)")
_COUNT = re.compile(
    r"(?<![第每月周天年上前]|\d)(?<![月周天年][去要做打来得有跑看])(?P<count>[两二三四五六七八九2-9])[次回趟张笔](?!没|都没)"
)
_EACH = re.compile(
    r"每一?[次回趟张笔](?:都|就|也)?(?:是|花了?|要|用了?|收|去了?|门诊|单子)*$|都是(?:花了?)?$|也是[两二三四五六2-6][次回趟张笔]$"
    r"|(?<![第这那上前头有又另])一[次回趟张笔](?:都|就|也|得|大概|差不多)*(?:是|花了?|要|用了?|收)?$"
)
_BRIEF = 30
_LONG = 120
"""So long a message tells of much besides: there a sum without a word of care beside it is none."""
_NOBODYS = 1_000_000
"""No bill comes to so much: a fund does."""
_KEPT = [
    "out_of_scope",
    "accrued",
    "paid",
    "own",
    "reported",
    "balance",
    "pension",
    "average",
    "prior",
    "deductible",
]
"""Roles that are slots, besides the bill and the base."""


class Sum(NamedTuple):
    """One sum in yuan, where it stands, and what it is.

    `monthly`: it comes again each month, nobody says how often; not `exact`: 五百多块.
    """

    yuan: Decimal
    start: int
    end: int
    role: Role
    monthly: bool = False
    exact: bool = True


class _Story(NamedTuple):
    """What the whole message says of every sum in it: that some bill is of now, for how many months one comes again.

    In a `rambling` one (a long one, or one about rewards or contributions) a sum without a word of care beside it is none.
    `added`: its visits are asked for together (两回总共报多少), last year's with this year's.
    """

    now: bool
    months: int
    rambling: bool
    added: bool

    @classmethod
    def of(cls, text: str) -> _Story:
        said = _MONTHS.search(text)
        number = parse_number(said[1]) if said else None
        months = int(number) if number and number > 1 else 12 if _WHOLE_YEAR.search(text) else 0
        rambling = len(text) > _LONG or bool(_OF_OTHER_SUMS.search(text))
        return cls(bool(_NOW.search(text)), months, rambling, bool(_ADDED.search(text)))


def sums(text: str) -> list[Sum]:
    """The exact sums of money of a message in their order; one that is pointed back at (那这320) counts once."""
    return list(_sums(text))


@lru_cache(maxsize=64)
def _sums(text: str) -> tuple[Sum, ...]:
    found, story = amounts(text, bare=True), _Story.of(text)
    starts = [*(money.start for money in found), len(text)]
    told: list[Sum] = []
    known: dict[Decimal, Role] = {}
    meant: Role = "other"
    for number, money in enumerate(found):
        since = told[-1].end if told else 0
        before, behind = _phrase(text, money, since, starts[number + 1])
        if not before and text[money.start - 1 : money.start] in _CLOSING:
            before = next((p for p in reversed(_phrases(text, money, since)) if p), "")  # jishu（基数）6500
        role = role_of(before, behind)
        if role == "amount" and _WORDLESS.fullmatch(before) and _OF_BASE.search(_ahead(text, money, since)):
            role = "base"  # 基数我看错了，是4500
        if told and _EITHER.fullmatch(text[since : money.start]):
            told[-1], role = told[-1]._replace(role="other"), "other"  # 150还是180: neither is said
        elif told and _corrects(text[since : money.start], told[-1], role):
            told[-1] = told[-1]._replace(role="other")
            role = meant if role == "amount" else role
        if role == "amount" and _SUPPOSED.search(before) and told and not told[-1].exact:
            role = meant  # 花了400多，就按400算
        elif role == "amount" and told and told[-1].role == "base" and _YEAR_ON.fullmatch(text[since : money.start]):
            role = "base"  # 基数去年5200今年5750
        elif role == "amount" and not before and _SEEN_BEFORE.search(_just_before(text, money, since)):
            role = "accrued"  # 上半年还看过一回，四百块
        elif role == "amount" and not before and _SAID_BEFORE.search(_just_before(text, money, since)):
            role = "out_of_scope"
        if role == "amount" and _INSIDE.search(before) and _NOT_COVERED.match(text, money.end):
            role = "out_of_scope"  # 里头有200是进口材料 不认的
        if role == "amount" and _A_MONTH.search(before) and _PENSION.search(text):
            role = "pension"  # 拿退休金乘2.8%……我一个月3125
        meant = role_of(_NEGATED.sub("", before), behind) if role == "other" else role
        again = money.yuan in known and (
            known[money.yuan] != "amount" or _POINTED.search(before) or _WITHIN.match(behind)
        )
        if role == "amount" and (again or _in_passing(text, money, since, story)):
            role = "other"
        if role != "other":
            known.setdefault(money.yuan, role)
        one = Sum(money.yuan, money.start, money.end, role, exact=money.exact)
        told.append(_each_month(text, one, since, story))
    return tuple(one for one in _visits(text, _used(text, _outside(told))) if one.exact)


def _outside(told: list[Sum]) -> list[Sum]:
    """The sums with what is covered of the one larger bill as the rest that is not: 1208，统筹内的是908."""
    bills = [one for one in told if one.role == "amount"]
    known = any(one.role == "out_of_scope" for one in told)

    def meant(one: Sum) -> Sum:
        if one.role != "in_scope":
            return one
        if len(bills) != 1 or bills[0].yuan <= one.yuan:
            return one._replace(role="other" if bills else "amount")
        if known:
            return one._replace(role="other")
        return one._replace(role="out_of_scope", yuan=bills[0].yuan - one.yuan)

    return [meant(one) for one in told]


def _used(text: str, told: list[Sum]) -> list[Sum]:
    """The sums with what was used this year as paid where a limit is spoken of, else as spent before another bill."""
    if _OF_A_LIMIT.search(text):
        role: Role = "paid"
    else:
        role = "accrued" if any(one.role == "amount" for one in told) and not _TOGETHER.search(text) else "amount"
    return [one._replace(role=role) if one.role == "used" else one for one in told]


def _visits(text: str, told: list[Sum]) -> list[Sum]:
    """The sums with those of an earlier visit, told beside this one's bill, as what went before: 上次花了260，这次700."""
    since = [0, *(one.end for one in told)]
    ahead = {one: text[max(end, one.start - _BEFORE) : one.start] for end, one in zip(since, told, strict=False)}
    told = _paid_of_what_went(told)
    now = [one for one in told if one.role == "amount" and _THIS_VISIT.search(ahead[one])]
    if not now or _TOGETHER.search(text, told[-1].end):
        return told
    gone = {
        one for one in told if one.role in _GONE and one.end < now[-1].start and _VISIT_BEFORE.search(ahead[one])
    } - {*now}
    if any(one.role == "amount" for one in {*told} - {*now} - gone):
        return told
    return _paid_of_what_went([one._replace(role=_GONE[one.role]) if one in gone else one for one in told])


def _paid_of_what_went(told: list[Sum]) -> list[Sum]:
    """The sums with what was paid of an earlier visit as paid before: 年初花了2200，报了一千，六月又花1700."""
    last = max((n for n, one in enumerate(told) if one.role == "amount"), default=-1)
    return [
        one._replace(role="paid") if one.role == "reported" and 0 < n < last and told[n - 1].role == "accrued" else one
        for n, one in enumerate(told)
    ]


def _phrase(text: str, money: Money, since: int, until: int) -> tuple[str, str]:
    """The words of the phrase before a sum, as far as the sum before it, and behind it, where they are its own."""
    before = _phrases(text, money, since)[-1]
    rest = text[money.end : min(money.end + _BEHIND, until)]
    behind = _CUT.split(rest.lstrip())[0]
    runs_on = until < len(text) and rest.endswith(behind) and len(rest) == until - money.end
    own = not (runs_on or rest[:1].isspace()) or (
        _OUTRIGHT.match(behind) and not (runs_on and _LEADS_ON.search(behind))
    )
    return before, behind if own else ""


def _phrases(text: str, money: Money, since: int) -> list[str]:
    return _CUT.split(_ahead(text, money, since))


def _just_before(text: str, money: Money, since: int) -> str:
    """The phrase before that of a sum; nothing where none is."""
    return next(iter(_phrases(text, money, since)[-2:-1]), "")


def _ahead(text: str, money: Money, since: int) -> str:
    return text[max(since, money.start - _BEFORE) : money.start].rstrip(_TRAILING)


def _corrects(gap: str, last: Sum, role: Role) -> bool:
    """Whether the sum behind the gap stands in the place of the last one: 一千八，不对，一千六; 不是1600，是1900."""
    if len(gap) > _GAP or role not in ("amount", last.role):
        return False
    marks = [match.end() for match in _CORRECTS.finditer(gap)]
    return bool(marks) and (last.role == role or bool(_WORDLESS.fullmatch(gap[marks[-1] :])))


def _in_passing(text: str, money: Money, since: int, story: _Story) -> bool:
    """Whether it is no bill of now: last year's beside this year's, a reward, or what has no word of care beside it."""
    *earlier, before = _phrases(text, money, since)
    if story.now and _EARLIER.search(before) and not story.added:
        return True
    if any(map(_PET.search, [*earlier[-1:], before])):
        return True
    if not before and earlier and not _CORRECTS.search(earlier[-1]):  # 吃了碗米粉，十二块
        before = earlier[-1]
        if role_of(before, "") == "other":
            return True
    behind = _SENTENCE.split(text[money.end : money.end + _BEHIND])[0]
    return story.rambling and not _ABOUT_CARE.search(before + behind)


def _each_month(text: str, one: Sum, since: int, story: _Story) -> Sum:
    """A bill of so much a month is as many times as much as months are named."""
    since = max(since, one.start - 2 * _BEFORE)
    if one.role != "amount" or not _MONTHLY.search(_SENTENCE.split(text[since : one.start])[-1]):
        return one
    return one._replace(yuan=one.yuan * (story.months or 1), monthly=not story.months)


def money_slots(text: str) -> dict[str, str]:
    """The sums of a message as slots: the bill as `amount`, several as `amounts`, of every other role the first."""
    found = sums(text)
    slots: dict[str, str] = {}
    bills = _bills(text, found)
    if bills:
        every = bills * (times(text, bills[0]) if len(bills) == 1 else 1)
        slots["amount" if len(every) == 1 else "amounts"] = ",".join(plain(one.yuan) for one in every)
    # A wage is one's base only in a talk about the account: 我工资八千，门诊花了一千二.
    of_account = _OF_AN_ACCOUNT.search(text) or (not bills and len(text) < _BRIEF)
    base = _base(text, found) if of_account else None
    if base is not None:
        slots["base"] = plain(base)
    for one in found:
        # 上半年看过一回，还报了三百一: no bill is told that it was paid of.
        paid = one.role == "reported" and not bills and (_BEFORE_NOW.search(text) or _OF_A_LIMIT.search(text))
        if one.role in _KEPT:
            slots.setdefault("paid" if paid else one.role, plain(one.yuan))
    if _NONE_OUTSIDE.search(text):
        slots.setdefault("out_of_scope", "0")
    if "accrued" not in slots and _NONE_BEFORE.search(text):
        slots["accrued"] = "0"
    if "accrued" not in slots and _FIRST.search(text) and not _FIRST_AND_NEXT.search(text):
        slots["accrued"] = "0"
    return slots


def times(text: str, bill: Sum) -> int:
    """How many bills of this sum there were: 看了四回，每回三百; 打了三回针，一回一百五; one where nobody says so."""
    before = text[max(0, bill.start - _BEFORE) : bill.start]
    said = _COUNT.search(before) or _COUNT.search(text, bill.end, bill.end + _BEHIND)
    return int(parse_number(said["count"]) or 1) if said and _EACH.search(before) and not bill.monthly else 1


def _base(text: str, found: list[Sum]) -> Decimal | None:
    """The base that counts: the first, or the one that it was raised to or is really paid by."""
    bases = [one for one in found if one.role == "base" and one.yuan >= _LEAST_BASE]
    told = bases[:1]
    for last, one in itertools.pairwise(bases):
        if _RAISED.search(text[last.end : one.start]):
            told = [one]
    return told[0].yuan if told else None


def _bills(text: str, found: list[Sum]) -> list[Sum]:
    """The bills that the question is about: without what a fund holds, and of a total and its items the total."""
    bills = [one for one in found if one.role == "amount" and one.yuan < _NOBODYS]
    before = {one: text[max(0, one.start - _BEHIND) : one.start] for one in bills}
    if len(bills) > 1:  # 剩下六千, 里面无痛一千二
        bills = [one for one in bills if not _PART.search(_CUT.split(before[one])[-1])] or bills
    if any(one.role == "base" for one in found):
        bills = [one for one in bills if _ABOUT_CARE.search(_CUT.split(before[one])[-1])]
    total = next((one for one in reversed(bills) if _IN_ALL.search(before[one])), None) or _adds_up(bills)
    if total is None:
        return bills
    visits = [one for one in bills if one != total and _A_VISIT.search(before[one]) and not _ITEM.search(before[one])]
    items = [one for one in bills if one != total and one not in visits]
    if sum(one.yuan for one in visits) == total.yuan:
        return visits
    if (
        items
        and sum(one.yuan for one in (*visits, *items)) == total.yuan
        and not any(map(_ITEM.search, before.values()))
    ):
        return [*visits, *items] if visits else [total]
    return [one for one in bills if one == total or one in visits]


def _adds_up(bills: list[Sum]) -> Sum | None:
    """The last bill where it is what the ones before it come to."""
    total = bills[-1] if len(bills) > 2 else None
    return total if total and sum(one.yuan for one in bills[:-1]) == total.yuan else None


def plain(value: Decimal) -> str:
    """A number as a slot holds it: no exponent, no needless zeros."""
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
