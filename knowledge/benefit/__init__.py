"""Exact money: rules with dated, cited parameters, and the ledger of one calculation.

Knows no model and no network. `load_rules` reads and proves rule files, `calculate` makes one
calculation, `describe_inputs` says what a rule asks for; `failures` and `survivors` check a rule's own
examples.
"""

from knowledge.benefit.case import FactError
from knowledge.benefit.describe import InputDescription, describe_inputs, relevant_facts
from knowledge.benefit.engine import Calculation, Missing, Option, Result, calculate
from knowledge.benefit.examples import Failure, failures
from knowledge.benefit.ledger import Line, money
from knowledge.benefit.loader import load_rule, load_rules, parse_rule
from knowledge.benefit.mutation import survivors
from knowledge.benefit.rule import Rule

__all__ = [
    "Calculation",
    "FactError",
    "Failure",
    "InputDescription",
    "Line",
    "Missing",
    "Option",
    "Result",
    "Rule",
    "calculate",
    "describe_inputs",
    "failures",
    "load_rule",
    "load_rules",
    "money",
    "parse_rule",
    "relevant_facts",
    "survivors",
]
