"""What keeping a conversation costs beside the answer itself: reading its state and writing the turn."""

from __future__ import annotations

import statistics
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

from pydantic import SecretStr

from assistant.chain import Assistant
from assistant.store.interface import Store
from assistant.store.memory import MemoryStore
from assistant.store.steady import open_store
from eval.suite import load_suites
from knowledge.live import Fixed
from knowledge.opening import open_retriever
from knowledge.search import Retriever
from knowledge.settings import Settings
from tests.bench.timing import seconds
from tests.postgres import Postgres

CONVERSATIONS = 300
FOLLOW_UP = "那退休的呢"


def report() -> None:
    """Print the cost of keeping, in memory, in SQLite and in PostgreSQL, and its ratio to an answer."""
    retriever = open_retriever(Settings.load())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = Postgres()
        stack.callback(server.remove)
        server.start()
        url = SecretStr(server.emptied())
        _measure("memory", MemoryStore(), retriever)
        for name, address in (("SQLite", None), ("PostgreSQL", url)):
            store = stack.enter_context(closing(open_store(Settings(home=folder, database_url=address))))
            _measure(name, store, retriever)


def _measure(name: str, store: Store, retriever: Retriever) -> None:
    recalls, keeps = _timed(store, "recall"), _timed(store, "keep")
    assistant = Assistant(Fixed(retriever), store, home_region=None)
    cases = [case for suite in load_suites() if not suite.sealed for case in suite.cases][:CONVERSATIONS]
    answers: list[float] = []
    for case in cases:
        turns = (case.turns[0], FOLLOW_UP)
        answers.append(seconds(lambda case=case, turns=turns: assistant.converse(turns, region=case.region)) * 500)  # type: ignore[misc]
    answer, keep, recall = (statistics.median(times) for times in (answers, keeps, recalls))
    print(
        f"kept in {name}: an answer {answer:.2f} ms; writing it {keep:.2f} ms, reading the state {recall:.2f} ms,"
        f" together {100 * (keep + recall) / answer:.0f}% of it"
    )


def _timed(store: Store, name: str) -> list[float]:
    """What each later call of a method takes, in milliseconds."""
    times: list[float] = []
    call = getattr(store, name)

    def timed(argument: object) -> object:
        started = time.perf_counter()
        try:
            return call(argument)
        finally:
            times.append((time.perf_counter() - started) * 1000)

    setattr(store, name, timed)
    return times


if __name__ == "__main__":
    report()
