"""From a verified turn to the Reply: citations numbered in order of use, text, script, blocks."""

from __future__ import annotations

import re

from assistant.explain import shown
from assistant.model.protocol import Label
from assistant.reply import (
    POLICY,
    SCRIPT_LIMIT,
    AskShown,
    Block,
    CalculationBlock,
    CalculationShown,
    Citation,
    Kind,
    ModelLabel,
    Notice,
    NoticeBlock,
    Paragraph,
    Reply,
    region_name,
)
from assistant.turn import Draft, Turn
from assistant.wording import say
from knowledge.clause import Clause
from knowledge.generation import Generation

_SUGGESTIONS = 3
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]?")
_THIS_YEAR = re.compile(
    r"(?:今年|本年度?)(?!度?[已以]?经?(?:头|第一|首|开年|前头|之前|此前|累计|已|才|都|满|刚)|\s*[一二三四五六七八九\d]{1,2}(?:十|岁|了|咧|整|[，,。]|$))"
)
# 上个月 of January lies in the year before and names none.
_A_YEAR = re.compile(r"20\d\d|\d\d年|[去前明后上]一?年|年度")
_CUT_FIGURE = re.compile(r"[\d.,:/%〔-]+$")


def render(turn: Turn, conversation_id: str, turn_id: str) -> Reply:
    """The Reply of a turn that went through all steps."""
    assert turn.kind is not None
    generation = turn.retriever.generation
    numbers = _numbers(turn.drafts)
    citations = tuple(_citation(number, clause_id, turn.drafts, generation) for clause_id, number in numbers.items())
    calculations = _calculations(turn, numbers) if turn.kind in (Kind.ANSWER, Kind.PARTIAL) else ()
    text = "\n".join(draft.said for draft in turn.drafts)
    return Reply(
        conversation_id=conversation_id,
        turn_id=turn_id,
        kind=turn.kind,
        text=text,
        script=_script(turn.drafts),
        blocks=(*text_blocks(turn), *(CalculationBlock(calculation=c) for c in calculations)),
        citations=citations,
        calculations=calculations,
        clarify=turn.clarify,
        slots=_slots(turn),
        route=turn.route or POLICY,
        region=region_name(turn.policy_region),
        asks=_asks(turn),
        notices=_notices(turn),
        suggestions=_suggestions(turn) if turn.kind in (Kind.ANSWER, Kind.PARTIAL) else (),
        generated_by="policy_text" if turn.worded_by is None else "model",
        model=ModelLabel(name=turn.worded_by.name, filing=turn.worded_by.filing) if turn.worded_by else None,
        generation=generation.number,
    )


def _calculations(turn: Turn, numbers: dict[str, int]) -> tuple[CalculationShown, ...]:
    told = [c for work in turn.works for c in (work.calculation, *work.calculations) if c is not None]
    # What stands alone is its own only part.
    found = (shown(c, numbers.get) for n, c in enumerate(told) if not any(c is other for other in told[:n]))
    return tuple(calculation for calculation in found if calculation)


def _citation(number: int, clause_id: str, drafts: list[Draft], generation: Generation) -> Citation:
    clause = generation.store.get(clause_id)
    assert clause is not None  # verify dropped every draft that cites what is not there
    quote = next((d.text for d in drafts if d.clause_ids == (clause_id,) and d.text in clause.text), clause.text)
    return citation(number, clause, quote, generation)


def citation(number: int, clause: Clause, quote: str, generation: Generation) -> Citation:
    """A clause as a Reply cites it; `quote` is of its text, word for word."""
    header = generation.store.headers[clause.document_id]
    return Citation(
        number=number,
        clause_id=clause.id,
        document_id=clause.document_id,
        title=header.title,
        document_number=header.document_number,
        issuer=header.issuer,
        region=region_name(clause.region or header.region),
        published=header.published,
        effective_from=clause.effective_from,
        effective_to=clause.effective_to,
        heading=clause.heading,
        quote=quote,
        wording=header.wording.value,
        digest=clause.digest,
        source=header.source,
    )


def _script(drafts: list[Draft]) -> str:
    """Whole sentences from the start, as many as fit."""
    said = ""
    for sentence in _SENTENCE.findall(" ".join(d.said for d in drafts)):
        if len(said) + len(sentence) > SCRIPT_LIMIT:
            break
        said += sentence
    # A figure cut in two would be another figure.
    return said.strip() or _CUT_FIGURE.sub("", drafts[0].said[: SCRIPT_LIMIT - 1]) + "…"


def text_blocks(turn: Turn) -> tuple[Block, ...]:
    """The drafts as blocks; further drafts change nothing of those before them."""
    numbers = _numbers(turn.drafts)
    noticed = {notice.text: notice for notice in turn.notices}
    blocks: list[Block] = []
    for draft in turn.drafts:
        notice = noticed.get(draft.text)
        if notice:
            blocks.append(NoticeBlock(code=notice.code, text=draft.said))
        else:
            blocks.append(Paragraph(text=draft.said, citations=tuple(numbers[c] for c in draft.clause_ids)))
    return tuple(blocks)


def _numbers(drafts: list[Draft]) -> dict[str, int]:
    """The number of each clause, in order of use."""
    used = dict.fromkeys(clause_id for draft in drafts for clause_id in draft.clause_ids)
    return {clause_id: number for number, clause_id in enumerate(used, 1)}


def _notices(turn: Turn) -> tuple[Notice, ...]:
    """What limits an answer; that the knowledge is not whole just now is told with every reply."""
    answered = tuple(turn.notices) if turn.kind in (Kind.ANSWER, Kind.PARTIAL) else ()
    if turn.worded_by is not None:
        answered += (Notice(code="ai_generated", text=_ai_generated(turn.worded_by)),)
    if turn.model_trouble:
        answered += (Notice(code="degraded", text=say("degraded_model")),)
    degraded = turn.retriever.trouble or any(work.found.degraded for work in turn.works)
    return (*answered, Notice(code="degraded", text=say("degraded"))) if degraded else answered


def _ai_generated(label: Label) -> str:
    if label.filing is None:
        return say("ai_generated", name=label.name)
    return say("ai_generated_filed", name=label.name, filing=label.filing)


def _slots(turn: Turn) -> dict[str, str]:
    slots = dict(turn.slots)
    named = {
        year
        for work in turn.works
        for year in work.ask.years
        if _says_year(work.ask.whole + turn.state.dated, year, turn.day.year)
    }
    if len(named) == 1:
        slots["year"] = str(named.pop())
    return slots


def _says_year(text: str, year: int, now: int) -> bool:
    """Whether the words name the year: of the present one 今年 alone tells it, not an age or the first visit."""
    named = f"{year}" in text or f"{year % 100:02d}年" in text
    return named or bool(_THIS_YEAR.search(text) if year == now else _A_YEAR.search(text))


def _asks(turn: Turn) -> tuple[AskShown, ...]:
    """Each ask once, however many places or times it is answered for."""
    asks = {work.ask.whole: work.ask for work in turn.works}
    return tuple(AskShown(text=ask.text, wants=tuple(sorted(ask.wants | ask.likely))) for ask in asks.values())


def _suggestions(turn: Turn) -> tuple[str, ...]:
    """Questions that clauses near the answer hold the answer to."""
    used = {hit.clause.id for work in turn.works for hit in work.evidence}
    found = [
        hit.clause.questions[0]
        for work in turn.works
        for hit in work.found.hits
        if hit.clause.questions and hit.clause.id not in used
    ]
    return tuple(dict.fromkeys(found))[:_SUGGESTIONS]
