"""Several groups of people told with their numbers, each a case of one rule: 三个建档立卡非低保，两个特困."""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.benefit import Rule

_PHRASE = re.compile(r"[^，,、；;。！!？?\n]+")


def groups_said(rule: Rule, text: str, count_of: Callable[[str], str | None]) -> list[dict[str, str]]:
    """For each group its facts (which option of the rule, how many); nothing where a group or a number stands alone.

    A number without a group may be what the others come to (我家五口人).
    """
    counts = [name for name, item in rule.inputs.items() if item.unit == "count"]
    choices = [name for name, item in rule.inputs.items() if item.said]
    if len(counts) != 1 or len(choices) != 1:
        return []
    found: dict[str, int] = {}
    alone: list[int] = []
    for phrase in _PHRASE.finditer(text):
        option, number = rule.inputs[choices[0]].option_said(phrase[0]), count_of(phrase[0])
        if option is None:
            alone += [int(number)] if number else []
        elif number is None or option in found:
            return []
        else:
            found[option] = int(number)
    if len(found) < 2 or set(alone) - {sum(found.values())}:
        return []
    return [{choices[0]: option, counts[0]: str(number)} for option, number in found.items()]
