"""What a sum of money is by the words of its phrase (sums.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml

Role = Literal[
    "used",  # of the limit, or spent before: the rest of the message tells which
    "in_scope",  # what the insurance covers of a bill
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
_FILE = Path(__file__).with_name("sums.yaml")
_SUM = "¥"
"""Stands for the sum itself where a row looks at the whole phrase."""
_FEW = r"[^，,。；;！!？?\n]{0,6}?"


class _Row(NamedTuple):
    """One row of the file: a role and the words that tell it."""

    role: Role
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    around: re.Pattern[str] | None
    clause: re.Pattern[str] | None

    def fits(self, before: str, behind: str) -> bool:
        return (
            (self.before is None or bool(self.before.search(before)))
            and (self.behind is None or bool(self.behind.match(behind)))
            and (self.around is None or bool(self.around.search(before)))
            and (self.clause is None or bool(self.clause.search(f"{before}{_SUM}{behind}")))
        )


@cache
def _rows() -> tuple[_Row, ...]:
    def pattern(ways: Iterable[str] | None, form: str) -> re.Pattern[str] | None:
        return re.compile(form.format("|".join(ways).replace("…", _FEW))) if ways else None

    return tuple(
        _Row(
            row["role"],
            pattern(row.get("before"), r"(?:{})\s?(?:大概|大约|差不多)?$"),
            pattern(row.get("behind"), r"\s?(?:块|元)?钱?(?:{})"),
            pattern(row.get("around"), "(?:{})"),
            pattern(row.get("clause"), "(?:{})"),
        )
        for row in yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    )


def role_of(before: str, behind: str) -> Role:
    """The role of a sum between these words of its phrase; a bill where none of them tells."""
    return next((row.role for row in _rows() if row.fits(before, behind)), "amount")
