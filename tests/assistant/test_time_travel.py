"""The gate for days and places: whatever is cited was in force on the policy's day, in the place that it answers for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from assistant.chain import Assistant, Message
from assistant.reply import Kind
from assistant.turn import Turn, Work
from knowledge.clause import Clause, Nature
from knowledge.generation import Generation
from knowledge.region import places

SEED = 20230601
EACH = 7
"""Clauses asked about of each document and first day."""
MANY = 420
ONE = timedelta(days=1)
FIGURE = re.compile(r"\d+(?:\.\d+)?%?")
DATE = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?")
"""A refusal names days; they are no figures of the rule."""
PUBLIC = {"12345", "110", "120", "12", "24", "7"}
SISTERS = ("涪城区", "泰山区", "双峰县", "成都市", "甘谷县", "北京市")
TIMES = (
    "",
    "",
    "今年",
    "去年",
    "前年",
    "明年",
    "2022年",
    "2022年3月",
    "2023年以前",
    "下个月",
    "3月份",
    "改之前",
    "上半年",
)


def walked(assistant: Assistant, text: str, region: str | None, day: date) -> Turn:
    """The turn of a first message after all steps."""
    turn = assistant.begin(Message(text, region=region, as_of=day))
    assistant.run(turn)
    return turn


def cited(turn: Turn) -> set[str]:
    """Ids of the clauses that the answer stands on."""
    return {clause_id for draft in turn.drafts for clause_id in draft.clause_ids}


def found(turn: Turn) -> set[str]:
    """Ids of the clauses that may answer on the days meant."""
    return {hit.clause.id for work in turn.works for hit in (*work.found.hits, *work.below.hits)}


def said(turn: Turn) -> str:
    """The answer as text."""
    return "\n".join(draft.said for draft in turn.drafts)


def asking_place(clause: Clause, generation: Generation) -> str | None:
    """The place from which people ask for a clause: its document's own, which lies in the clause's."""
    return generation.store.headers[clause.document_id].region or clause.region


@pytest.fixture(scope="module")
def dated(generation: Generation) -> list[Clause]:
    """A fixed sample of the clauses with a first day and a question, of every document, day and nature."""
    groups: dict[tuple[str, str, str], list[Clause]] = {}
    for clause in generation.store.values():
        if clause.effective_from and clause.questions:
            key = (clause.document_id, str(clause.effective_from), clause.nature.value)
            groups.setdefault(key, []).append(clause)
    random = Random(SEED)
    return [clause for group in groups.values() for clause in random.sample(group, min(EACH, len(group)))]


# The days around each first and last day


def test_before_its_first_day_a_clause_is_silent(
    assistant: Assistant, generation: Generation, dated: list[Clause]
) -> None:
    """On the day before, the clause is neither found nor cited, and a refusal holds no figure of it."""
    for clause in dated:
        assert clause.effective_from is not None
        for question in (q for q in clause.questions if not (DATE.search(q) or "明年" in q)):
            turn = walked(assistant, question, asking_place(clause, generation), clause.effective_from - ONE)
            assert clause.id not in cited(turn) | found(turn), (clause.id, question)
            if not cited(turn):
                leaked = set(FIGURE.findall(clause.text)) & set(FIGURE.findall(DATE.sub("", said(turn))))
                assert not leaked - set(FIGURE.findall(question)) - PUBLIC, (clause.id, question, said(turn))


def test_from_its_first_day_a_clause_answers(assistant: Assistant, generation: Generation, dated: list[Clause]) -> None:
    """On the day and the day after, the clause is found for its own question, and nearly always cited."""
    asked, answered = 0, 0
    for clause in dated:
        assert clause.effective_from is not None
        for day in (clause.effective_from, clause.effective_from + ONE):
            turn = walked(assistant, clause.questions[0], asking_place(clause, generation), day)
            if turn.route is not None:
                continue
            assert clause.id in found(turn), (clause.id, day)
            asked, answered = asked + 1, answered + (clause.id in cited(turn))
    assert answered / asked > 0.8


def test_after_its_last_day_a_clause_is_silent(assistant: Assistant, generation: Generation) -> None:
    """A norm with a last day answers on it and not on the next, but stays there for who asks for its time."""
    ended = [c for c in generation.store.values() if c.effective_to]
    assert ended
    for clause in ended:
        assert clause.effective_to is not None
        place, question = asking_place(clause, generation), re.sub(r"\d{4}年", "", clause.questions[0])
        assert clause.id in cited(walked(assistant, question, place, clause.effective_to))
        assert clause.id not in cited(walked(assistant, question, place, clause.effective_to + ONE))
        assert clause.id in cited(walked(assistant, f"去年{question}", place, clause.effective_to + ONE))


# Whatever is asked, wherever, whenever


def messages(generation: Generation) -> Iterator[tuple[str, str | None, date]]:
    """A fixed sample of question × time × place × day."""
    random = Random(SEED)
    questions = [(c.questions[0], asking_place(c, generation)) for c in generation.store.values() if c.questions]
    firsts = sorted({c.effective_from for c in generation.store.values() if c.effective_from})
    for _ in range(MANY):
        question, home = random.choice(questions)
        near = random.choice(firsts) + random.choice((-ONE, 0 * ONE, ONE))
        day = near if random.random() < 0.5 else date(2017, 1, 1) + random.randrange(9 * 365) * ONE
        place = home if random.random() < 0.6 else random.choice((*SISTERS, None))
        yield random.choice(TIMES) + question, place, day


def in_force(clause: Clause, first: date, last: date, asked: date) -> bool:
    """Whether a norm was in force on one of the days, or a fact was known when it was asked for."""
    if clause.nature is Nature.FACT:
        return clause.effective_from is None or clause.effective_from <= asked
    return (clause.effective_from or date.min) <= last and first <= (clause.effective_to or date.max)


def in_place(clause: Clause, work: Work, turn: Turn) -> bool:
    """Whether the clause is of the work's place or around it; without a place it is named, without a name pointed at."""
    if clause.region is None:
        return clause.document_id in turn.pointed
    if work.region is None:
        return places().full_name(clause.region) in said(turn) or clause.region == "100000"
    return clause.region in places().chain(work.region)


def test_every_citation_is_of_its_day_and_place(assistant: Assistant, generation: Generation) -> None:
    """Of many questions on many days in many places, nothing is cited out of its time, nothing of a sister place."""
    citations = 0
    for text, place, day in messages(generation):
        turn = walked(assistant, text, place, day)
        for work in turn.works:
            named = work.region is None or any(name in text for name in (places()[work.region].name[:2],))
            assert named or work.region == turn.region, (text, place, day)
        for clause_id in cited(turn):
            clause = generation.store[clause_id]
            citations += 1
            spans = [(w, w.days.first, w.days.last) for w in turn.works]
            if turn.kind in (Kind.NO_BASIS, Kind.HANDOFF):  # the office to ask is today's
                spans = [(Work(w.ask, w.days, turn.policy_region), day, day) for w in turn.works]
            assert any(
                in_force(clause, first, last, day) and in_place(clause, work, turn) for work, first, last in spans
            ), (text, place, day, clause_id)
    assert citations > MANY / 5
