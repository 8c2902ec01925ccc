"""A rule file of the newer shapes that is wrong in any one thing is refused with file, key, value and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_shapes import ACCOUNT, HOURS, INPATIENT, UNPLACED, quoted, refusal

from knowledge.benefit import failures, parse_rule, survivors
from knowledge.benefit.mutation import mutants
from knowledge.clause import Clause

Clauses = dict[str, Clause]


@pytest.fixture
def texts() -> Clauses:
    """The clauses that the rules quote."""
    return quoted()


@pytest.mark.parametrize("text", [INPATIENT, UNPLACED, HOURS, ACCOUNT], ids=["inpatient", "limit", "hours", "account"])
def test_accepted(text: str, texts: Clauses) -> None:
    """The files that are spoilt below are right as they stand."""
    assert failures(parse_rule(text, texts)) == []


BOUNDS = "quote: 超过10000元部分90%, table: {low: none, high: 10000}}"
RATES = "table: {active: {low: 80%, high: 90%}, retired: {low: 85%, high: 90%}}"
PAID = (
    "  paid: {label: 此前支付, ask: 多少元？, unit: yuan, range: {max: 300000}, default: 0, assumption: 按没有计算}\n"
)
ACCRUED = "  accrued: {label: 此前负担, ask: 多少元？, unit: yuan, default: 0, assumption: 按没有计算}\n"
AID = "  aid_cap:\n    label: 救助\n    unit: yuan\n    values:\n      - {from: 2025-01-01, clause: b.serious, quote: 最高3万元, value: 3万}\ninputs:"
FLOOR = "  serious_floor:\n    label: 下限\n    unit: yuan\n    values:\n      - {from: 2025-01-01, clause: b.ratio, quote: 超过10000元部分, value: 10000}\ninputs:"
DEDUCTIBLE = "  deductible:\n    label: 起付线\n    unit: yuan\n    values:\n      - {from: 2025-01-01, clause: b.ratio, quote: 超过10000元部分, value: 10000}\ninputs:"
MOMENT = "unit: moment"
CAP_BY_STEP = "label: 年度限额\n    unit: yuan\n    by: [step]"
TWO_BANDS = "by: [status, step, share]"

# the file, what is replaced in it, by what, and what the refusal must say: the key and the value or remedy
SPOILT: dict[str, tuple[str, str, str, str]] = {
    # bands
    "bands not rising": (
        INPATIENT,
        "{low: 一万元及以下, high: 一万元以上}",
        "{high: 一万元以上, low: 一万元及以下}",
        "parameters.floor.values[0]: 各段的下限须逐段升高",
    ),
    "bands of one bound": (
        INPATIENT,
        "{low: none, high: 10000}",
        "{low: 10000, high: 10000}",
        "parameters.floor.values[0]: 各段的下限须逐段升高",
    ),
    "none above the first band": (
        INPATIENT,
        "{low: none, high: 10000}",
        "{low: 10000, high: none}",
        "parameters.floor.values[0]: 各段的下限须逐段升高",
    ),
    "bands unused": (
        INPATIENT,
        "bands:\n",
        "bands:\n  other: {a: 甲}\n",
        "bands.other: 没有参数按它分段；请删去",
    ),
    "band named as an input": (
        INPATIENT,
        "  deductible: {label: 起付线, ask: 多少元？, unit: yuan}",
        "  deductible: {label: 起付线, ask: 多少元？, unit: yuan}\n  step: {label: 段, ask: 哪一段？, options: {a: 甲}}",
        "bands.step: 与一个输入同名；请换一个名称",
    ),
    "bands empty": (
        INPATIENT,
        "step: {low: 一万元及以下, high: 一万元以上}",
        "step: {}",
        "bands.step: 不能为空；请补上",
    ),
    "bands without a label": (INPATIENT, "low: 一万元及以下,", "low: '',", "bands.step.low: 不能为空；请补上"),
    "floor missing": (
        INPATIENT,
        f"  floor:\n    label: 下限\n    unit: yuan\n    by: [step]\n    values:\n      - {{from: 2025-01-01, clause: b.ratio, {BOUNDS}\n",
        "",
        "parameters.floor: ratio 按 step 分段，floor 须同样只按它分段",
    ),
    "floor by something else": (
        INPATIENT,
        "by: [step]",
        "by: [status]",
        "parameters.floor: ratio 按 step 分段，floor 须同样只按它分段",
    ),
    "floor for a flat rate": (
        INPATIENT,
        "inputs:",
        FLOOR,
        "parameters.serious_floor: serious_ratio 没有分段，用不到下限；请删去",
    ),
    "floor without its rate": (
        INPATIENT.replace("by: [status, step]", "by: [status]").replace(RATES, "table: {active: 80%, retired: 85%}"),
        "by: [step]",
        "by: [step]",
        "parameters.floor: ratio 没有分段，用不到下限；请删去",
    ),
    "cap by bands": (
        INPATIENT,
        "label: 年度限额\n    unit: yuan",
        CAP_BY_STEP,
        "parameters.cap.by: 公式 inpatient 不按 step 分段；可分段：",
    ),
    "bands that the formula does not know": (
        UNPLACED,
        "parameters:\n  cap:",
        "bands: {kind: {chronic: 甲, inpatient: 乙}}\nparameters:\n  cap:",
        "parameters.cap.by: 公式 limit 不按 kind 分段；可分段：无",
    ),
    "a rate by two bands": (
        INPATIENT.replace("bands:\n", "bands:\n  share: {a: 甲, b: 乙}\n").replace(
            RATES,
            "table: {active: {low: {a: 80%, b: 80%}, high: {a: 90%, b: 90%}}, retired: {low: {a: 85%, b: 85%}, high: {a: 90%, b: 90%}}}",
        ),
        "by: [status, step]",
        TWO_BANDS,
        "parameters.ratio.by: 只能按一种分段，不能又按 step、又按 share；请只留一种",
    ),
    # none
    "none as a value": (HOURS, "value: 24", "value: none", "value：“none”不是数；请写成 200"),
    "none for the whole table": (INPATIENT, "table: {filed: none, unfiled: 10%}", "table: none", "table：请按各选项"),
    "none among operands": (
        HOURS,
        "value: 24",
        "derived: {operands: [24, none], sum: 24}",
        "derived：“none”不是数",
    ),
    "none where a number is needed": (
        UNPLACED,
        "{chronic: 1500, inpatient: 3万}",
        "{chronic: none, inpatient: 3万}",
        "parameters.cap.values[0].chronic: 公式 limit 总要用到这个数，不能是 none；请写数",
    ),
    "none in a rate": (
        INPATIENT,
        "active: {low: 80%, high: 90%}",
        "active: {low: none, high: 90%}",
        "parameters.ratio.values[0].active.low: 公式 inpatient 总要用到这个数，不能是 none",
    ),
    "none as a default": (INPATIENT, "default: 0, assumption: 按没有计算}\n  paid", "default: none, assumption: 甲}\n  paid", "inputs.out_of_scope.default: “none”不是数"),
    # gap
    "gap missing": (UNPLACED, "gap: 没有比例。\n", "", "gap: 公式 limit 的结果不是全部；请写明来源里没有什么"),
    "gap empty": (UNPLACED, "gap: 没有比例。", "gap:", "gap: 不能为空；请补上"),
    # what the policy fixes, and what it leaves open
    "quantity in both": (INPATIENT, "inputs:", DEDUCTIBLE, "inputs.deductible: parameters 里已有这一项；请删去一处"),
    "quantity in neither": (
        INPATIENT,
        "  ratio:\n",
        "  rate:\n",
        "parameters.ratio: 公式 inpatient 需要这个参数；请补上，或作为 inputs 询问",
    ),
    "quantity that cannot be asked": (
        UNPLACED,
        "inputs:\n",
        "inputs:\n  cap: {label: 限额, ask: 多少元？, unit: yuan}\n",
        "inputs.cap: 没有参数或公式用到这个输入",
    ),
    "asked in another unit": (
        INPATIENT,
        "deductible: {label: 起付线, ask: 多少元？, unit: yuan}",
        "deductible: {label: 起付线, ask: 多少？, unit: ratio}",
        "inputs.deductible.unit: “ratio”不对；公式 inpatient 要的是 yuan",
    ),
    "asked as a choice": (
        INPATIENT,
        "deductible: {label: 起付线, ask: 多少元？, unit: yuan}",
        "deductible: {label: 起付线, ask: 哪个？, options: {a: 甲}}",
        "inputs.deductible.unit: “选项”不对；公式 inpatient 要的是 yuan",
    ),
    "parameter of another formula": (
        HOURS,
        "parameters:\n",
        "parameters:\n  cap:\n    label: 限额\n    unit: yuan\n    values:\n      - {from: 2025-01-01, clause: b.cap, quote: 最高20万元, value: 20万}\n",
        "parameters.cap: 公式 hours_after 不读这个参数；可用：term",
    ),
    # what means nothing without something else
    "cap without its ratio": (INPATIENT, "inputs:", AID, "parameters.aid_cap: 没有 aid_ratio 就用不到这一项；请补上 aid_ratio 或删去它"),
    "input without its cap": (
        INPATIENT,
        "inputs:\n",
        "inputs:\n  aid_paid: {label: 已救助, ask: 多少元？, unit: yuan, default: 0, assumption: 甲}\n",
        "inputs.aid_paid: 没有参数 aid_cap 就用不到这个输入；请补上 aid_cap 或删去它",
    ),
    "cap without what was paid": (INPATIENT, PAID, "", "inputs.paid: 有参数 cap 就要用到这个输入；请补上"),
    "layer without what accrued": (
        INPATIENT,
        ACCRUED,
        "",
        "inputs.accrued: 有参数 serious_ratio 就要用到这个输入；请补上",
    ),
    "result of a layer that is not there": (
        INPATIENT,
        "serious: 大病支付,",
        "serious: 大病支付, aid: 救助,",
        "results.aid: 公式 inpatient 不给出这个结果；可用：fund、serious、self",
    ),
    "result of a layer left out": (INPATIENT, "serious: 大病支付, ", "", "results.serious: 公式 inpatient 给出这个结果（yuan）；请写上"),
    "result without its input": (
        UNPLACED,
        "  amount: {label: 费用, ask: 多少元？, unit: yuan}\n",
        "",
        "results.most: 公式 limit 不给出这个结果；可用：limit",
    ),
    "result under a wrong name": (HOURS, "{due: 最迟}", "{deadline: 最迟}", "results.due: 公式 hours_after 给出这个结果（moment）"),
    # places
    "place null, id of a place": (UNPLACED, "id: 000000.limit", "id: 510700.limit", "id: “510700.limit”须以地区代码 000000 加“.”开头"),
    "place left blank": (INPATIENT, "region: 510700", "region:", "id: “510700.inpatient”须以地区代码 000000 加“.”开头"),
    "id of no place, with a place": (UNPLACED, "region: null", "region: 510700", "id: “000000.limit”须以地区代码 510700 加“.”开头"),
    "no place, clause of a place": (
        UNPLACED,
        "clause: c.cap, quote: 1500元、3万元",
        "clause: b.cap, quote: 最高20万元",
        "parameters.cap.values[0].clause: 条款“b.cap”属于 510700，不适用于本规则的 未写明地区的文件；请换用",
    ),
    "place as a name": (INPATIENT, "region: 510700", "region: 绵阳市", "region: “绵阳市”不合格式；请填六位代码"),
    "id as a name": (HOURS, "id: 510700.hours", "id: 510700.登记", "id: “510700.登记”不合格式；请写成 510700.employee-outpatient"),
    # inputs
    "default of a moment": (
        HOURS,
        MOMENT,
        "unit: moment, default: 0, assumption: 甲",
        "inputs.start: 日期不能有 default 或 range；不知道就要问",
    ),
    "range of a moment": (HOURS, MOMENT, "unit: moment, range: {min: 1}", "inputs.start: 日期不能有 default 或 range"),
    "day for a moment": (HOURS, MOMENT, "unit: date", "inputs.start.unit: “date”不对；公式 hours_after 要的是 moment"),
    "unit unknown": (HOURS, MOMENT, "unit: minutes", "inputs.start.unit: “minutes”不能用；可用：yuan、ratio、count、hours、days、months、years、date、moment、month"),
    "choices not the formula's": (
        ACCOUNT,
        "options: {active: 在职, retired: 退休}",
        "options: {active: 在职, retired: 退休, flexible: 灵活就业}",
        "inputs.status: 公式 account 需要这个输入，选项为 active、retired",
    ),
    "choices missing": (
        ACCOUNT,
        "  status: {label: 人员, ask: 在职还是退休？, options: {active: 在职, retired: 退休}}\n",
        "",
        "inputs.status: 公式 account 需要这个输入，选项为 active、retired",
    ),
    "default of what is asked only where needed": (
        ACCOUNT,
        "base: {label: 基数, ask: 多少元？, unit: yuan}",
        "base: {label: 基数, ask: 多少元？, unit: yuan, default: 0, assumption: 甲}",
        "inputs.base.default: 公式 account 自己判断何时需要这个输入；请删去",
    ),
    "choice with a range": (
        ACCOUNT,
        "options: {active: 在职, retired: 退休}",
        "options: {active: 在职, retired: 退休}, range: {min: 1}",
        "inputs.status: 选择项不能有 default 或 range；不知道就要问",
    ),
    "option without a label": (ACCOUNT, "active: 在职,", "active: '',", "inputs.status.options.active: 不能为空；请补上"),
    "option in Chinese": (ACCOUNT, "active: 在职,", "在职: 在职,", "inputs.status.options.在职: “在职”不合格式；请用小写字母"),
    "options told alike": (
        INPATIENT,
        "{filed: 已备案, unfiled: 未备案}",
        "{filed: 备案, unfiled: ' 备案 '}",
        "inputs.filing.options.unfiled: “备案”和选项 filed 分不开；请换一个说法",
    ),
    "label that is another option": (
        INPATIENT,
        "{filed: 已备案, unfiled: 未备案}",
        "{filed: unfiled, unfiled: 未备案}",
        "inputs.filing.options.filed: “unfiled”和选项 unfiled 分不开",
    ),
    "words of no option": (INPATIENT, "said: {unfiled:", "said: {unfilled:", "inputs.filing: said 里的“unfilled”不是选项；可用：filed、unfiled"),
    "words of a quantity": (
        HOURS,
        MOMENT,
        "unit: moment, said: {early: 一早}",
        "inputs.start: said 里的“early”不是选项；可用：（没有选项）",
    ),
    "words not closed": (INPATIENT, "[没…备案]", "['(没备案']", "inputs.filing: said 里的“(没备案”不合写法；请核对括号"),
    "words repeated without end": (INPATIENT, "[没…备案]", "['没…*']", "inputs.filing: said 里的“没…*”不合写法"),
    "words repeated too often": (INPATIENT, "[没…备案]", "['没{9999999999}']", "said 里的“没{9999999999}”不合写法"),
    "input called as a frame": (
        UNPLACED.replace("by: [kind]", "by: [year]"),
        "  kind: {",
        "  year: {",
        "inputs.year: “year”另有所指（visits 是几次就诊，year 是年份）；请换一个名称",
    ),
    "default below zero": (INPATIENT, "yuan, default: 0", "yuan, default: -1", "inputs.out_of_scope.default: -1 是负数；请写 0 或正数"),
    "default below a fen": (INPATIENT, "yuan, default: 0", "yuan, default: 0.001", "inputs.out_of_scope.default: 0.001 小于一分"),
    "default as a percentage": (INPATIENT, "yuan, default: 0", "yuan, default: 5%", "inputs.out_of_scope.default: 5% 是百分数，而单位是 yuan"),
    "default outside the range": (
        INPATIENT,
        "range: {max: 300000}, default: 0",
        "range: {min: 1, max: 300000}, default: 0",
        "inputs.paid.default: 0 不在 range 之内；请核对",
    ),
    "range the wrong way round": (INPATIENT, "range: {max: 300000}", "range: {min: 9, max: 3}", "inputs.paid.range: min 9 大于 max 3"),
    "range below zero": (INPATIENT, "range: {max: 300000}", "range: {min: -1}", "inputs.paid.range.min: -1 是负数"),
    "range with an unknown end": (INPATIENT, "range: {max: 300000}", "range: {most: 3}", "inputs.paid.range.most: 不认识的键"),
    # sizes and days
    "term in halves": (HOURS, "value: 24", "value: 24.5", "parameters.term.values[0]: 24.5 不是整数，而单位是 hours"),
    "term beyond reason": (
        HOURS,
        "quote: 24小时内登记, value: 24",
        "quote: 999999小时内, value: 999999",
        "parameters.term.values[0]: 999999 太大，最多878400小时；请核对数值和单位",
    ),
    "digits beyond reason": (INPATIENT, "value: 20万", f"value: {'9' * 36}", "太大，最多1000000000000元"),
    "ratio with too many decimals": (INPATIENT, "value: 60%", "value: 60.00001%", "60.00001% 的小数太多；比例最多写6位小数"),
    "no last day": (HOURS, "from: 2025-01-01,", "from: 2025-01-01, to: 9999-12-31,", "values[0].to: “9999-12-31”的年份须在1900到2199之间；没有最后一天就不写 to"),
    "unit of the term": (HOURS, "unit: hours", "unit: days", "parameters.term.unit: “days”不对；公式 hours_after 要的是 hours"),
    "number in another unit": (HOURS, "unit: hours\n    values:\n      - {from: 2025-01-01, clause: b.hours, quote: 24小时内登记", "unit: hours\n    values:\n      - {from: 2025-01-01, clause: b.account, quote: 在职2%", "引文“在职2%”里读不出 24"),
    # examples
    "second reading of no result": (
        INPATIENT,
        "fund_otherwise: 720",
        "found_otherwise: 720",
        "examples[0].expect.found_otherwise: 不认识的结果；可用：fund、serious、self",
    ),
    "result that this rule does not give": (
        INPATIENT,
        "fund_otherwise: 720",
        "aid: 0",
        "examples[0].expect.aid: 不认识的结果；可用：fund、serious、self",
    ),
    "no such day in an example": (HOURS, "due: '2025-05-02T08:30'", "due: 2025-02-30", "examples[0].expect.values.due: 没有这一天"),
    "half a moment in an example": (HOURS, "due: '2025-05-02T08:30'", "due: '2025-05-02T8'", "请写成 2018-05-01 的形式"),
    "two expectations": (HOURS, "due: '2025-05-02T08:30'", "due: '2025-05-02T08:30', outcome: not_in_force", "examples[0].expect: 请写期望的结果数值，或 outcome"),
    "outcome unknown": (HOURS, "{due: '2025-05-02T08:30'}", "{outcome: complete}", "examples[0].expect.outcome: “complete”不能用；可用：not_in_force"),
    "refusal of no input": (HOURS, "{due: '2025-05-02T08:30'}", "{refused: end}", "examples[0].expect.refused: “end”不是本规则的输入；可用：start"),
    "example twice": (
        ACCOUNT,
        "examples:\n",
        "examples:\n  - {name: 甲, case: {status: active}, expect: {missing: base}}\n",
        "examples: 例子名“甲”重复；请换一个",
    ),
    "no example": (HOURS, "examples:\n  - {name: 甲, case: {start: '2025-05-01T08:30'}, expect: {due: '2025-05-02T08:30'}}", "examples: []", "examples: 不能为空；请补上"),
    # forms
    "list where a word belongs": (HOURS, "title: 时限", "title: [时限]", "title: “['时限']”不能用在这里；请写一段文字"),
    "word where a list belongs": (INPATIENT, "by: [filing]", "by: filing", "parameters.reduction.by: “filing”不是列表；请写成 [甲, 乙] 的形式"),
    "word where a facet list belongs": (ACCOUNT, "insured: [employee]", "insured: employee", "applies.insured: “employee”不是列表"),
    "facet unknown": (ACCOUNT, "insured: [employee]", "insured: [farmer]", "applies.insured[0]: “farmer”不能用；可用：employee、resident"),
    "word where keys belong": (HOURS, "applies: {}", "applies: 住院", "applies: “住院”不能用在这里；请写成“键: 值”的形式"),
    "inputs left blank": (HOURS, "inputs:\n  start: {label: 入院, ask: 什么时候？, unit: moment}", "inputs:", "inputs: “”不能用在这里；请写成“键: 值”的形式"),
    "a list as a key": (HOURS, "applies: {}", "applies: {[a]: b}", "第5行: 键须是一个词"),
    "a word as a value": (HOURS, "- {from: 2025-01-01, clause: b.hours, quote: 24小时内登记, value: 24}", "- 24", "parameters.term.values[0]: “24”不能用在这里；请写成“键: 值”的形式"),
    "a word as an expectation": (HOURS, "{due: '2025-05-02T08:30'}", "准时", "examples[0].expect: “准时”不能用在这里；请写成“键: 值”的形式"),
    "derived from no clause": (
        HOURS,
        "value: 24",
        "derived: {clauses: 第三条, operands: [20, 4], sum: 24}",
        "parameters.term.values[0]: derived.clauses：请列出条款编号",
    ),
    "two lines": (HOURS, "title: 时限", 'title: "时\\n限"', "title: 请写在一行里"),
    "two lines in a name": (HOURS, "id: 510700.hours", 'id: "510700.\\nhours"', "id: “510700. hours”不合格式"),
    "a label without end": (HOURS, "title: 时限", f"title: {'限' * 2001}", "title: 太长；请写在2000个字以内"),
    "a quote without end": (HOURS, "quote: 24小时内登记", f"quote: {'时' * 1500}", "不是条款“b.hours”的原话；请逐字摘录"),
    "clause id": (HOURS, "clause: b.hours", "clause: 第三条", "parameters.term.values[0].clause: “第三条”不合格式；请填条款编号"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_refusals(name: str, texts: Clauses, tmp_path: Path) -> None:
    """Each way to spoil one of the files is refused in one line with its key, the value and what to do."""
    text, old, new, wanted = SPOILT[name]
    assert old in text
    path = tmp_path / "rule.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    message = refusal(path, texts)
    assert wanted in message
    assert len(message) < 420 + len(str(path))


def test_text_of_people_is_trimmed(texts: Clauses) -> None:
    """A folded text keeps no line break at its end."""
    rule = parse_rule(HOURS.replace("title: 时限", "title: >\n  时限\n"), texts)
    assert rule.title == "时限"


def test_numbers_that_nothing_notices(texts: Clauses) -> None:
    """The gate finds the numbers of every shape that no example covers, and leaves `none` alone."""
    rule = parse_rule(INPATIENT, texts)
    unnoticed, nudged = {mutant.key for mutant in survivors(rule)}, {mutant.key for mutant in mutants(rule)}
    assert {"parameters.floor.values[0].high", "parameters.ratio.values[0].retired.low"} <= unnoticed
    assert "parameters.ratio.values[0].active.low" in nudged - unnoticed
    assert not {"parameters.floor.values[0].low", "parameters.reduction.values[0].filed"} & nudged
