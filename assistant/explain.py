"""A calculation in words, and as the Reply shows it."""

from __future__ import annotations

from collections.abc import Callable

from assistant.reply import CalculationLine, CalculationResult, CalculationShown
from assistant.wording import say
from knowledge.benefit import Calculation
from knowledge.benefit.arithmetic import PREFIX


def in_words(calculation: Calculation) -> str:
    """For a citizen: the result, what is left to pay, what was assumed, then the steps that changed it."""
    result = calculation.result
    if result is None:
        return calculation.message
    if calculation.rule_id.startswith(PREFIX):
        *operands, step = calculation.lines
        named = "，".join(f"{line.label}{line.text}" for line in operands)
        return say("worked_out", result=result.label + result.text, operands=named, how=step.how)
    results = "，".join(f"{each.label}{each.text}" for each in calculation.results)
    said = [say("calculated", title=calculation.title, results=results)]
    if calculation.assumptions:
        said.append(say("assumption", text="，".join(calculation.assumptions)))
    said += [f"{line.label}：{line.how}。" for line in calculation.lines if line.matters and line.kind == "step"]
    return "".join(said)


def shown(calculation: Calculation, number_of: Callable[[str], int | None]) -> CalculationShown | None:
    """The calculation as a Reply carries it; `number_of` gives the citation number of a clause id."""
    result = calculation.result
    if result is None:
        return None
    return CalculationShown(
        rule_id=calculation.rule_id,
        title=calculation.title,
        result=CalculationResult(
            type=result.type, label=result.label, value=format(result.value, "f"), unit=result.unit
        ),
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
    )
