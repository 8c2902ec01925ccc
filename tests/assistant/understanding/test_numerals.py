"""Numbers and sums of money as people write and say them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.numerals import amounts, parse_number

_SIGNS = "零一二三四五六七八九"
_SEED = 20230531


def in_full(number: int) -> str:
    """The number in full Chinese numerals: 10050 → 一万零五十."""
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        return in_full(head) + "万" + ("零" if 0 < rest < 1000 else "") + (in_full(rest) if rest else "")
    said, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        said += ("零" if zero and said and digit else "") + (_SIGNS[digit] + name if digit else "")
        zero = not digit
    return (said.removeprefix("一") if said.startswith("一十") else said) or "零"


def shortened(number: int) -> str:
    """As people cut it: the last unit left away where nothing stands below it (2700 → 两千七)."""
    full = in_full(number).replace("二千", "两千").replace("二万", "两万")
    for unit, above in (("十", "百"), ("百", "千"), ("千", "万")):
        if full.endswith(unit) and full[-3:-2] == above:
            return full[:-1]
    return full


def mixed(number: int) -> str:
    """Digits with units: 1千2, 3万8千, and 2.6w or 1.2345万 otherwise."""
    if number < 10_000:
        return f"{number // 1000}千{number // 100 % 10 or ''}" if number >= 1000 and number % 100 == 0 else str(number)
    if number % 1000 == 0 and number % 10_000:
        return f"{number // 10_000}万{number // 1000 % 10}千"
    return f"{Decimal(number) / 10_000:f}{'w' if number % 2 else '万'}"


_SPELLERS: list[Callable[[int], str]] = [str, lambda number: f"{number:,}", in_full, shortened, mixed]


@pytest.mark.parametrize("spell", _SPELLERS, ids=["digits", "thousands", "in full", "shortened", "mixed"])
def test_reads_back_every_number(spell: Callable[[int], str]) -> None:
    """Every number to 100,000, and some to ten million, is read back exactly however it is spelt."""
    some = random.Random(_SEED).sample(range(100_001, 10_000_001), 5000)
    assert [n for n in itertools.chain(range(100_001), some) if parse_number(spell(n)) != n] == []


@pytest.mark.parametrize("spell", _SPELLERS, ids=["digits", "thousands", "in full", "shortened", "mixed"])
@given(number=st.integers(100, 999_999))
def test_finds_every_sum(spell: Callable[[int], str], number: int) -> None:
    """Any sum is found whole in a sentence, however it is spelt."""
    assert [money.yuan for money in amounts(f"门诊花了{spell(number)}元，报多少")] == [number]


@given(st.integers(200, 20_000))
def test_liang_is_two(number: int) -> None:
    """两 and 俩 before a unit are two."""
    said = in_full(number)
    for two in ("两", "俩"):
        assert parse_number(said.replace("二千", f"{two}千").replace("二百", f"{two}百")) == number


@given(st.integers(1, 20), st.integers(0, 9))
def test_reads_back_ten_thousands_in_mixed_writing(wan: int, qian: int) -> None:
    """2万3千, 2万3, 2.3万 and 2.3w say the same sum."""
    number = wan * 10_000 + qian * 1000
    spellings = [f"{wan}.{qian}万", f"{wan}.{qian}w"]
    spellings += [f"{wan}万{qian}千", f"{wan}万{qian}"] if qian else [f"{wan}万"]
    assert {parse_number(text) for text in spellings} == {Decimal(number)}


@pytest.mark.parametrize("text", ["", "元", "半", "，", ",", "1.", "壹", "一千五六", "三四百", "abc", "1.2.3", "十x"])
def test_what_is_no_number_is_none(text: str) -> None:
    """A text that is not wholly a number has no value."""
    assert parse_number(text) is None


@given(st.text(alphabet="0123456789.,万千百十零一二两三亿wk 元", max_size=12))
def test_never_raises(text: str) -> None:
    """Whatever stands there, reading a number or sums does not fail."""
    parse_number(text)
    amounts(text)
    amounts(f"花了{text}")


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("门诊花了1600元", "1600"),
        ("一共1,600.50元", "1600.50"),
        ("住院总共三万八", "38000"),
        ("发票2.6w", "26000"),
        ("花了两千七百块钱", "2700"),
        ("药费12块5毛", "12.5"),
        ("挂号三块五", "3.5"),
        ("费用共计2万元", "20000"),
        ("用了1万2千元", "12000"),
        ("花了1千6", "1600"),
        ("付了3万余元", "30000"),
        ("花了一千多块", "1000"),
        ("¥1600", "1600"),
        ("月薪八千五", "8500"),
        ("1600元三级医院能报多少", "1600"),
        ("花了800块二级医院", "800"),
        ("花了两千三级医院", "2000"),
        ("一千二百五十块零五毛", "1250.5"),
        ("二千二百元五角八分", "2200.58"),
        ("贰仟叁佰元整", "2300"),
        ("花了3万八", "38000"),
        ("拿了8百块", "800"),
        ("花了八十六蚊", "86"),
    ],
)
def test_finds_the_sum(text: str, yuan: str) -> None:
    """One sum in a sentence is found with its exact value."""
    assert [money.yuan for money in amounts(text)] == [Decimal(yuan)]


def test_finds_several_sums_in_order_with_their_places() -> None:
    """Each sum comes with the place where it stands."""
    text = "去年花了900元，今年又花1200块"
    found = amounts(text)
    assert [(money.yuan, text[money.start : money.end]) for money in found] == [(900, "900元"), (1200, "1200块")]


def test_a_comma_between_two_sums_joins_nothing() -> None:
    """A comma that separates sums is no thousands mark."""
    assert [money.yuan for money in amounts("先交了2000,1600元是自费")] == [2000, 1600]


@pytest.mark.parametrize(
    "text",
    [
        "我今年68岁",
        "2023年的标准",
        "按2018年算",
        "住了7天",
        "要5个工作日",
        "报60%",
        "报销62.5%",
        "能报百分之五十",
        "一年两次",
        "电话是0816-5037026",
        "打5037026",
        "拨12345",
        "84号文件",
        "医保发〔2018〕2号",
        "6月1日",
        "日期是2023-05-31",
        "是三级医院",
        "用了二十分钟",
        "交了20多年",
        "医保交了十五年",
        "要满60周岁",
        "要千万注意",
        "几百块",
        "花了十几块",
        "两个孩子",
        "花了99999999999元",
        "花了0.001元",
        "是2018年上半年",
    ],
)
def test_what_is_no_money(text: str) -> None:
    """Ages, years, dates, counts, shares, phones, file numbers, vague sums and sums that nobody pays are no amount."""
    assert amounts(text) == []
