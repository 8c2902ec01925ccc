"""Numbers and sums of money as people write and say them: 1,600元, 两千七, 3万8, 2.6w, 六千二百五, 贰仟元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from knowledge.numerals import DIGITS, UNITS

_SCALES = UNITS | {"k": 1000, "w": 10_000, "万": 10_000, "亿": 100_000_000}
_SIGNS = "零〇一二三四五六七八九两俩十百千万亿"
# Single ones are other words: 参保, 收拾, 陆医生.
_BANKERS = re.compile(r"[零壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟萬億兩万亿]{2,40}")
_BANKERS_UNIT = re.compile(r"(?<=[一二两三四五六七八九\d])[拾佰仟萬]")  # 两仟三
_PLAIN = str.maketrans("壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟萬億兩", "一二二三三四五六六七八九十百千万亿两")

_D, _O = "[一二三四五六七八九两俩]", "[零〇]"
_TENS = rf"{_D}?十{_D}?"
_HUNDREDS = rf"{_D}百(?:{_O}?{_D}?十{_D}?|{_O}?{_D})?"
_THOUSANDS = rf"{_D}千(?:{_O}?{_HUNDREDS}|{_O}?{_TENS}|{_O}?{_D})?"
_BELOW_WAN = rf"(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS}|{_D})"
_HAN = rf"(?:{_BELOW_WAN}亿)?(?:{_BELOW_WAN}万)?(?:{_O}?{_BELOW_WAN})?"
_FIGURES = r"(?:\d{1,3}(?:,\d{3}){1,4}(?!,?\d)|\d{1,40})(?:\.\d{1,9})?"
_MIXED = (
    rf"{_FIGURES}\s?[亿万千百wk](?![a-z])(?:{_O}?{_BELOW_WAN}|{_O}?\d{{1,4}}(?:[千百](?:\d百)?\d{{0,2}})?(?![\d.]))?"
)
_ROUND = r"[百千万][二三四五六七八九]"
_ONE_BY_ONE = r"[零〇一二三四五六七八九]{2,20}"
_WHOLE = re.compile(
    rf"(?P<mixed>{_MIXED})|(?P<figures>{_FIGURES})|(?P<digits>{_ONE_BY_ONE}|零|〇)|(?P<han>{_HAN}|{_ROUND})"
)
# Read whole: neither 百 of 几百块, nor 60 of 60.5.1 is a number; 数 before it makes it vague, 基数 does not.
_NUMBER = re.compile(
    rf"(?:(?<![\da-z.])(?:{_MIXED}|{_FIGURES}(?!\.?\d|\s?[亿万千百wk](?![a-z]))))"
    rf"|(?<![{_SIGNS}几])(?<!(?<![基总])数)(?<![百千万]儿)(?:{_ONE_BY_ONE}(?![十百千万亿])|(?=[{_SIGNS}])(?!零|〇|百|千|万|亿){_HAN}|(?<![成上好多把]){_ROUND}(?![{_SIGNS}几]))"
)
COUNTER = re.compile(
    r"\s[%天岁次]|(?:[多来几余][万亿]?)?(?:[%‰月日岁天次点楼级甲乙周位名份件条项例户场张期步折倍成斤亩度床栋幢室房班届口辆台瓶盒片粒颗针页卷米寸层站趟遍顿组]|年(?![内底初])|种(?![牙植])|平(?![时均常安台])"
    r"|号(?!线上)|路(?!费|上)|人(?!家|民)|家(?![里人头属])|分(?!别|摊|到|给|开)|回(?![来去家得])|本(?![来人])|代(?!办|买)"
    r"|个(?!账|人(?:账户|负担|支付|自|缴|部分|承担|付|掏|出))|小时|单元|公里|公斤|毫升|工作日|里路|里地)"
)
"""What counts things: the number before it is no sum. 三百二回来报, 八百个人自付, 五百家里付 count nothing."""
# The last digit of these counts what follows: 四千零三十一个月 is 4030 a month, 两千三级医院 two thousand.
_LENT = re.compile(rf"[千万]{_O}?{_D}?十{_D}$|[百千万]{_O}?{_D}$")
_JOINED = re.compile(r"一[共起般直样分半]|[七启]付")
_VAGUE_AHEAD = re.compile(r"(?:(?<![最附])近|接近|不到|不足|小|快|超过?|大几)$")
_VAGUE = re.compile(
    r"(?:\s?(?:块|元)钱?)?(?:多(?![少久报退付])|余(?!额)|来(?=块|元|钱|万)|几|出头|挂零|开外|冒头|有余|往上|[+](?!\s?\d)|以[上下内]|不到|打不住)|把(?=块)"
)
_UNIT = re.compile(
    r"\s?[多来余几]?\s?(?P<unit>万元|亿元|元整?|块钱|块(?!儿|各|都|分别|加|合|内容|工作|基金)|圆|大洋|蚊|rmb|(?=[毛角]))(?![a-z])"
)
_MAO = re.compile(
    rf"(?:(?P<mao>{_O}?[一二两三四五六七八九1-9])(?:[毛角]|(?=[，,。；;！!？?、\s我他她能可要是其自医就了吧嘛呢啊吗喃噻咧嘞哈全都和跟给总加凭为咋怎该得又也还看拿买连)]|$)))?"
    rf"(?:(?P<fen>{_O}?[一二三四五六七八九1-9])分(?!之|钟|别|成|钱也))?(?!\d)"
)
_IN_PARTS = re.compile(r"(?<![花收付交给掏贴差票车了])[一两三](?=块)")
"""加一块, 分成两块: parts, unless somebody pays them."""
_SPENT = re.compile(
    r"(?:[花用使][了咗脱掉去咖哒呱过]?|搞[脱了咖哒呱]|整了|费用?|门诊|住院|看了|买药|药店|自费药?|总共|一共|[拢统]共|共计|合计|账单|发票"
    r"|(?:起付线?|门槛费?)[^，,。]{0,6}扣[了过掉]?我?|累[计积]|剩[下余了]?|余额|[收交缴付刷][了咗哒咖呱]?|[俾畀]咗|报销?了?|结了|结账|基数|工资|月薪|收入|[¥￥])"
    r"[:：]?\s?(?:大概|差不多|大约|得|个|了|是|有|就)?\s?$"
)
_SAID_OF = re.compile(
    r"(?:自费|目录外|医保外|范围外|不认|不能?报|不给报|报不了|还剩|自己[出掏付])[^，,。；;！!？?]{0,5}$"
)
_SAID_TO_BE = re.compile(
    r"的?(?:药)?(?:是|在)?(?:不认|不能?报|不给报|不得报|自费|不在|不进|不算|不合规|目录外|范围外|医保外)"
)
# 不，是六十，不是六百: a correction of a sum is one, however small.
_PUT_AS = re.compile(r"(?:^|[^是]不|^不|[错哦噢]|不是[^，,。]{1,8})[，,！!]\s?(?:其实|应该|就)?是$")
_NAME_AHEAD = re.compile(
    r"(?:电话|手机|尾[号数]|号码|编号|卡号|工号|单号|房号|门牌|单元|[栋幢楼路室]|血[压糖]|病房|房间|床号|[高低]压|体重|身高|气温|第|满|龄|零下|邮编|密码|微信|\d[:：]|(?<!\d)\d{1,2}/|血压\d{2,3}/|[\d.〔~～至-]|[a-z]|(?<![全一整去今明前后])年|那个|这个|热线|[打拨在])"
    r"(?:是|为|写的是|后头|后面)?\s?$"
)
_ENDS = re.compile(
    rf"\s*(?:[每一]个?月|{_D}(?={COUNTER.pattern})|$|[，,。；;！!？?、()/\s]|左右|上下|整|了|的|算|计|的?单子|的?门诊|的?票|能|可以|是|自己|自费|个人|总共|一共|里|全|都|[一二三两]回|第[二三]|报|统筹|医保|宜宝|一保|是不是|其中|[我他她按去在要对不没有吧嘛呢咯哦啊哈咧哎喃噻嘞呐嗦哩哟啰呀哪→=交缴给就只才回]|那|这|[去今明]年|合规|退休|在职|还|[和跟与加及标写打+]|的?发票|的?(?:药|医药)费)"
)
_NAME = re.compile(
    r"\s?(?:[号院中所〕]|/\d{1,2}(?!\d)|医院|部队|号?(?:话务|坐席|座席|客服|接线|热线)|是(?:个|的)?(?:啥|什么|么|哪|谁|做什么|干)|[，,]?\s?(?:这|它|那)?是?(?:什么|啥|么子)(?:意思|规范|东西|玩意)|[-~～](?=\d))"
)
_ABOUT_BILLS = re.compile(
    r"报|门诊|住院|药|医|花|用了|费|单子|票|基数|统筹|补贴|账户|帐户|帳戶|卡|退休金|养老金|又去|合规|起付|落下|(?:调|涨|降)到|出院|结算|结账|医院|住.{1,4}院|单(?!位)|总数|看病|检查|手术|输液|季度"
)
_SPELT = re.compile(r"[百千万][^多]*$")
_LIST = re.compile(r"(?<![\d,.])\d{3}(?:,\d{3}){1,4}(?![\d,.])")
_SEVERAL = re.compile(r"[两二三四五六2-6](?:次|回|张|笔|趟)|分别|依次|各是|每次")
# 2月300，5月88: the bills of months.
_MONTHS_BILL = re.compile(r"\d{3,}[，,、]\s?\d{1,2}月(?:份)?$")
_YEARS = frozenset(range(1990, 2040)) - {2000}
_NO_SUMS = frozenset(["123", "1234", "12345", "12333", "12393", "12315"])
"""Lines to call, and 一二三."""
_SPENT_BEFORE = frozenset("回次诊院店所费钱、")
"""Behind these a small number, too, is a sum: 头一回90."""
_LARGEST = Decimal(1_000_000_000)
_LEAST, _LEAST_BARE, _MOST = 10, 100, 1_000_000
"""Without a money word a smaller number is a count, a larger one a phone or a file number."""
_AHEAD, _BRIEF = 14, 30


class Number(NamedTuple):
    """A number and where it stands in the text."""

    value: Decimal
    start: int
    end: int


class Money(NamedTuple):
    """A sum in yuan and where it stands; not `exact`: 五百多块, 小两千."""

    yuan: Decimal
    start: int
    end: int
    exact: bool = True


@lru_cache(maxsize=1024)
def parse_number(text: str) -> Decimal | None:
    """The value of a number in digits or Chinese numerals, or None: 6200 for 六千二, 26000 for 2.6w."""
    plain = _in_plain_signs(text).lower().strip()
    match = _WHOLE.fullmatch(plain) if plain else None
    if match is None:
        return None
    if match["han"]:
        return Decimal(_spoken(plain))
    if match["digits"]:
        return Decimal("".join(str(DIGITS[sign]) for sign in plain))
    return _in_digits(plain.replace(",", "").replace(" ", ""))


def _in_plain_signs(text: str) -> str:
    """The text with the numerals of banks as plain ones, sign for sign."""
    return _BANKERS_UNIT.sub(
        lambda match: match[0].translate(_PLAIN), _BANKERS.sub(lambda match: match[0].translate(_PLAIN), text)
    )


def _in_digits(text: str) -> Decimal:
    """Digits with units; a last bare digit takes the next lower unit (1万2 = 12000, 3万八 = 38000)."""
    total, lower = Decimal(0), 1
    for zero, digits, unit, han in re.findall(r"([零〇]?)(?:(\d+(?:\.\d+)?)([亿万千百wk]?)|(.+))", text):
        if han:
            return total + (DIGITS[han] * lower if han in DIGITS and not zero else _spoken(han))
        scale = _SCALES.get(unit, lower if len(digits) == 1 and not zero else 1)
        total, lower = total + Decimal(digits) * scale, scale // 10
    return total


def _spoken(text: str) -> int:
    """Chinese numerals with units; a last bare digit takes the next lower unit (三万八 = 38000)."""
    total = section = digit = 0
    last_unit, after_zero = 10, False
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
            after_zero = after_zero or digit == 0
            continue
        unit = _SCALES[sign]
        if unit >= 10_000:
            total, section = total + (section + digit or 1) * unit, 0
        else:
            section += (digit or 1) * unit
        digit, last_unit, after_zero = 0, unit, False
    tail = digit if after_zero or last_unit == 10 else digit * last_unit // 10
    return total + section + tail


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a text in order; of 五六百, 一千五六 and 几百 none is one."""
    text = _in_plain_signs(text)
    ended = -1
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        touches, ended = start == ended, end
        if COUNTER.match(text, end) and _LENT.search(match[0]):
            end -= 1
        elif _goes_on(text, end):
            continue
        value = None if touches and not COUNTER.match(text, end) else parse_number(text[start:end])
        if value is not None:
            yield Number(value, start, end)


def _goes_on(text: str, end: int) -> bool:
    """Whether a numeral is cut in two here (一千五|六), and not followed by another that counts (一千八|两个人)."""
    if end >= len(text) or text[end] not in _SIGNS + "几":
        return False
    return not (COUNTER.match(text, end + 1) or _JOINED.match(text, end))


def amounts(text: str, *, bare: bool = False) -> list[Money]:
    """Sums of money in the text in order; ages, years, dates, counts and percentages are none.

    With `bare`, in a message about bills, also numbers that end their phrase without a money word.
    """
    return list(_amounts(text, bare=bare))


@lru_cache(maxsize=256)
def _amounts(text: str, *, bare: bool) -> tuple[Money, ...]:
    text = _one_by_one(text.replace("个亿", "亿 ").replace("个万", "万 "))
    bare = bare and bool(_ABOUT_BILLS.search(text) or len(text) < _BRIEF)
    found: list[Money] = []
    for number in numbers(text):
        if not found or number.start >= found[-1].end:  # the 5 of 12块5 belongs to the 12
            money = _money(text, number, bare=bare)
            found += [money] if money else []
    return tuple(money for money in found if _payable(money.yuan))


def _one_by_one(text: str) -> str:
    """The text with the commas of a list (两次500,320) as 、, sign for sign, so that they group no thousands."""

    several = bool(_SEVERAL.search(text))

    def parted(match: re.Match[str]) -> str:
        listed = several or int(match[0].replace(",", "")) >= _MOST
        return match[0].replace(",", "、") if listed else match[0]

    return _LIST.sub(parted, text)


def _money(text: str, number: Number, *, bare: bool) -> Money | None:
    """The sum that a number is, by what stands around it, or None."""
    before = text[max(0, number.start - _AHEAD) : number.start]
    exact = not (_VAGUE.match(text, number.end) or _VAGUE_AHEAD.search(before))
    unit = _UNIT.match(text, number.end)
    if unit:
        return _with_unit(text, number, unit, exact=exact)
    said = text[number.start : number.end]
    if COUNTER.match(text, number.end) or (said[0] == "0" and said[1:2] not in (".", "")):
        return None
    least = _LEAST if _SPENT.search(before) else _least_bare(text, number, before) if bare else None
    if least is None or number.value < least or (number.value >= _MOST and said[-1].isdigit()):
        return None
    return Money(number.value, number.start, number.end, exact)


def _least_bare(text: str, number: Number, before: str) -> int | None:
    """From how much on a number without any word of money is a sum; None where it never is."""
    said = text[number.start : number.end]
    if said in _NO_SUMS or (said.isdigit() and int(said) in _YEARS) or _named(text, number, before):
        return None
    outside = _SAID_TO_BE.match(text, number.end)
    if not (outside or _SPELT.search(text, number.start, number.end + 1) or _ENDS.match(text, number.end)):
        return None
    small = (
        outside
        or before[-1:] in _SPENT_BEFORE
        or _MONTHS_BILL.search(before)
        or _SAID_OF.search(before)
        or _PUT_AS.search(before)
    )
    return _LEAST if small else _LEAST_BARE


def _named(text: str, number: Number, before: str) -> bool:
    """Whether the number names something: a phone, a room, a hospital."""
    return bool(_NAME_AHEAD.search(before) or _NAME.match(text, number.end))


def _with_unit(text: str, number: Number, unit: re.Match[str], *, exact: bool) -> Money | None:
    if text[max(0, number.start - 1) : number.start] in ("那", "这", "哪", "每") and number.value < _LEAST:
        return None
    scale = {"万元": Decimal(10_000), "亿元": Decimal(100_000_000), "": Decimal("0.1")}.get(unit["unit"], Decimal(1))
    rest = _MAO.match(text, unit.end())
    if rest is None or not rest[0]:
        if _IN_PARTS.match(text, number.start) and "钱" not in unit[0]:
            return None
        return Money(number.value * scale, number.start, unit.end(), exact)
    tenths, hundredths = _digit(rest["mao"]), _digit(rest["fen"])
    return Money(number.value * scale + (tenths * 10 + hundredths) / Decimal(100), number.start, rest.end(), exact)


def _digit(said: str | None) -> int:
    return int(parse_number(said.lstrip("零〇")) or 0) if said else 0


def unread(text: str) -> bool:
    """Whether a number that could well be a sum was not read as one: whoever adds up should ask first."""
    taken = {money.start for money in amounts(text, bare=True)}
    return any(_could_be_sum(text, number) for number in numbers(text) if number.start not in taken)


def _could_be_sum(text: str, number: Number) -> bool:
    if number.value < _LEAST_BARE or COUNTER.match(text, number.end):
        return False
    if _named(text, number, text[max(0, number.start - _AHEAD) : number.start]):
        return False
    said = text[number.start : number.end]
    return not said.isdigit() or (number.value < _MOST and int(said) not in _YEARS)


def _payable(yuan: Decimal) -> bool:
    """Whether anybody can have paid it: no part of a 分, and less than a slip of the keyboard makes."""
    return yuan <= _LARGEST and yuan == round(yuan, 2)
