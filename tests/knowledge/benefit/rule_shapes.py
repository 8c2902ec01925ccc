"""Small rule files of the newer shapes, the texts of the clauses that they quote, and how a file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.benefit import load_rule
from knowledge.clause import Clause
from knowledge.errors import RuleError

INPATIENT = """\
id: 510700.inpatient
title: 住院
region: 510700
formula: inpatient
applies: {care: [inpatient]}
period: calendar_year
checked: 2025-06-01
bands:
  step: {low: 一万元及以下, high: 一万元以上}
parameters:
  floor:
    label: 下限
    unit: yuan
    by: [step]
    values:
      - {from: 2025-01-01, clause: b.ratio, quote: 超过10000元部分90%, table: {low: none, high: 10000}}
  ratio:
    label: 比例
    unit: ratio
    by: [status, step]
    values:
      - from: 2025-01-01
        clause: b.ratio
        quote: [在职80%，退休85%，超过10000元部分90%]
        table: {active: {low: 80%, high: 90%}, retired: {low: 85%, high: 90%}}
  reduction:
    label: 降低
    unit: ratio
    by: [filing]
    values:
      - {from: 2025-01-01, clause: b.lowered, quote: 未备案降低10%, table: {filed: none, unfiled: 10%}}
  cap:
    label: 年度限额
    unit: yuan
    values:
      - {from: 2025-01-01, clause: b.cap, quote: 最高20万元, value: 20万}
  serious_ratio:
    label: 大病比例
    unit: ratio
    values:
      - {from: 2025-01-01, clause: b.serious, quote: 大病保险支付60%, value: 60%}
inputs:
  status: {label: 人员, ask: 在职还是退休？, options: {active: 在职, retired: 退休}}
  filing: {label: 备案, ask: 备案了吗？, options: {filed: 已备案, unfiled: 未备案}, said: {unfiled: [没…备案]}}
  deductible: {label: 起付线, ask: 多少元？, unit: yuan}
  amount: {label: 费用, ask: 多少元？, unit: yuan}
  out_of_scope: {label: 不予支付, ask: 多少元？, unit: yuan, default: 0, assumption: 按没有计算}
  paid: {label: 此前支付, ask: 多少元？, unit: yuan, range: {max: 300000}, default: 0, assumption: 按没有计算}
  accrued: {label: 此前负担, ask: 多少元？, unit: yuan, default: 0, assumption: 按没有计算}
results: {fund: 基金支付, serious: 大病支付, self: 个人负担}
examples:
  - name: 甲
    case: {status: active, filing: unfiled, deductible: 0, amount: 1000}
    expect: {fund: 700, fund_otherwise: 720, self: 120, self_otherwise: 112}
"""

UNPLACED = """\
id: 000000.limit
title: 限额
region: null
formula: limit
applies: {}
period: visit
checked: 2025-06-01
gap: 没有比例。
parameters:
  cap:
    label: 限额
    unit: yuan
    by: [kind]
    values:
      - {from: 2025-01-01, clause: c.cap, quote: 1500元、3万元, table: {chronic: 1500, inpatient: 3万}}
inputs:
  kind: {label: 种类, ask: 哪一种？, options: {chronic: 慢病, inpatient: 住院}}
  amount: {label: 费用, ask: 多少元？, unit: yuan}
results: {limit: 限额, most: 最多, least: 至少负担}
examples:
  - {name: 甲, case: {kind: chronic, amount: 2000}, expect: {limit: 1500, most: 1500, least: 500}}
"""

HOURS = """\
id: 510700.hours
title: 时限
region: 510700
formula: hours_after
applies: {}
period: visit
checked: 2025-06-01
parameters:
  term:
    label: 时限
    unit: hours
    values:
      - {from: 2025-01-01, clause: b.hours, quote: 24小时内登记, value: 24}
inputs:
  start: {label: 入院, ask: 什么时候？, unit: moment}
results: {due: 最迟}
examples:
  - {name: 甲, case: {start: '2025-05-01T08:30'}, expect: {due: '2025-05-02T08:30'}}
"""

ACCOUNT = """\
id: 510700.account
title: 账户
region: 510700
formula: account
applies: {insured: [employee]}
period: calendar_year
checked: 2025-06-01
parameters:
  ratio:
    label: 在职
    unit: ratio
    values:
      - {from: 2025-01-01, clause: b.account, quote: 在职2%，退休2.8%, value: 2%}
  pension_ratio:
    label: 退休
    unit: ratio
    values:
      - {from: 2025-01-01, clause: b.account, quote: 在职2%，退休2.8%, value: 2.8%}
inputs:
  status: {label: 人员, ask: 在职还是退休？, options: {active: 在职, retired: 退休}}
  base: {label: 基数, ask: 多少元？, unit: yuan}
  average: {label: 平均, ask: 多少元？, unit: yuan}
results: {monthly: 每月, yearly: 全年}
examples:
  - {name: 甲, case: {status: active, base: 5000}, expect: {monthly: 100, yearly: 1200}}
"""

TEXTS = {
    "b.ratio": "在职80%，退休85%，超过10000元部分90%。超过20000元部分95%。",
    "b.lowered": "未备案降低10%。",
    "b.cap": "一年最高20万元。",
    "b.serious": "大病保险支付60%，按救助对象再支付70%，最高3万元。",
    "b.hours": "24小时内登记。999999小时内。",
    "b.account": "在职2%，退休2.8%。",
}


def quoted() -> dict[str, Clause]:
    """The clauses that the rules quote; that of the report names no place."""
    found = {id: Clause(id=id, document_id="b", text=text, region="510700") for id, text in TEXTS.items()}
    return {**found, "c.cap": Clause(id="c.cap", document_id="c", text="封顶1500元、3万元。", region=None)}


def refusal(path: Path, clauses: dict[str, Clause]) -> str:
    """What a rule file is refused with, having asserted that it is one line that begins with the file."""
    with pytest.raises(RuleError) as caught:
        load_rule(path, clauses)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message
