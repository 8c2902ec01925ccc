"""A rule file is read exactly or refused with file, key, value and remedy."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from rule_shapes import refusal

from knowledge.benefit import load_rule, load_rules, parse_rule
from knowledge.clause import Clause
from knowledge.errors import RuleError

Clauses = dict[str, Clause]


def test_complete_file(small_text: str, small_clauses: Clauses) -> None:
    """A complete file becomes exact decimals and dates, however its numbers are written."""
    rule = parse_rule(small_text, small_clauses)
    assert rule.parameters["ratio"].values[0].figures[("active",)].value == Decimal("0.5")
    assert rule.parameters["ratio"].values[0].figures[("retired",)].value == Decimal("0.6")
    cap = rule.parameters["cap"].values[0].figures[()]
    assert (cap.value, cap.written, cap.text("yuan")) == (Decimal(150000), "15万", "15万元")
    assert rule.parameters["deductible"].values[1].from_.isoformat() == "2025-01-01"
    assert rule.clauses == ("a.deductible", "a.deductible-2025", "a.ratio", "a.cap", "a.rise")


# what is replaced, by what, and what the refusal must say: the key and the value or remedy
REFUSED = {
    "unknown key": ("title: 小规则", "title: 小规则\nnote: 甲", "note: 不认识的键"),
    "unknown key below": (
        "label: 起付标准",
        "label: 起付标准\n    unti: yuan",
        "parameters.deductible.unti: 不认识的键",
    ),
    "internal name": ("value: 250}", "value: 250, from_: 2020-01-01}", "values[1].from_: 不认识的键"),
    "internal figures": ("value: 250}", "figures: {active: 250}}", "不认识的键 figures"),
    "duplicate key": ("title: 小规则", "title: 小规则\ntitle: 大规则", "第3行: 键“title”重复"),
    "duplicate option": ("{active: 0.5, retired: 60%}", "{active: 0.5, active: 60%}", "键“active”重复"),
    "anchor": ("label: 支付限额", "label: &x 支付限额\n    unit: *x", "请把内容写全"),
    "missing key": ("period: calendar_year\n", "", "period: 缺少这一项"),
    "empty title": ("title: 小规则", "title:", "title: 不能为空"),
    "not YAML": ("title: 小规则", "title: [小规则", "不是合法的 YAML"),
    "id form": ("id: 510700.small", "id: small", "id: “small”不合格式"),
    "id of another region": ("id: 510700.small", "id: 510600.small", "id: “510600.small”须以地区代码 510700"),
    "region unknown": ("region: 510700", "region: 990000", "region: 没有代码为“990000”的地区"),
    "formula unknown": ("formula: outpatient", "formula: magic", "formula: 没有公式“magic”；可用：outpatient"),
    "period unknown": ("period: calendar_year", "period: year", "period: “year”不能用；可用：calendar_year"),
    "unit unknown": ("unit: ratio", "unit: percent", "parameters.ratio.unit: “percent”不能用"),
    "unit not the formula's": ("unit: ratio", "unit: count", "parameters.ratio.unit: “count”不对"),
    "date form": ("checked: 2025-06-01", "checked: 2025年6月1日", "checked: “2025年6月1日”不是日期"),
    "date as a number": ("checked: 2025-06-01", "checked: 1748736000", "checked: “1748736000”不是日期"),
    "no such day": ("checked: 2025-06-01", "checked: 2025-02-30", "checked: “2025-02-30”不是日期"),
    "incomplete table": ("{active: 0.5, retired: 60%}", "{active: 0.5}", "parameters.ratio.values[0]: 缺少“retired”"),
    "option unknown": ("retired: 60%}", "retired: 60%, minor: 60%}", "“minor”不对应 by 的选项"),
    "table too deep": ("active: 0.5,", "active: {a: 0.5},", "缺少“active”"),
    "value where a table belongs": ("table: {active: 0.5, retired: 60%}", "value: 0.5", "缺少“active”"),
    "table where a value belongs": ("value: 250}", "table: {active: 250}}", "缺少“value”"),
    "scalar table": ("value: 250}", "table: 250}", "table：请按各选项分别写数"),
    "two forms": ("value: 250}", "value: 250, table: {active: 1}}", "三者须写一个"),
    "no form": (", value: 250}", "}", "三者须写一个"),
    "by unknown": ("by: [status]", "by: [age]", "parameters.ratio.by: “age”不是有选项的输入"),
    "by a quantity": ("by: [status]", "by: [amount]", "parameters.ratio.by: “amount”不是有选项的输入"),
    "by twice": ("by: [status]", "by: [status, status]", "同一个输入写了两次"),
    "dates not rising": ("from: 2025-01-01", "from: 2023-01-01", "deductible.values[1].from: 2023-01-01 不晚于"),
    "dates overlapping": ("from: 2025-01-01", "from: 2024-06-30", "落在前一组的期限"),
    "end before start": ("to: 2024-06-30", "to: 2022-06-30", "values[0].to: 2022-06-30 早于 from"),
    "ratio above one": ("active: 0.5,", "active: 50,", "parameters.ratio.values[0].active: 50 不在 0 到 1"),
    "ratio below zero": ("active: 0.5,", "active: -0.5,", "parameters.ratio.values[0].active: -0.5 是负数"),
    "percent of yuan": ("value: 250}", "value: 250%}", "250% 是百分数"),
    "less than a fen": ("value: 250}", "value: 250.001}", "250.001 小于一分"),
    "exponent": ("value: 250}", "value: 2.5e2}", "value：“2.5e2”不是数"),
    "octal look-alike": ("value: 250}", "value: 0o250}", "value：“0o250”不是数"),
    "NaN": ("value: 250}", "value: .nan}", "value：“.nan”不是数"),
    "clause unknown": ("clause: a.ratio", "clause: a.rate", "parameters.ratio.values[0].clause: 没有条款“a.rate”"),
    "quote not word for word": ("每年250元", "每年为250元", "deductible.values[1].quote: “每年为250元”不是条款"),
    "quote empty": ("quote: 每年250元", "quote: ''", "不能为空"),
    "number not in quote": (
        "value: 250}",
        "value: 260}",
        "parameters.deductible.values[1]: 引文“每年250元”里读不出 260",
    ),
    "ratio not in quote": ("active: 0.5,", "active: 0.55,", "parameters.ratio.values[0].active: 引文"),
    "operand not in quote": ("operands: [20万, -5万], sum: 15万", "operands: [20万, -6万], sum: 14万", "读不出 -6万"),
    "sum wrong": ("sum: 15万", "sum: 16万", "20万 + -5万 不等于 16万"),
    "sum missing": (", sum: 15万", "", "derived.sum：请写各数之和"),
    "one operand": ("operands: [20万, -5万]", "operands: [20万]", "derived.operands：请列出相加的数"),
    "derived key unknown": ("sum: 15万", "sum: 15万, total: 1", "derived.total：不认识的键"),
    "derived clause unknown": ("[a.cap, a.rise]", "[a.cap, a.fall]", "没有条款“a.fall”"),
    "parameter missing": ("  cap:\n", "  cup:\n", "parameters.cap: 公式 outpatient 需要这个参数"),
    "input missing": ("  paid:", "  payed:", "inputs.paid: 公式 outpatient 需要这个输入"),
    "input unread": (
        "  paid:",
        "  age: {label: 年龄, ask: 多大？, unit: years}\n  paid:",
        "inputs.age: 没有参数或公式用到",
    ),
    "input of two sorts": ("ask: 多少元？, unit: yuan}", "ask: 多少元？, unit: yuan, options: {a: 甲}}", "须写一个"),
    "default unexplained": (", assumption: 按第一次计算", "", "default 和 assumption"),
    "default of a choice": ("退休？,", "退休？, default: 1, assumption: 甲,", "选择项不能有 default"),
    "default of what is asked": ("label: 此前支付,", "label: 此前支付, default: 0, assumption: 甲,", "请删去 default"),
    "result missing": (", self: 个人负担", "", "results.self: 公式 outpatient 给出这个结果"),
    "result unknown": ("self: 个人负担}", "self: 个人负担, tax: 税}", "results.tax: 公式 outpatient 不给出"),
    "example input unknown": ("amount: 450}", "amuont: 450}", "examples[0].case.amuont: 不认识的输入"),
    "example result unknown": ("fund: 100,", "found: 100,", "examples[0].expect.found: 不认识的结果"),
    "example expects nothing": ("{fund: 100, self: 350}", "{}", "请写期望的结果数值"),
    "example missing unknown": ("{fund: 100, self: 350}", "{missing: age}", "expect.missing: “age”不是本规则的输入"),
    "example number": ("fund: 100,", "fund: 一百,", "examples[0].expect.values.fund: “一百”不是数"),
    "number as a mapping": ("min: 0.01", "min: {value: 1, written: 1}", "inputs.amount.range.min: 请写一个数"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(name: str, small_text: str, small_clauses: Clauses, tmp_path: Path) -> None:
    """Each way to spoil a file is refused in one line that names the file, the key, the value and the remedy."""
    old, new, wanted = REFUSED[name]
    assert old in small_text
    path = tmp_path / "small.yaml"
    path.write_text(small_text.replace(old, new, 1), encoding="utf-8")
    assert wanted in refusal(path, small_clauses)


def test_clause_of_another_place(small_text: str, small_clauses: Clauses) -> None:
    """A clause of a district or of another city cannot bear a city's rule; one of the province can."""
    for region, allowed in (("510704", False), ("430000", False), ("510000", True), (None, True)):
        moved = {id: clause.model_copy(update={"region": region}) for id, clause in small_clauses.items()}
        if allowed:
            parse_rule(small_text, moved)
        else:
            with pytest.raises(RuleError, match="不适用于本规则的 510700"):
                parse_rule(small_text, moved)


def test_same_id_twice(small_text: str, small_clauses: Clauses, tmp_path: Path) -> None:
    """Two files with one id are refused, naming both."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(small_text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"b\.yaml: id: .*a\.yaml"):
        load_rules(sorted(tmp_path.glob("*.yaml")), small_clauses)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"- 1\n", b"[" * 5000, b"id: *x"])
def test_not_a_rule_file(content: bytes, tmp_path: Path) -> None:
    """What is no rule file at all is refused in one line, too."""
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    refusal(path, {})


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is a rule error, not a traceback."""
    with pytest.raises(RuleError, match="打不开"):
        load_rule(tmp_path / "none.yaml", {})


def test_digest_follows_content(small_text: str, small_clauses: Clauses) -> None:
    """The digest changes with the content and with nothing else."""
    rule = parse_rule(small_text, small_clauses)
    assert rule.digest == parse_rule("# 注\n" + small_text, small_clauses).digest
    assert rule.digest != parse_rule(small_text.replace("小规则", "大规则"), small_clauses).digest
