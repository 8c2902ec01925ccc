"""What an editor sees of a publish before it is made: clauses, figures, rules, and how they are printed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.benefit import parse_rule
from knowledge.clause import Clause, Facets, Span
from knowledge.difference import Contents, Difference, difference, lines
from knowledge.difference.wording import compare
from knowledge.document import Document, Header
from knowledge.plugins import gathered

RULE = "510700.employee-outpatient"


def clause(id: str, text: str, **fields: object) -> Clause:
    """A clause of the document that its id names."""
    return Clause.model_validate({"id": id, "document_id": id.partition(".")[0], "text": text} | fields)


def contents(
    *clauses: Clause, superseded: Iterable[str] = (), files: Mapping[str, str] | None = None, **headers: Header
) -> Contents:
    """One side without rules; a document that is not given has its id for a title."""
    named = {c.document_id: Header(id=c.document_id, title=c.document_id) for c in clauses}
    return Contents(named | headers, frozenset(superseded), {c.id: c for c in clauses}, {}, files or {})


def between(old: Clause, new: Clause) -> Difference:
    """The difference of two states of one clause each."""
    return difference(contents(old), contents(new))


def shown(found: Difference) -> str:
    """The printed lines without colours."""
    return click.unstyle("\n".join(lines(found)))


def marked(old: str, new: str) -> str:
    """The text as an editor reads it: changed figures in 【】, other words in ［］."""
    found = shown(between(clause("d.a", old), clause("d.a", new)))
    return next(line.partition("正文：")[2] for line in found.split("\n") if "正文：" in line)


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("每年1000元，退休150元。", "每年1200元，退休150元。", "每年【1000元→1200元】，退休150元。"),
        ("限额20万元", "限额25万元", "限额【20万元→25万元】"),
        ("报销百分之六十。", "报销百分之六十五。", "报销【百分之六十→百分之六十五】。"),
        ("起付标准三百元。", "起付标准500元。", "起付标准【三百元→500元】。"),
        ("自2023年1月1日起", "自2024年7月1日起", "自【2023年1月1日→2024年7月1日】起"),
        ("二〇二三年度", "二〇二四年度", "【二〇二三年度→二〇二四年度】"),
        ("十五日内办理", "1个月内办理", "【十五日→1个月】内办理"),
        ("电话0816-5363771。", "电话0816-5363772。", "电话【0816-5363771→0816-5363772】。"),
        ("拨打12393。", "拨打12345。", "拨打【12393→12345】。"),
        (
            "按川医保发〔2023〕5号执行",
            "按川医保发〔2024〕12号执行",
            "按【川医保发〔2023〕5号→川医保发〔2024〕12号】执行",
        ),
        ("二级医院60%", "三级医院50%", "【二级→三级】医院【60%→50%】"),
        ("提高五个百分点", "提高10个百分点", "提高【五个百分点→10个百分点】"),
        ("需要备案", "无需备案", "［-需要-］［+无需+］备案"),
    ],
)  # fmt: skip
def test_changed_figures_are_marked_whole(old: str, new: str, seen: str) -> None:
    """An amount, ratio, day, term, phone or 文号 that changed is never cut in two, whatever its numerals."""
    assert marked(old, new) == seen


def test_a_figure_written_otherwise_has_not_changed() -> None:
    """1,000元 is 1000元 and 百分之六十 is 60%: the words differ, no figure does."""
    found = compare("一千元，百分之六十，15天", "1,000元，60%，十五日")
    assert found.figures == ()
    assert any(part.old != part.new for part in found.parts)


def test_a_figure_that_comes_goes_or_moves() -> None:
    """New and dropped figures are listed with one side empty; one that only moved is not listed."""
    assert compare("限额500元。", "限额500元，另加60%。").figures == ((None, "60%"),)
    assert compare("拨打12393或12345。", "拨打12393。").figures == (("12345", None),)
    assert compare("住院200元。门诊100元。", "门诊100元。住院200元。").figures == ()


def test_figures_of_unlike_sentences_are_no_pair() -> None:
    """A sentence that was replaced by another about something else does not claim that its figure changed."""
    found = compare("住院起付标准每次计算，合计为500元", "门诊年度最高支付限额全年累计不得超出2000元")
    assert found.figures == (("500元", None), (None, "2000元"))


TEXTS = st.text(alphabet="年起付标准一二百万元日0125%，。\n〔〕号", max_size=40)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_the_parts_are_both_wordings(old: str, new: str) -> None:
    """No character is lost or invented on either side, and equal wordings have one part."""
    found = compare(old, new)
    assert ("".join(p.old for p in found.parts), "".join(p.new for p in found.parts)) == (old, new)
    assert all(part.old == part.new for part in compare(old, old).parts)


def test_long_unchanged_passages_are_left_out_by_the_sentence() -> None:
    """What an editor need not read is cut at sentences, so no unchanged figure is cut in two."""
    around = "".join(f"第{n}句说的是{n}00元。" for n in range(1, 9))
    seen = marked(f"{around}标准10元。{around}", f"{around}标准20元。{around}")
    assert seen == "……标准【10元→20元】。……"


def test_a_text_written_anew_is_compared_quickly() -> None:
    """Texts too long to compare by characters are shown as replaced, without hanging."""
    found = compare("甲1元，" * 3000, "乙2元，" * 3000)
    assert len(found.parts) == 1


def test_a_changed_clause_names_its_fields() -> None:
    """Every field that changed is there with its old and its new value; the span in the source is none of them."""
    old = clause("d.a", "条文", region="510700", span=Span(start=0, end=2))
    new = clause(
        "d.a", "条文", region="510704", facets=Facets(insured=frozenset({"employee"})), span=Span(start=9, end=11)
    )
    found = between(old, new)
    assert [(c.field, c.old, c.new) for c in found.clauses[0].changes] == [
        ("region", "510700", "510704"),
        ("facets.insured", None, ("employee",)),
    ]
    assert "地区：四川省绵阳市（510700） → 四川省绵阳市游仙区（510704）" in shown(found)
    assert "+ 参保类型：职工医保" in shown(found)
    assert not between(old, old.model_copy(update={"span": None}))


def test_a_clause_under_another_id_is_renamed() -> None:
    """The same text under another id is one renamed clause, not a loss and a gain, also in another document."""
    old = contents(clause("d.a", "同样的话"), clause("d.b", "留下的话"))
    new = contents(clause("d.a2", "同样的话"), clause("d.b", "留下的话"))
    found = difference(old, new)
    assert [(c.how, c.before and c.before.id, c.id) for c in found.clauses] == [("renamed", "d.a", "d.a2")]
    assert "= [d.a → d.a2]" in shown(found)
    assert found.touched_clauses == {"d.a", "d.a2"}
    moved = difference(contents(clause("d.a", "同样的话")), contents(clause("e.a", "同样的话", region="510700")))
    assert [c.how for c in moved.clauses] == ["renamed"]
    assert [c.field for c in moved.clauses[0].changes] == ["region"]


def test_of_several_clauses_of_one_text_the_nearest_is_renamed() -> None:
    """Where a text stands more than once, the same document and heading decide which is which."""
    old = contents(clause("d.1", "同", headings=("一",)), clause("d.2", "同", headings=("二",)), clause("e.1", "同"))
    new = contents(clause("d.8", "同", headings=("二",)), clause("d.9", "同", headings=("一",)))
    found = difference(old, new)
    assert {(c.before and c.before.id, c.after and c.after.id) for c in found.clauses} == {
        ("d.1", "d.9"),
        ("d.2", "d.8"),
        ("e.1", None),
    }


def test_clauses_that_come_and_go_are_shown_with_their_text() -> None:
    """Each line of a new clause begins with +, of a dropped one with -."""
    found = difference(contents(clause("d.a", "旧的\n第二行")), contents(clause("d.b", "新的", headings=("总则",))))
    assert shown(found).split("\n") == [
        "条款：新增 1 条，删去 1 条",
        "",
        "~ d [d]",
        "  + [d.b] 总则",
        "    + 新的",
        "  - [d.a] ",
        "    - 旧的",
        "    - 第二行",
    ]


def test_a_new_date_of_a_document_is_said_once() -> None:
    """A header's date reaches every clause below it; the clauses with the same change stand in one entry."""
    texts = {f"d.{n}": f"第{n}条" for n in range(12)}
    sides = [
        contents(
            *(clause(i, t, effective_from=day) for i, t in texts.items()),
            d=Header(id="d", title="办法", effective_from=day),
        )
        for day in (date(2023, 1, 1), date(2024, 1, 1))
    ]
    found = difference(*sides)
    assert len(found.clauses) == 12
    printed = shown(found)
    assert printed.count("施行日期：【2023-01-01→2024-01-01】") == 2
    assert "12 条相同的改动：0、1、2、3、4、5、6、7 等" in printed


def test_a_document_that_is_superseded_is_a_difference() -> None:
    """A digest whose original was imported leaves the search; that is shown though no word of it changed."""
    one = clause("d.a", "条文")
    found = difference(contents(one), contents(one, superseded=["d"]))
    assert [(d.id, d.how) for d in found.documents] == [("d", "changed")]
    assert not found.clauses
    assert "由导入的原文取代，不再检索：否 → 是" in shown(found)


def test_documents_and_files_come_go_and_change() -> None:
    """Documents, word lists and the hospital directory are told apart by what became of them."""
    before = contents(clause("a.x", "甲"), clause("b.x", "乙"), files={"hospitals.csv": "1", "words/said.yaml": "1"})
    after = contents(
        clause("b.x", "乙"), clause("c.x", "丙"), files={"words/said.yaml": "2"},
        b=Header(id="b", title="新名", document_number="绵医保发〔2024〕1号"),
    )  # fmt: skip
    data = difference(before, after).as_json()
    assert json.loads(json.dumps(data))
    ids = {how: [d["id"] for d in found] for how, found in data["documents"].items()}  # type: ignore[attr-defined]
    assert ids == {"added": ["c"], "removed": ["a"], "changed": ["b"]}
    printed = shown(difference(before, after))
    assert "+ 文号：绵医保发〔2024〕1号" in printed
    assert printed.split("\n")[-2:] == ["- hospitals.csv", "~ words/said.yaml"]
    assert printed.startswith("文档：新增 1 份，删去 1 份，改动 1 份；条款：新增 1 条，删去 1 条；其他文件：")


def test_questions_are_shown_one_by_one() -> None:
    """Of a clause's questions only those that came or went are shown."""
    found = between(clause("d.a", "文", questions=("留", "旧")), clause("d.a", "文", questions=("留", "新")))
    assert "所答问题：- 旧　+ 新" in shown(found)


@pytest.fixture
def side(shipped: dict[str, Document], package: Path) -> Contents:
    """The shipped knowledge."""
    clauses = {c.id: c for document in shipped.values() for c in document.clauses}
    rule = parse_rule((package / "rules" / f"{RULE}.yaml").read_text(encoding="utf-8"), clauses)
    headers = {document.id: document.header for document in shipped.values()}
    return Contents(headers, frozenset(), clauses, {RULE: rule}, {})


def edited(side: Contents, package: Path, *edits: tuple[str, str]) -> Contents:
    """The side with its rule file and its clauses edited alike."""
    text = (package / "rules" / f"{RULE}.yaml").read_text(encoding="utf-8")
    clauses = dict(side.clauses)
    for old, new in edits:
        text = text.replace(old, new)
        clauses = {i: c.model_copy(update={"text": c.text.replace(old, new)}) for i, c in clauses.items()}
    return Contents(side.headers, side.superseded, clauses, {RULE: parse_rule(text, clauses)}, {})


def test_a_changed_rule_value_is_named_by_day_and_option(side: Contents, package: Path) -> None:
    """A parameter's value is shown with the day from which and the person for whom it holds, old and new."""
    new = edited(side, package, ("在职职工不超过2000元", "在职职工不超过2200元"), ("{active: 2000,", "{active: 2200,"))
    found = difference(side, new)
    (rule,) = found.rules
    assert next((c.field, c.old, c.new) for c in rule.changes) == (
        "parameters.cap.2023-01-01.value.active", "2000元", "2200元",
    )  # fmt: skip
    assert "年度支付限额（自2023-01-01起，在职）：【2000元→2200元】" in shown(found)
    assert found.clauses[0].figures == (("2000元", "2200元"),)
    assert "youxian-interview-2023.outpatient-cap" in found.touched_rules[RULE]


def test_inputs_and_examples_of_a_rule_are_compared(side: Contents, package: Path) -> None:
    """A question asked otherwise, another default and another worked example are differences of the rule."""
    new = edited(
        side, package,
        ("您是在职还是退休？", "在职还是退休？"),
        ("今年第一次\n    case: {status: active, tier: tertiary, amount: 1600}", "今年第一次\n    case: {status: active, tier: tertiary, amount: 1700}"),
        ("    default: 0\n    assumption: 按今年第一次计算", "    default: 100\n    assumption: 按今年第一次计算"),
    )  # fmt: skip
    fields = {c.field: (c.old, c.new) for c in difference(side, new).rules[0].changes}
    assert fields["inputs.status.ask"] == ("您是在职还是退休？", "在职还是退休？")
    assert fields["inputs.accrued.default"] == ("0元", "100元")
    assert set(fields) == {"inputs.status.ask", "inputs.accrued.default", "examples.在职、三级医院、今年第一次"}


def test_a_rule_that_comes_or_goes_is_named(side: Contents) -> None:
    """A rule on one side only is new or gone."""
    without = Contents(side.headers, side.superseded, side.clauses, {}, side.files)
    assert [r.how for r in difference(without, side).rules] == ["added"]
    assert f"- 规则 职工医保普通门诊统筹 [{RULE}]" in shown(difference(side, without))


def test_nothing_differs_from_itself(side: Contents) -> None:
    """The shipped knowledge has no difference from itself, and says so."""
    assert shown(difference(side, side)) == "没有差别"


IDS = st.sampled_from(["a.1", "a.2", "b.1", "b.2", "c.1"])
SIDES = st.builds(
    lambda texts, superseded, files: contents(
        *(clause(i, text or "无", effective_from=day) for i, (text, day) in texts.items()),
        superseded=superseded,
        files=files,
    ),
    st.dictionaries(
        IDS, st.tuples(st.sampled_from(["限额1元。", "限额2元。"]) | TEXTS, st.sampled_from([None, date(2023, 1, 1)]))
    ),
    st.frozensets(st.sampled_from("abc")),
    st.dictionaries(st.sampled_from(["hospitals.csv", "words/said.yaml"]), st.sampled_from("12")),
)


@settings(deadline=None)
@given(SIDES)
def test_a_state_does_not_differ_from_itself(side: Contents) -> None:
    """Whatever a state holds, it has no difference from itself."""
    assert not difference(side, side)


@settings(deadline=None)
@given(SIDES, SIDES)
def test_the_way_back_exchanges_what_came_and_what_went(one: Contents, other: Contents) -> None:
    """Swapped, a difference has added and removed exchanged and the same things changed and renamed."""
    there, back = difference(one, other), difference(other, one)
    for kind in ("documents", "clauses", "rules", "files"):
        for how, reverse in (
            ("added", "removed"),
            ("removed", "added"),
            ("changed", "changed"),
            ("renamed", "renamed"),
        ):
            forth = {(i.before, i.after) for i in getattr(there, kind) if i.how == how}
            assert forth == {(i.after, i.before) for i in getattr(back, kind) if i.how == reverse}
    assert lines(there) and json.dumps(there.as_json(), ensure_ascii=False)


def test_packages_bring_their_parts_by_entry_points() -> None:
    """A group's objects come in the order of their names; a group that nobody fills is empty."""
    assistant, evaluation, knowledge = gathered("hotline.commands")
    assert [command.name for command in (*evaluation, *knowledge)] == ["eval", "knowledge"]
    assert "ask" in {command.name for command in assistant}
    assert gathered("hotline.nothing") == []
