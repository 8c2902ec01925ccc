"""What a formula is: a function with what it reads and gives, and what one run of it found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from knowledge.benefit.case import Case
from knowledge.benefit.figure import Unit
from knowledge.benefit.ledger import Ledger
from knowledge.benefit.moments import When
from knowledge.benefit.parameters import Parameters

ZERO = Decimal(0)
Value = Decimal | date | datetime
ResultUnit = Literal["yuan", "ratio", "count", "date", "moment"]


@dataclass
class Outcome:
    """What a formula found: `results` by name, `carry` the facts that the next visit starts from.

    `upper` is the upper end of a result that is a range, `otherwise` another reading of one. A result that
    cannot be told is left out, and `open` says that the rule's `gap` is to be told. `measure`: the measure word of counts. `read_twice`: a changed
    ratio was read in one of two ways. An input in `settled` needs no longer be stated as assumed.
    """

    results: dict[str, Value]
    carry: dict[str, Decimal] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)
    settled: frozenset[str] = frozenset()
    upper: dict[str, Decimal] = field(default_factory=dict)
    otherwise: dict[str, Decimal] = field(default_factory=dict)
    open: bool = False
    measure: str = ""
    read_twice: bool = False


@dataclass(frozen=True)
class Formula:
    """A function with what it reads and gives; units by name.

    `reads`: quantities of the policy that it must have; `may_read`: those it can do without. Those in
    `askable` may be inputs instead of parameters, where the policy leaves them to somebody else.
    `inputs` and `may_ask`: facts of the case, likewise; `choices`: inputs whose options the formula knows.
    Inputs in `optional` are asked only when they can change the result. `depends`: quantity, input or
    result → the quantity without which it means nothing. `banded`: rate → its lower bounds.
    `per_visit`: inputs that each visit of a list may state; none: one case at a time. `gap`: some result
    is only a limit or a part, so the rule must say what its sources do not hold.
    """

    run: Callable[[Parameters, Case, Ledger], Outcome]
    reads: Mapping[str, Unit]
    results: Mapping[str, ResultUnit]
    may_read: Mapping[str, Unit] = field(default_factory=dict)
    askable: frozenset[str] = frozenset()
    inputs: Mapping[str, Unit | When] = field(default_factory=dict)
    may_ask: Mapping[str, Unit | When] = field(default_factory=dict)
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    depends: Mapping[str, str] = field(default_factory=dict)
    banded: Mapping[str, str] = field(default_factory=dict)
    per_visit: frozenset[str] = frozenset()
    gap: bool = False
