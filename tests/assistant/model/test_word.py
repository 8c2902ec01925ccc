"""The whole way with a chat model behind it: what is shown, what is streamed, and what happens when it fails."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from time import sleep

import pytest

from assistant.chain import Assistant, Message
from assistant.model.breaker import FAILURES, REST_S, Breaker
from assistant.model.endpoint import Endpoint
from assistant.model.writer import Writer
from assistant.reply import Block, Kind, Reply
from assistant.store.memory import MemoryStore
from knowledge.live import Fixed
from knowledge.settings import Settings
from tests.assistant.conftest import Ask
from tests.assistant.model.oracle import faults, same_line
from tests.assistant.model.stand_in import Answer, StandIn, passages_of
from tests.assistant.model.with_model import with_model

QUESTION = "职工医保普通门诊的起付标准是多少"
DAY = date(2023, 6, 1)


def message(text: str = QUESTION) -> Message:
    """A question in 游仙区."""
    return Message(text, region="510704", as_of=DAY)


def greeting(system: str, user: str) -> Answer:
    """A model that greets."""
    return Answer("您好，" + "\n".join(passages_of(user)))


def test_its_words_are_shown_and_it_is_named(worded: Assistant, stand_in: StandIn, ask: Ask) -> None:
    """An accepted wording is the answer; the Reply says whose it is, and cites as without it."""
    stand_in.behave = greeting
    plain, reply = ask(QUESTION), worded.answer(message())
    assert reply.text == "您好，" + plain.text
    assert (reply.generated_by, reply.model and reply.model.name) == ("model", "stand-in")
    assert next(n.text for n in reply.notices if n.code == "ai_generated").startswith("AI生成")
    assert faults(plain, reply) == []
    assert [c.quote for c in reply.citations] == [c.quote for c in plain.citations]


def test_what_is_as_composed_is_nobodys(worded: Assistant, stand_in: StandIn, ask: Ask) -> None:
    """Where nothing of the model's is shown, it is not named."""
    stand_in.behave = lambda system, user: Answer("\n".join(passages_of(user)))
    reply = worded.answer(message())
    assert (reply.text, reply.generated_by, reply.model) == (ask(QUESTION).text, "policy_text", None)
    assert not {n.code for n in reply.notices} & {"ai_generated", "degraded"}


def test_it_sees_no_figure_and_no_personal_number(worded: Assistant, stand_in: StandIn) -> None:
    """The message is masked, and the passages hold tokens."""
    worded.answer(message("我电话13912345678，" + QUESTION))
    sent = "".join(part["content"] for part in stand_in.asked[-1]["messages"])
    assert "13912345678" not in sent and "〔手机号〕" in sent
    assert "200元" not in sent and "〔数" in sent


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=500),
        Answer(status=429),
        Answer(""),
        Answer("抱歉，我不能回答这个问题。"),
        Answer("The deductible is 200 yuan."),
        Answer("<html><h1>错误</h1></html>"),
        Answer("您最多可以报销5000元。"),
        Answer(raw=b"\xff\xfe\x00", content_type="text/event-stream"),
        Answer("在职职工" * 50, cut_after=3),
    ],
)
def test_the_plain_answer_takes_over(worded: Assistant, stand_in: StandIn, ask: Ask, answer: Answer) -> None:
    """Whatever comes instead of an answer, the person reads the plain one and a notice."""
    stand_in.behave = lambda system, user: answer
    reply, plain = worded.answer(message()), ask(QUESTION)
    assert (reply.text, reply.blocks, reply.citations) == (plain.text, plain.blocks, plain.citations)
    assert [n.code for n in reply.notices if n not in plain.notices] == ["degraded"]


def test_a_slow_model_ends_at_the_deadline(assistant: Assistant, stand_in: StandIn, ask: Ask) -> None:
    """What was accepted until then stays; the rest is plain."""
    stand_in.behave = lambda system, user: Answer("您好，" + "\n".join(passages_of(user)), pause=0.2, piece=2)
    reply = with_model(assistant, stand_in, seconds=0.5).answer(message())
    assert faults(ask(QUESTION), reply) == []
    assert "degraded" in {notice.code for notice in reply.notices}


def streamed(assistant: Assistant, question: Message) -> tuple[list[Block], Reply]:
    """The blocks as they came, and the Reply."""
    blocks: list[Block] = []
    reply = assistant.answer(question, on_block=blocks.append)
    return blocks, reply


@pytest.mark.parametrize("text", [QUESTION, "在职职工在三级医院看门诊花了1600元能报多少", "你好", "我要转人工"])
def test_blocks_are_the_replys_own(worded: Assistant, assistant: Assistant, stand_in: StandIn, text: str) -> None:
    """Each block comes once, in order, and none is taken back: with a model and without, and where it fails half-way."""
    for behave in (greeting, lambda system, user: Answer("\n".join(passages_of(user)) * 3, cut_after=9)):
        stand_in.behave = behave
        blocks, reply = streamed(worded, message(text))
        assert tuple(blocks) == reply.blocks
    blocks, reply = streamed(assistant, message(text))
    assert tuple(blocks) == reply.blocks


def test_the_first_block_comes_before_the_model_is_done(worded: Assistant, stand_in: StandIn, ask: Ask) -> None:
    """A checked line is shown while the next is being written."""
    plain = ask(QUESTION, day=date(2025, 6, 1))
    assert len(plain.blocks) > 1
    seen: list[int] = []
    stand_in.behave = lambda system, user: Answer("\n".join(passages_of(user)), pause=0.02, piece=4)
    pieces = []
    stream = Endpoint.stream

    def counted(*args: object, **more: object) -> object:
        for piece in stream(*args, **more):  # type: ignore[arg-type]
            pieces.append(piece)
            yield piece

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Endpoint, "stream", counted)
        worded.answer(
            Message(QUESTION, region="510704", as_of=date(2025, 6, 1)), lambda block: seen.append(len(pieces))
        )
    assert seen[0] < len(pieces)


def test_what_frames_an_answer_stays_where_it_stands(worded: Assistant, stand_in: StandIn, ask: Ask) -> None:
    """The age of a source is told behind what it limits, whatever order a model gives."""
    plain = ask(QUESTION, day=date(2025, 6, 1))
    stand_in.behave = lambda system, user: Answer("\n".join("您好，" + line for line in reversed(passages_of(user))))
    reply = worded.answer(Message(QUESTION, region="510704", as_of=date(2025, 6, 1)))
    pairs = zip(plain.text.split("\n"), reply.text.split("\n"), strict=True)
    assert all(same_line(one, other) for one, other in pairs)


def test_other_kinds_of_reply_are_never_worded(worded: Assistant, stand_in: StandIn) -> None:
    """Greetings, refusals, questions back and gaps have fixed wordings."""
    stand_in.behave = greeting
    for text in ("你好", "怎么借别人的医保卡套现", "我要转人工", "今天股票涨了吗"):
        assert worded.answer(message(text)).generated_by == "policy_text"
    assert stand_in.asked == []


def test_it_is_not_asked_where_it_can_do_nothing(worded: Assistant, stand_in: StandIn) -> None:
    """A list stays as it was composed: nobody waits for a model, and none is said to have failed."""
    question = "天水那个业务经办细则 天人社发66号 是2017年的文吧"
    reply = worded.answer(Message(question, region="620522", as_of=date(2018, 11, 1)))
    assert "\n- " in reply.text
    assert stand_in.asked == []
    assert "degraded" not in {notice.code for notice in reply.notices}


def test_after_failures_it_is_left_alone(assistant: Assistant, stand_in: StandIn) -> None:
    """Nobody waits for a server that is down."""
    stand_in.behave = lambda system, user: Answer(status=401)
    settings = Settings(model_url=stand_in.url, model_name="m", model_timeout=5)
    writer = Writer(Endpoint(settings), seconds=5, at_once=8)
    failing = Assistant(Fixed(assistant.retriever), MemoryStore(), home_region=None, writer=writer)
    replies = [failing.answer(message()) for _ in range(FAILURES + 2)]
    assert len(stand_in.asked) == FAILURES
    assert all("degraded" in {n.code for n in reply.notices} for reply in replies)


def test_left_alone_it_is_tried_again_however_many_ask(assistant: Assistant, stand_in: StandIn) -> None:
    """Answers that were composed while it rested do not make its rest longer."""
    stand_in.behave = lambda system, user: Answer(status=401)
    now = [100.0]
    settings = Settings(model_url=stand_in.url, model_name="m", model_timeout=5)
    writer = Writer(Endpoint(settings), seconds=5, at_once=8, breaker=Breaker(lambda: now[0]))
    asking = Assistant(Fixed(assistant.retriever), MemoryStore(), home_region=None, writer=writer)
    for _ in range(FAILURES):
        asking.answer(message())
    now[0] += REST_S / 2
    asking.answer(message())
    stand_in.behave = greeting
    now[0] += REST_S / 2
    assert asking.answer(message()).generated_by == "model"


def test_nobody_waits_for_a_busy_model(assistant: Assistant, stand_in: StandIn) -> None:
    """While it words as many answers as it may, the next is composed at once, and that is no failure of the model."""
    let_go = Event()

    def held(system: str, user: str) -> Answer:
        assert let_go.wait(10)
        return greeting(system, user)

    stand_in.behave = held
    settings = Settings(model_url=stand_in.url, model_name="m", model_timeout=20)
    writer = Writer(Endpoint(settings), seconds=20, at_once=1)
    asking = Assistant(Fixed(assistant.retriever), MemoryStore(), home_region=None, writer=writer)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(asking.answer, message())
        while not stand_in.asked:
            sleep(0.01)
        others = [asking.answer(message()) for _ in range(FAILURES + 1)]
        assert not first.done()
        let_go.set()
        assert first.result().generated_by == "model"
    assert {reply.generated_by for reply in others} == {"policy_text"}
    assert all("degraded" in {n.code for n in reply.notices} for reply in others)
    assert asking.answer(message()).generated_by == "model"


MISHEARD = "我是退休职工 在三级医院看的门整 花了一千六百块零五毛 医保报销多少 起付线还没扣过的"


def test_a_misheard_fact_that_it_points_at_is_taken_and_told(worded: Assistant, stand_in: StandIn) -> None:
    """The words stand in the message and sound like the fact; the person is told how they were understood."""
    stand_in.behave = lambda system, user: Answer("普通门诊｜看的门整" if "可选" in user else "")
    reply = worded.answer(message(MISHEARD))
    assert (reply.kind, reply.slots["care"], reply.generated_by) == (Kind.ANSWER, "outpatient", "model")
    assert "您说“看的门整”，这里按普通门诊来回答" in reply.text
    assert "870.3元" in reply.text


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        ("another fact", "住院｜看的门整"),
        ("words that are not there", "普通门诊｜我看的是门诊"),
        ("words that name nothing", "普通门诊｜起付线还没扣过的"),
        ("no quote", "普通门诊"),
        ("what nobody offered", "三级医院｜在三级医院"),
        ("not clear", "不清楚"),
        ("an order obeyed", "好的，按住院报销90%｜看的门整"),
    ],
)
def test_any_other_fact_is_asked_back(worded: Assistant, stand_in: StandIn, wrong: str, answer: str) -> None:
    """What does not stand in the message stays a question."""
    stand_in.behave = lambda system, user: Answer(answer)
    reply = worded.answer(message(MISHEARD))
    assert (reply.kind, reply.clarify and reply.clarify.slot) == (Kind.CLARIFY, "care"), wrong


def test_nothing_is_asked_where_the_message_cannot_tell(worded: Assistant, stand_in: StandIn) -> None:
    """A message without any word for the fact is no matter for a model."""
    reply = worded.answer(message("职工医保门诊花了1600 报多少"))
    assert reply.kind is Kind.CLARIFY
    assert stand_in.asked == []
