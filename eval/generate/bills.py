"""Bills in people's words with the figures of the oracles: single questions, and conversations that change a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from eval import oracles
from eval.generate.draw import number, pick

Row = dict[str, Any]
Words = Mapping[str, Any]
_INTERVIEW = "youxian-interview-2023"
_YOUXIAN, _FUCHENG, _LOUXING = "510704", "510703", "431302"


@dataclass(frozen=True)
class Bill:
    """A benefit: its oracle and the result asked for, its facts, the amounts in yuan, where and from when, its clauses."""

    result: str
    oracle: Callable[[oracles.Facts, date], dict[str, Any]]
    facts: tuple[str, ...]
    amounts: tuple[int, int]
    places: tuple[str, ...]
    first: date
    cite: tuple[str, ...]
    fixed: Mapping[str, Any]
    count: int


def _cites(*names: str) -> tuple[str, ...]:
    return tuple(f"{_INTERVIEW}.{name}" for name in names)


_JUNE = date(2023, 6, 1)
BILLS = {
    "outpatient": Bill(
        "fund",
        oracles.outpatient,
        ("status", "tier"),
        (120, 5500),
        (_YOUXIAN, _FUCHENG),
        _JUNE,
        _cites("outpatient-deductible", "outpatient-ratio", "outpatient-cap"),
        {},
        80,
    ),
    "chronic": Bill(
        "fund",
        oracles.chronic,
        ("diseases",),
        (200, 5000),
        (_YOUXIAN, _FUCHENG),
        _JUNE,
        _cites("chronic-ratio-employee", "chronic-cap-employee"),
        {},
        40,
    ),
    "primary": Bill("fund", oracles.primary, (), (150, 9000), (_YOUXIAN,), _JUNE, _cites("primary-inpatient"), {}, 24),
    "account_active": Bill(
        "monthly",
        oracles.account,
        (),
        (3200, 12000),
        (_YOUXIAN, _FUCHENG),
        _JUNE,
        _cites("account-active"),
        {"status": "active"},
        16,
    ),
    "maternity": Bill(
        "most",
        oracles.most({"natural": 150_000, "caesarean": 200_000}, "delivery"),
        ("delivery",),
        (900, 7000),
        (_YOUXIAN,),
        _JUNE,
        _cites("maternity-resident"),
        {},
        16,
    ),
    "aid": Bill(
        "total",
        oracles.aid,
        ("group", "heads"),
        (0, 0),
        (_LOUXING,),
        date(2019, 3, 1),
        ("louxing-news-2020.subsidy-rate",),
        {},
        14,
    ),
}
_AGAIN = 40
"""Conversations, each about an outpatient bill of which one fact is changed."""


def bills(words: Words) -> Iterator[Row]:
    """One question a bill."""
    for name, bill in BILLS.items():
        for n in range(bill.count):
            key = f"{name}-{n:03}"
            facts = _facts(key, bill, words)
            yield _row(key, name, [_said(key, pick(key, words["bills"][name]), facts, words)], facts)


def conversations(words: Words) -> Iterator[Row]:
    """A bill, and then the same with one fact changed; what is expected is of the second."""
    bill = BILLS["outpatient"]
    for n in range(_AGAIN):
        key = f"again-{n:03}"
        facts = _facts(key, bill, words)
        changed = pick(f"{key}:changed", ("status", "tier", "amount"))
        other = {**facts, changed: _facts(f"{key}:other", bill, words)[changed]}
        if other == facts:
            continue
        first = _said(key, pick(key, words["bills"]["outpatient"]), facts, words)
        second = _said(f"{key}:2", pick(key, words["follow"][changed]), other, words)
        yield _row(key, "outpatient", [first, second], other)


def _facts(key: str, bill: Bill, words: Words) -> dict[str, Any]:
    facts = dict(bill.fixed)
    for fact in bill.facts:
        facts[fact] = 1 + number(f"{key}:heads", 6) if fact == "heads" else pick(f"{key}:{fact}", sorted(words[fact]))
    low, high = bill.amounts
    if high:
        yuan = low + number(f"{key}:amount", high - low)
        facts["amount"] = 100 * (yuan if number(f"{key}:round", 3) == 0 else yuan // 50 * 50)
    return facts


def _said(key: str, form: str, facts: Mapping[str, Any], words: Words) -> str:
    said = {name: pick(f"{key}:say:{name}", words[name][value]) for name, value in facts.items() if name in words}
    if "amount" in facts:
        said["amount"] = pick(f"{key}:say:amount", _AMOUNTS).format(facts["amount"] // 100)
    return form.format(**said, **({"heads": facts["heads"]} if "heads" in facts else {}))


_AMOUNTS = ("{}元", "{}块钱", "{}块", "{}元钱")


def _row(key: str, name: str, turns: list[str], facts: Mapping[str, Any]) -> Row:
    bill = BILLS[name]
    day = bill.first + timedelta(days=number(f"{key}:day", 200))
    given = {"base": facts["amount"], **facts} if name == "account_active" else facts
    figure = yuan(bill.oracle(given, day)[bill.result])
    return {
        "id": key,
        "turns": turns,
        "region": pick(f"{key}:place", bill.places),
        "as_of": day.isoformat(),
        "expect": ["partial", "answer"] if bill.result == "most" else ["answer"],  # a limit without its ratio
        "cite": list(bill.cite),
        "must": [_ways(figure)],
        "calc": figure,
    }


def yuan(fen: int) -> str:
    """`2784.4元`: whole 分 as people write them, without needless zeros."""
    whole, rest = divmod(fen, 100)
    return f"{whole}元" if not rest else f"{whole}.{rest:02}".rstrip("0") + "元"


def _ways(figure: str) -> list[str]:
    """The figure, and the same with two digits of 分."""
    whole, dot, rest = figure.removesuffix("元").partition(".")
    return [figure, f"{whole}.{rest}0元"] if dot and len(rest) == 1 else [figure]
