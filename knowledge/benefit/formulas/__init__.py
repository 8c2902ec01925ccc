"""The formulas: one Python function each, straight lines, each one sentence of the policy.

A rule file names its formula and supplies the parameters; `FORMULAS` says by name what each reads, so
that a file with one too few or too many is refused.
"""

from knowledge.benefit.formulas.deadlines import HOURS_AFTER, MONTHS_AFTER, SETTLEMENT_DAY
from knowledge.benefit.formulas.formula import Formula, Outcome, ResultUnit, Value
from knowledge.benefit.formulas.inpatient import AWAY, INPATIENT
from knowledge.benefit.formulas.limits import ACCOUNT, LIMIT, MINIMUM_COUNT, PER_HEAD, SHARE, SPLIT, TWO_FIGURES
from knowledge.benefit.formulas.outpatient import OUTPATIENT

FORMULAS: dict[str, Formula] = {
    "outpatient": OUTPATIENT,
    "inpatient": INPATIENT,
    "away": AWAY,
    "limit": LIMIT,
    "per_head": PER_HEAD,
    "account": ACCOUNT,
    "share": SHARE,
    "split": SPLIT,
    "minimum_count": MINIMUM_COUNT,
    "two_figures": TWO_FIGURES,
    "hours_after": HOURS_AFTER,
    "months_after": MONTHS_AFTER,
    "settlement_day": SETTLEMENT_DAY,
}

__all__ = ["FORMULAS", "Formula", "Outcome", "ResultUnit", "Value"]
