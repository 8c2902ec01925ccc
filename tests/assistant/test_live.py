"""Publishing while questions are answered: none fails, and none is made of two generations."""

from __future__ import annotations

import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest

from assistant.chain import Assistant, Message
from assistant.reply import Reply
from assistant.store.memory import MemoryStore
from knowledge.build import build
from knowledge.embed import load_embedder
from knowledge.home import Home
from knowledge.live import Fixed, Live
from knowledge.opening import open_generation
from knowledge.pointer import publish, roll_back
from knowledge.settings import Settings
from tests.assistant.two_states import BILL, COINED, DEDUCTIBLE, STATES, build_states, told_deductibles, write_state

pytestmark = pytest.mark.usefixtures("chroma_answers")

DAY = date(2023, 6, 1)
QUESTIONS = (DEDUCTIBLE, BILL, COINED)
PUBLISHES = 50
AFTER_EACH = 20
"""Questions let loose around each publish, half of them before it is followed; 1,000 in all."""
ASKERS = 4
SOON = 20
"""Seconds after which a test gives up waiting for a switch."""
LOOK_S = 0.01

Said = dict[str, Any]


def ask(assistant: Assistant, question: str) -> Reply:
    """The Reply to a first message."""
    return assistant.answer(Message(question, region="游仙区", as_of=DAY))


def content(reply: Reply) -> Said:
    """All that a Reply says, without the ids that it is filed under."""
    return reply.model_dump(exclude={"conversation_id", "turn_id"})


def fixed(settings: Settings, number: int) -> Assistant:
    """An assistant over one generation, of which nothing is shared with another."""
    retriever = open_generation(settings, number, load_embedder(settings.embedding_model))
    return Assistant(Fixed(retriever), MemoryStore(), home_region=None)


def until(true: Callable[[], bool]) -> None:
    """Wait until something has come true; fails where it does not soon."""
    deadline = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(LOOK_S / 2)


def living(settings: Settings) -> Live:
    """The running knowledge."""
    return Live(settings, look_s=LOOK_S)


def answering(live: Live) -> int:
    """The number of the generation that answers."""
    return live.current().generation.number


def copies(home: Path) -> int:
    """How many private copies of vectors lie in a home."""
    return sum(path.is_dir() for path in Home(home).serving.glob("*"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home whose two generations state another deductible and understand another word; the second answers."""
    return build_states(tmp_path_factory.mktemp("template") / "home", *STATES)


@pytest.fixture
def settings(template: Settings, tmp_path: Path) -> Settings:
    """Such a home of the test's own."""
    home = tmp_path / "home"
    shutil.copytree(template.home, home)
    return template.model_copy(update={"home": home})


def test_gate_a_thousand_questions_during_fifty_publishes(settings: Settings) -> None:
    """Gate: every Reply is word for word what one generation says, and nothing is left of those let go."""
    home = Home(settings.home)
    expected = {(n, q): content(ask(fixed(settings, n), q)) for n in (1, 2) for q in QUESTIONS}
    for n, state in enumerate(STATES, 1):
        assert state.deductible in expected[n, DEDUCTIBLE]["text"]
        assert f"支付{state.pays}元" in expected[n, BILL]["text"]
        assert expected[n, BILL]["calculations"]
    for q in QUESTIONS:  # text and sources both tell which generation it is
        assert expected[1, q]["text"] != expected[2, q]["text"]
        assert expected[1, q]["citations"] != expected[2, q]["citations"]

    live = living(settings)
    assistant = Assistant(live, MemoryStore(), home_region=None)
    process = psutil.Process()
    free = threading.Semaphore(0)
    before: tuple[int, int] | None = None

    def answer(number: int) -> Reply:
        free.acquire()
        return ask(assistant, QUESTIONS[number % len(QUESTIONS)])

    with ThreadPoolExecutor(ASKERS) as pool:
        replies = [pool.submit(answer, number) for number in range(PUBLISHES * AFTER_EACH)]
        try:
            for turn in range(PUBLISHES):
                wanted = 1 + turn % 2
                publish(home.pointer, wanted)
                free.release(AFTER_EACH // 2)
                until(lambda wanted=wanted: answering(live) == wanted)
                free.release(AFTER_EACH // 2)
                let_loose = (turn + 1) * AFTER_EACH
                until(lambda many=let_loose: sum(map(Future.done, replies[:many])) >= many - ASKERS)  # a few in flight
                if turn == 5:
                    before = process.num_fds(), process.num_threads()
        finally:
            free.release(PUBLISHES * AFTER_EACH)  # whatever happens, nobody waits for ever
    came = Counter(reply.result().generation for reply in replies)
    assert came.keys() == {1, 2}
    assert min(came.values()) > PUBLISHES * AFTER_EACH / 5
    for number, future in enumerate(replies):
        reply = future.result()
        assert content(reply) == expected[reply.generation, QUESTIONS[number % len(QUESTIONS)]]
    assert copies(home.root) <= 2  # the last one given up may still be on its way out
    assert before is not None
    # A generation holds some twenty files, and two may be open at once; forty publishes that left theirs would be 800.
    assert process.num_fds() <= before[0] + 60
    assert process.num_threads() <= before[1] + 2


def test_an_answer_in_flight_ends_on_its_generation(settings: Settings) -> None:
    """A turn that began before the switch ends on the old generation though its folder is gone; then its copy goes."""
    home = Home(settings.home)
    live = living(settings)
    assistant = Assistant(live, MemoryStore(), home_region=None)
    turn = assistant.begin(Message(BILL, region="游仙区", as_of=DAY))
    publish(home.pointer, 1)
    until(lambda: answering(live) == 1)
    shutil.rmtree(home.generation(2))
    assert copies(home.root) == 2
    assistant.run(turn)
    assert "支付670元" in "".join(draft.text for draft in turn.drafts)
    del turn
    until(lambda: copies(home.root) == 1)
    assert "支付700元" in ask(assistant, BILL).text


def test_a_conversation_goes_on_over_a_switch(settings: Settings) -> None:
    """What was said before a publish is remembered, and the next answer is wholly of the new generation."""
    live = living(settings)
    assistant = Assistant(live, MemoryStore(), home_region=None)
    first = ask(assistant, BILL)
    publish(Home(settings.home).pointer, 1)
    until(lambda: answering(live) == 1)
    again = Message("那起付标准是多少", conversation_id=first.conversation_id, region="游仙区", as_of=DAY)
    second = assistant.answer(again)
    assert (first.generation, second.generation) == (2, 1)
    assert told_deductibles(second) == {"200"}
    assert second.slots["status"] == "active"


def test_what_cannot_be_opened_leaves_the_old_one(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """A publish of a broken generation is told once and changes nothing; the rollback takes the notice away."""
    home = Home(settings.home)
    write_state(home.root, STATES[1])
    (home.documents / "more.md").write_text("---\nid: more\ntitle: 三\n---\n# 三\n## 三 {#c}\n三。\n", encoding="utf-8")
    assert build(settings, lambda step, done, total: None, publish=False) == 3
    live = living(settings)
    assistant = Assistant(live, MemoryStore(), home_region=None)
    kept = content(ask(assistant, BILL))
    opened = live.current().generation
    for path in (home.generation(3) / "sources" / "documents" / "more.md", home.documents / "more.md"):
        path.unlink()
    shutil.rmtree(next(home.generation(3).glob("index-*")))
    publish(home.pointer, 3)
    until(lambda: live.current().trouble is not None)
    assert "仍由知识库版本 2 作答" in str(live.current().trouble)
    reply = ask(assistant, BILL)
    assert (reply.generation, reply.text) == (2, kept["text"])
    assert "degraded" in {notice.code for notice in reply.notices}
    assert live.current().generation is opened
    time.sleep(30 * LOOK_S)  # several more tries
    assert sum("仍由知识库版本 2 作答" in message for message in caplog.messages) == 1
    roll_back(home.pointer)
    until(lambda: live.current().trouble is None)
    assert content(ask(assistant, BILL)) == kept


def test_a_broken_generation_that_is_mended_is_taken(settings: Settings) -> None:
    """What would not open is tried again, so that mending it is enough."""
    home = Home(settings.home)
    live = living(settings)
    aside = home.root / "aside"
    home.generation(1).rename(aside)
    publish(home.pointer, 1)
    until(lambda: live.current().trouble is not None)
    aside.rename(home.generation(1))
    until(lambda: answering(live) == 1)
    assert live.current().trouble is None


def test_a_damaged_pointer_is_told_and_outlived(settings: Settings) -> None:
    """While the pointer cannot be read the old generation answers and says why; then it is followed again."""
    home = Home(settings.home)
    live = living(settings)
    home.pointer.write_text("{", encoding="utf-8")
    until(lambda: live.current().trouble is not None)
    assert "current 已损坏" in str(live.current().trouble)
    assert answering(live) == 2
    publish(home.pointer, 1)
    until(lambda: answering(live) == 1)
    assert live.current().trouble is None


def test_an_unforeseen_error_does_not_end_the_watch(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever opening a generation raises, the next publish is still followed."""
    home = Home(settings.home)
    live = living(settings)

    def fail(*arguments: object) -> None:
        raise KeyError("personal")

    with monkeypatch.context() as failing:
        failing.setattr("knowledge.live.open_generation", fail)
        publish(home.pointer, 1)
        until(lambda: live.current().trouble is not None)
        assert live.current().trouble == "仍由知识库版本 2 作答：KeyError"
    until(lambda: answering(live) == 1)


def test_one_that_stands_in_is_opened_once(settings: Settings) -> None:
    """Where a server starts on a broken generation, the one before stands in and is not opened again and again."""
    home = Home(settings.home)
    aside = home.root / "aside"
    home.generation(2).rename(aside)
    publish(home.pointer, 1)
    publish(home.pointer, 2)
    live = living(settings)
    stands_in = live.current().generation
    assert stands_in.number == 1
    assert live.current().trouble is not None
    time.sleep(30 * LOOK_S)
    assert live.current().generation is stands_in
    assert copies(home.root) == 1
    aside.rename(home.generation(2))
    until(lambda: answering(live) == 2)


def test_nobody_watches_for_one_that_is_gone(settings: Settings) -> None:
    """The watching thread and the private copy go with the last who uses them."""
    threads = threading.active_count()
    live = living(settings)
    assert threading.active_count() == threads + 1
    assert copies(settings.home) == 1
    del live
    until(lambda: threading.active_count() == threads)
    assert copies(settings.home) == 0
