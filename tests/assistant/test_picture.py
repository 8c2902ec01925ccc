"""The picture of a bill: well-formed, exact, readable for whoever sees or hears it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from assistant.picture import BAR, MARGIN, PAYERS, THINNEST, WIDTH, bill_svg, widths
from knowledge.benefit import Calculation, Result, calculate
from knowledge.generation import Generation

NS = "{http://www.w3.org/2000/svg}"
LABELS = {"fund": "统筹基金支付", "serious": "大病保险支付", "aid": "医疗救助支付", "self": "个人负担"}
BILLS = [
    {"fund": "700", "self": "900"},
    {"fund": "0.01", "self": "9999.99"},
    {"fund": "9999.99", "self": "0.01"},
    {"fund": "0", "self": "200"},
    {"fund": "100", "self": "0"},
    {"fund": "0.01", "serious": "0.01", "aid": "0.01", "self": "999999999.97"},
    {"fund": "333.33", "serious": "333.33", "aid": "0", "self": "333.34"},
]


def bill(amounts: dict[str, str], *, title: str = "普通门诊统筹", label: str | None = None) -> Calculation:
    """A complete calculation with these results."""
    results = tuple(
        Result(name=n, type="amount", label=label or LABELS.get(n, n), value=Decimal(v), unit="yuan", text=f"{v}元")
        for n, v in amounts.items()
    )
    return Calculation(
        rule_id="510700.x", rule_digest="", title=title, day=date(2023, 6, 1), outcome="complete", results=results
    )


def drawn(calculation: Calculation) -> Element:
    """The picture, parsed."""
    svg = bill_svg(calculation)
    assert svg is not None
    return ElementTree.fromstring(svg)


def texts(svg: Element, tag: str = "text") -> list[str]:
    """What stands in the elements of this name."""
    return [each.text or "" for each in svg.iter(NS + tag)]


def pieces(svg: Element) -> list[Element]:
    """The pieces of the bar."""
    return [rect for rect in svg.iter(NS + "rect") if "stroke" in rect.attrib]


@pytest.mark.parametrize("amounts", BILLS, ids=str)
def test_bar_is_filled_without_gap_or_overlap(amounts: dict[str, str]) -> None:
    """Each part above zero is seen and begins where the one before it ends; the last ends with the bar."""
    shown = pieces(drawn(bill(amounts)))
    assert [rect.get("class") for rect in shown] == [n for n in PAYERS if Decimal(amounts.get(n, "0"))]
    edge = Decimal(MARGIN)
    for rect in shown:
        assert Decimal(rect.attrib["x"]) == edge
        assert Decimal(rect.attrib["width"]) >= THINNEST
        edge += Decimal(rect.attrib["width"])
    assert edge == MARGIN + BAR


@pytest.mark.parametrize("amounts", BILLS, ids=str)
def test_every_amount_is_written_on_a_line_of_its_own(amounts: dict[str, str]) -> None:
    """However small a part is, its label and exact amount stand in a row where nothing else stands."""
    svg = drawn(bill(amounts))
    parts = [(LABELS[name], f"{Decimal(amounts[name])}元") for name in PAYERS if name in amounts]
    assert texts(svg)[0] == "费用总额"
    assert list(zip(texts(svg)[2::2], texts(svg)[3::2], strict=True)) == parts
    baselines = [int(text.attrib["y"]) for text in svg.iter(NS + "text")][::2]
    assert all(below - above >= 20 for above, below in pairwise(baselines))
    assert baselines[-1] < int(svg.attrib["height"])


def test_total_is_the_sum_in_plain_digits() -> None:
    """The total is exact, without needless zeros."""
    assert texts(drawn(bill({"fund": "0.10", "self": "0.20"})))[1] == "0.3元"


def test_screen_readers_hear_the_whole_bill() -> None:
    """It is one image with a name and a description that holds every amount."""
    svg = drawn(bill(BILLS[1]))
    title, desc = svg.attrib["aria-labelledby"].split()
    named = {each.get("id"): each.text for each in svg.iter()}
    assert svg.get("role") == "img"
    assert named[title] == "普通门诊统筹"
    assert named[desc] == "费用总额10000元：统筹基金支付0.01元，个人负担9999.99元。"


def test_two_pictures_on_one_page_do_not_share_ids() -> None:
    """Ids and colours belong to one picture; the same bill is drawn the same."""
    one, other = drawn(bill(BILLS[0])), drawn(bill(BILLS[1]))
    assert one.get("id") != other.get("id")
    assert texts(one, "style")[0].count(f"#{one.get('id')} ") == texts(one, "style")[0].count("#bill-")
    assert bill_svg(bill(BILLS[0])) == bill_svg(bill(BILLS[0]))


def test_any_title_and_label_leave_it_well_formed() -> None:
    """Markup is text, control characters are left out, and a long label never runs into its amount."""
    nasty = "<script>alert('1')</script> & \"]]>\x00\x0b\ud800"
    svg = drawn(bill(BILLS[5], title=nasty, label=nasty * 5))
    assert texts(svg, "title") == ["<script>alert('1')</script> & \"]]>"]
    assert not list(svg.iter(NS + "script"))
    assert all(label.endswith("…") for label in texts(svg)[2::2])


def test_amounts_are_never_cut() -> None:
    """The largest amount that is calculated with fits beside a shortened label."""
    svg = drawn(bill({"fund": "1000000000", "self": "999999999.99"}, label="一个非常非常非常长的名称"))
    assert "999999999.99元" in texts(svg)
    assert all(len(label) >= 5 for label in texts(svg)[2::2])
    assert WIDTH <= 300


def test_it_loads_nothing_from_elsewhere() -> None:
    """No script, no link, no font file, no style but its own dark colours."""
    text = bill_svg(bill(BILLS[0])) or ""
    for foreign in ("href", "url(", "@import", "<script", "font-face", "onload"):
        assert foreign not in text


@pytest.mark.parametrize("amounts", [{}, {"total": "5"}, {"fund": "5"}, {"self": "5"}, {"fund": "0", "self": "0"}])
def test_where_no_bill_is_divided_there_is_no_picture(amounts: dict[str, str]) -> None:
    """Other results, or a bill of nothing, give none."""
    assert bill_svg(bill(amounts)) is None


def test_what_was_not_calculated_has_no_picture(generation: Generation) -> None:
    """A missing fact or a day without rules gives none; a shipped rule's bill gives one."""
    rule = generation.rules["510700.employee-outpatient"]
    case = {"status": "active", "tier": "tertiary", "amount": "1600"}
    assert bill_svg(calculate(rule, {}, date(2023, 6, 1))) is None
    assert bill_svg(calculate(rule, case, date(2022, 6, 1))) is None
    assert "900元" in texts(drawn(calculate(rule, case, date(2023, 6, 1))))


def test_second_reading_is_a_bar_of_its_own() -> None:
    """Where the source can be read in two ways both are drawn and told, neither as the only one."""
    results = bill({"fund": "100", "self": "900"}).results
    fund, own = (
        r.model_copy(update={"otherwise": bill({r.name: v}).results[0]})
        for r, v in zip(results, ("150", "850"), strict=True)
    )
    svg = drawn(bill({}).model_copy(update={"results": (fund, own)}))
    assert len(pieces(svg)) == 4
    assert [text for text in texts(svg) if "元" in text] == ["1000元", "100元", "900元", "150元", "850元"]
    assert (
        "一种读法，统筹基金支付100元，个人负担900元；另一种读法，统筹基金支付150元，个人负担850元"
        in texts(svg, "desc")[0]
    )


def test_widths_are_in_proportion() -> None:
    """Halves are halves."""
    assert widths([Decimal(5), Decimal(5)]) == [BAR / 2, BAR / 2]
