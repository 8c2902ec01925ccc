"""Exact money: rules with dated, cited parameters, and the ledger of one calculation.

Knows no model and no network. `load_rules` reads and proves rule files, `calculate` makes one
calculation, `describe_inputs` says what a rule asks for; `failures` and `survivors` check a rule's own
examples.
"""

from knowledge.benefit.backwards import left_of, limit_of, needed
from knowledge.benefit.case import FactError
from knowledge.benefit.combined import Way, against, combine, days_until, for_months, months_until
from knowledge.benefit.describe import InputDescription, describe_inputs, relevant_facts, takes_visits
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
    "Way",
    "against",
    "calculate",
    "combine",
    "days_until",
    "describe_inputs",
    "failures",
    "for_months",
    "left_of",
    "limit_of",
    "load_rule",
    "load_rules",
    "money",
    "months_until",
    "needed",
    "parse_rule",
    "relevant_facts",
    "survivors",
    "takes_visits",
]
