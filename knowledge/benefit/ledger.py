"""The ledger: every line of one calculation, and the arithmetic that may write into it.

Amounts are `Decimal`. Everything runs in the context `exact()`, which traps `Inexact` and
`FloatOperation`: a result that would lose a digit is an error, not a rounding. `money` rounds
to 分, half up, and `rounded` what is divided; nothing else rounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Overflow,
    localcontext,
)
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer

from knowledge.benefit.figure import Unit, plain, show, show_computed
from knowledge.benefit.moments import When, show_when

# 60 digits: amounts up to 1e9 with two decimals times ratios fit many times over.
_TRAPS = [Inexact, FloatOperation, InvalidOperation, DivisionByZero, Overflow]
_EXACT = Context(prec=60, traps=_TRAPS)
_ROUNDING = Context(prec=60, traps=[trap for trap in _TRAPS if trap is not Inexact])
FEN = Decimal("0.01")

Kind = Literal["given", "rule", "step"]


def _in_json(value: Decimal | date) -> str:
    """A number in plain digits; of `Exact | datetime | date` the other kinds come here as well."""
    return value.isoformat() if isinstance(value, date) else plain(value)


Exact = Annotated[Decimal, PlainSerializer(_in_json, return_type=str, when_used="json")]


def exact() -> AbstractContextManager[Context]:
    """The decimal context of every formula: a lost digit or a float raises."""
    return localcontext(_EXACT)


_quantum: ContextVar[Decimal] = ContextVar("quantum", default=FEN)


def money(value: Decimal) -> Decimal:
    """Yuan rounded to 分, half up: the only rounding of a rule."""
    return value.quantize(_quantum.get(), rounding=ROUND_HALF_UP, context=_ROUNDING)


@contextmanager
def unrounded() -> Iterator[None]:
    """Within, `money` keeps what a bill of whole 分 can come to: for finding a sum, never for telling one."""
    token = _quantum.set(Decimal("1e-12"))
    try:
        yield
    finally:
        _quantum.reset(token)


def rounded(dividend: Decimal, divisor: Decimal, digits: int) -> tuple[Decimal, bool]:
    """A quotient of two figures above nothing to so many decimals, half up, and whether nothing was lost."""
    with exact():
        scaled = dividend.scaleb(digits)
        value = (2 * scaled + divisor) // (2 * divisor)
        return Decimal(f"{value.scaleb(-digits):f}"), value * divisor == scaled


def yuan(value: Decimal) -> str:
    """An amount as it stands in a sentence: `700元`."""
    return show_computed(value, "yuan")


class Line(BaseModel):
    """One line. `value` is exact, in `unit`, or a day; `text` is value and unit as people read them.

    `how` is a Chinese sentence with the arithmetic; `clause` the id a rule line rests on, `clauses` all
    of them where the value is derived. `matters` is false for lines that changed nothing (an excluded
    part of 0元, a cap out of reach): a citizen's view leaves them out, an operator's shows them.
    `visit` numbers the visits of a list from 1.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    label: str
    value: Exact | datetime | date
    unit: Unit | When
    text: str
    how: str
    kind: Kind
    clause: str | None = None
    clauses: tuple[str, ...] = ()
    matters: bool = True
    visit: int | None = None


class Ledger:
    """Collects the lines of one calculation in the order in which they are written."""

    def __init__(self, visit: int | None = None) -> None:
        self.visit = visit
        self.lines: list[Line] = []

    def given(self, name: str, label: str, value: Decimal, unit: Unit, how: str, *, matters: bool = True) -> None:
        """A fact of the case, or what was assumed in its place (`how` says which)."""
        self._write(name, label, value, unit, show(value, unit), how, "given", matters)

    def rule(
        self,
        name: str,
        label: str,
        value: Decimal,
        unit: Unit,
        text: str,
        how: str,
        clauses: tuple[str, ...],
        *,
        matters: bool = True,
    ) -> None:
        """A parameter of the rule with the clauses it rests on, the first of them its own."""
        self._write(name, label, value, unit, text, how, "rule", matters, clauses)

    def step(
        self, name: str, label: str, value: Decimal, how: str, unit: Unit = "yuan", *, matters: bool = True
    ) -> None:
        """A computed line."""
        self._write(name, label, value, unit, show_computed(value, unit), how, "step", matters)

    def when(self, name: str, label: str, value: date | datetime, how: str) -> None:
        """A computed day or moment."""
        unit: When = "moment" if isinstance(value, datetime) else "date"
        self._write(name, label, value, unit, show_when(value), how, "step", True)

    def told(self, name: str, label: str, value: date | datetime, unit: When, how: str) -> None:
        """A day, moment or month of the case."""
        self._write(name, label, value, unit, show_when(value, unit), how, "given", True)

    def _write(
        self,
        name: str,
        label: str,
        value: Decimal | date | datetime,
        unit: Unit | When,
        text: str,
        how: str,
        kind: Kind,
        matters: bool,
        clauses: tuple[str, ...] = (),
    ) -> None:
        clause = clauses[0] if clauses else None
        self.lines.append(
            Line(
                name=name,
                label=label,
                value=value,
                unit=unit,
                text=text,
                how=how,
                kind=kind,
                clause=clause,
                clauses=clauses,
                matters=matters,
                visit=self.visit,
            )
        )
