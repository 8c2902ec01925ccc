"""From a verified turn to the Reply."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assistant.render import render
from assistant.reply import SCRIPT_LIMIT, CalculationBlock, Kind, NoticeBlock, Paragraph, Reply
from assistant.turn import Draft, Turn
from knowledge.generation import Generation
from tests.assistant.conftest import Ask, Walk

QUESTIONS = [
    ("职工医保普通门诊的起付标准是多少", "游仙区"),
    ("在职职工在三级医院看门诊花了1600元能报多少", "游仙区"),
    ("没有办转诊手续私自去省级医院住院，报销降低多少", "秦安县"),
    ("绵阳市职工医保普通门诊的起付标准是多少", "秦安县"),
    ("职工医保普通门诊的起付标准是多少？异地就医的咨询电话是多少？", "游仙区"),
    ("试管婴儿手术能报销多少", "游仙区"),
    ("在职职工看门诊花了1600元能报多少", "游仙区"),
    ("聘请了多少名社会监督员", "岱岳区"),
    ("2018年上半年那份汇报里编制有多少人", None),
    ("医保窗口周六办业务吗", "绵阳市"),
    ("你好", "游仙区"),
    ("我要投诉窗口工作人员", "游仙区"),
    ("我真的不想活了", "游仙区"),
    ("？", "游仙区"),
]
REPLIES = pytest.mark.parametrize(("text", "region"), QUESTIONS)


def rendered(turn: Turn, *drafts: Draft) -> Reply:
    """The Reply of a turn whose drafts are these."""
    turn.drafts = list(drafts)
    return render(turn, "c", "t")


@pytest.fixture
def turn(walk: Walk) -> Turn:
    """An answered turn."""
    return walk("职工医保普通门诊的起付标准是多少", "compose")


@REPLIES
def test_citations_are_numbered_in_order_of_use(ask: Ask, text: str, region: str | None) -> None:
    """Numbers run from 1 in the order in which the blocks use them; every citation is used, every use is cited."""
    reply = ask(text, region)
    used = [n for block in reply.blocks if isinstance(block, Paragraph) for n in block.citations]
    assert list(dict.fromkeys(used)) == [citation.number for citation in reply.citations]
    assert [citation.number for citation in reply.citations] == list(range(1, len(reply.citations) + 1))


@REPLIES
def test_quotes_stand_in_their_clause(ask: Ask, generation: Generation, text: str, region: str | None) -> None:
    """Every quote is the clause's own words, and every field tells of that clause."""
    for citation in ask(text, region).citations:
        clause = generation.store[citation.clause_id]
        header = generation.store.headers[citation.document_id]
        assert citation.quote and citation.quote in clause.text
        assert (citation.digest, citation.heading) == (clause.digest, clause.heading)
        assert (citation.title, citation.published, citation.wording) == (
            header.title,
            header.published,
            header.wording.value,
        )


@REPLIES
def test_answers_cite_and_keep_to_the_form(ask: Ask, text: str, region: str | None) -> None:
    """An answer has a citation, a script of at most 120 characters, text, and reads back as itself."""
    reply = ask(text, region)
    assert reply.citations or reply.kind not in (Kind.ANSWER, Kind.PARTIAL)
    assert 0 < len(reply.script) <= SCRIPT_LIMIT
    assert reply.text.strip()
    assert (reply.clarify is not None) >= (reply.kind is Kind.CLARIFY)
    assert Reply.model_validate_json(reply.model_dump_json()) == reply


@REPLIES
def test_blocks_say_what_the_text_says(ask: Ask, text: str, region: str | None) -> None:
    """Paragraphs and notices, joined, are the text; a calculation has its own block."""
    reply = ask(text, region)
    said = [block.text for block in reply.blocks if isinstance(block, Paragraph | NoticeBlock)]
    assert "\n".join(said) == reply.text
    shown = [block.calculation for block in reply.blocks if isinstance(block, CalculationBlock)]
    assert tuple(shown) == reply.calculations


@REPLIES
def test_figures_are_plain(ask: Ask, text: str, region: str | None) -> None:
    """No needless zeros behind the point, no thousands marks, phones unbroken."""
    said = ask(text, region).text
    assert not re.search(r"\d\.\d*0(?![\d.])", said)
    assert not re.search(r"\d,\d{3}", said)


def test_the_region_is_the_clauses_own(ask: Ask) -> None:
    """What the district's office said of the city is cited as the city's, by code and full name."""
    (citation,) = ask("职工医保普通门诊的起付标准是多少").citations
    assert citation.region is not None
    assert (citation.region.code, citation.region.name) == ("510700", "四川省绵阳市")
    assert citation.effective_from == date(2023, 1, 1)


def test_a_document_without_a_place_shows_none(ask: Ask) -> None:
    """The report that names no place is cited without one."""
    reply = ask("2018年上半年那份汇报里编制有多少人", None)
    assert reply.kind is Kind.ANSWER
    assert all(citation.region is None for citation in reply.citations)


def test_a_quote_is_the_part_that_was_used(turn: Turn, generation: Generation) -> None:
    """Where only a part of a clause was said, that part is quoted; where it was reworded, the whole clause."""
    clause_id = turn.drafts[0].clause_ids[0]
    clause = generation.store[clause_id]
    part = clause.text[3:20]
    assert rendered(turn, Draft(part, (clause_id,))).citations[0].quote == part
    assert rendered(turn, Draft("换了说法。", (clause_id,))).citations[0].quote == clause.text


def test_the_script_is_whole_sentences(turn: Turn) -> None:
    """As many whole sentences as fit are read aloud."""
    long = Draft("第一句话。" + "第二句很长" * 30 + "。第三句。")
    assert rendered(turn, long).script == "第一句话。"


def test_a_script_cut_short_cuts_no_figure(turn: Turn) -> None:
    """Where not even the first sentence fits it is cut, but never in the middle of a figure."""
    for before in range(105, 122):
        script = rendered(turn, Draft("字" * before + "2784.44万元" + "字" * 30 + "。")).script
        assert len(script) <= SCRIPT_LIMIT
        assert script.endswith("…")
        assert not re.search(r"\d", script) or "2784.44万" in script or script.endswith("2784.44…")


def test_a_calculation_is_exact_and_cited(ask: Ask) -> None:
    """Values are exact decimals as strings; each parameter's line points to its citation."""
    reply = ask("在职职工在三级医院看门诊花了1600元能报多少")
    (calculation,) = reply.calculations
    assert (calculation.rule_id, calculation.result.value) == ("510700.employee-outpatient", "700.00")
    clauses = {citation.number: citation.clause_id for citation in reply.citations}
    cited = [clauses[line.citation] for line in calculation.lines if line.citation]
    assert [c.split(".")[1] for c in cited] == ["outpatient-deductible", "outpatient-ratio", "outpatient-cap"]


def test_a_clarifying_turn_shows_no_half_calculation(ask: Ask) -> None:
    """While a fact is missing there is no calculation, no notice and no suggestion."""
    reply = ask("在职职工看门诊花了1600元能报多少")
    assert reply.kind is Kind.CLARIFY
    assert (reply.calculations, reply.notices, reply.suggestions) == ((), (), ())


def test_suggestions_can_be_answered(ask: Ask) -> None:
    """What is offered to ask next is answered at the same place on the same day."""
    suggested = ask("职工医保普通门诊的起付标准是多少").suggestions
    assert 1 <= len(suggested) <= 3
    for question in suggested:
        assert ask(question).kind in (Kind.ANSWER, Kind.PARTIAL), question


def test_slots_and_generation_are_told(ask: Ask, generation: Generation) -> None:
    """The reply says what was understood, the one year named, and which generation answered."""
    reply = ask("2023年在职职工普通门诊的起付标准是多少")
    assert reply.slots == {"insured": "employee", "status": "active", "care": "outpatient", "year": "2023"}
    assert reply.generation == generation.number
    assert reply.generated_by == "policy_text"
