"""A calculation in words, and as the Reply shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.calculation.goals import Goal
from assistant.reply import CalculationLine, CalculationResult, CalculationShown
from assistant.wording import say
from knowledge.benefit import Calculation, Result
from knowledge.benefit.figure import plain
from knowledge.benefit.operand import PREFIX

# Lines that change nothing and are told only where they were asked for.
_TOLD_FOR = {
    "cap_left": frozenset({Goal.LEFT}),
    "rest": frozenset({Goal.LEFT}),
    "apart": frozenset({Goal.DIFFERENCE, Goal.SHORT}),
}


def results_in_words(calculation: Calculation) -> str:
    """What a calculation comes to, in one sentence."""
    results = "，".join(map(_result_in_words, calculation.results))
    return say("calculated", title=calculation.title, results=results)


def in_words(calculation: Calculation, goals: frozenset[Goal] = frozenset()) -> str:
    """For a citizen: the result, what is left to pay, what was assumed, then the steps that changed it."""
    if calculation.result is None:
        return calculation.message
    if calculation.rule_id.startswith(PREFIX):
        *operands, step = calculation.lines
        named = "，".join(f"{line.label}{line.text}" for line in operands)
        return say(
            "worked_out", result=calculation.result.label + calculation.result.text, operands=named, how=step.how
        )
    said = [results_in_words(calculation)]
    # Of several visits the last line of a name tells how it ended.
    lines = {line.name: line for line in calculation.lines if _TOLD_FOR.get(line.name, frozenset()) & goals}
    said += [say("line_result", label=line.label, text=line.text) for line in lines.values() if not line.matters]
    if calculation.assumptions:
        said.append(say("assumption", text="，".join(calculation.assumptions)))
    said += list(calculation.gaps)
    said += [f"{line.label}：{line.how}。" for line in calculation.lines if line.matters and line.kind == "step"]
    return "".join(said)


def all_words(calculation: Calculation) -> str:
    """All that may be said of a calculation: every line, whether it changed anything or not."""
    lines = (part for line in calculation.lines for part in (line.label, line.text, line.how))
    return "\n".join((in_words(calculation), *lines))


def _result_in_words(result: Result) -> str:
    said = f"{result.label}{result.text}"
    return f"{said}（另一种读法{result.otherwise.text}）" if result.otherwise else said


def shown(calculation: Calculation, number_of: Callable[[str], int | None]) -> CalculationShown | None:
    """The calculation as a Reply carries it; `number_of` gives the citation number of a clause id."""
    result = calculation.result
    if result is None:
        return None
    return CalculationShown(
        rule_id=calculation.rule_id,
        title=calculation.title,
        result=_result_shown(result),
        results=tuple(map(_result_shown, calculation.results)),
        lines=tuple(
            CalculationLine(
                label=line.label,
                value=line.text,
                how=line.how,
                kind=line.kind,
                citation=number_of(line.clause) if line.clause else None,
            )
            for line in calculation.lines
        ),
        assumptions=calculation.assumptions,
        gaps=calculation.gaps,
    )


def _result_shown(result: Result) -> CalculationResult:
    return CalculationResult(
        type=result.type,
        name=result.name,
        label=result.label,
        value=_exact(result),
        unit=result.unit,
        upper=plain(result.upper) if result.upper is not None else None,
        otherwise=_exact(result.otherwise) if result.otherwise else None,
    )


def _exact(result: Result) -> str:
    """An exact decimal, or an ISO date."""
    value = result.value
    return value.isoformat() if isinstance(value, date) else format(value, "f")
