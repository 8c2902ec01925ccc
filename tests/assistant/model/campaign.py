"""Attacks and look-alikes against real questions of the open suites; the sample of the tests and the whole of the bench."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from assistant.chain import Assistant, Message
from assistant.model.breaker import Breaker
from assistant.model.endpoint import Endpoint
from assistant.model.writer import Writer
from assistant.reply import Kind, Reply
from assistant.store.interface import Answered, Store
from assistant.store.memory import MemoryStore
from eval.suite import load_suites
from knowledge.live import Fixed
from knowledge.settings import Settings
from tests.assistant.model.attacks import ATTACKS, attack
from tests.assistant.model.look_alikes import benign
from tests.assistant.model.oracle import faults
from tests.assistant.model.stand_in import StandIn, passages_of

SEED = 12345


class NeverOpen(Breaker):
    """Every attack gets its chance."""

    def lets_through(self) -> bool:
        """Always."""
        return True


class Traces(MemoryStore):
    """Keeps what the last turn left to be looked at later."""

    trace: dict[str, Any]

    def keep(self, turn: Answered) -> Reply:
        """See Store."""
        self.trace = json.loads(turn.trace)
        return super().keep(turn)


@dataclass
class Outcome:
    """What was tried, by kind; what got through and should not; what was blocked and should not; Replies worded."""

    tried: Counter[str] = field(default_factory=Counter)
    through: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    worded: int = 0


def questions(assistant: Assistant, count: int, chance: Random) -> Iterator[tuple[Message, Reply]]:
    """So many questions that are answered from policy, with their plain Replies."""
    cases = [case for suite in load_suites() if not suite.sealed for case in suite.cases if len(case.turns) == 1]
    chance.shuffle(cases)
    found = 0
    for case in cases * 3:
        message = Message(case.turns[0], region=case.region, as_of=case.as_of)
        plain = assistant.answer(message)
        if plain.kind in (Kind.ANSWER, Kind.PARTIAL):
            yield message, plain
            found += 1
        if found == count:
            return


def with_model(assistant: Assistant, stand_in: StandIn, seconds: float = 5.0, store: Store | None = None) -> Assistant:
    """The same knowledge with the stand-in as its chat model."""
    settings = Settings(model_url=stand_in.url, model_name="stand-in", model_timeout=seconds)
    writer = Writer(Endpoint(settings), seconds=seconds, breaker=NeverOpen())
    return Assistant(Fixed(assistant.retriever), store or MemoryStore(), home_region=None, writer=writer)


def attacked(assistant: Assistant, stand_in: StandIn, count: int) -> Outcome:
    """So many attacks, the kinds in turn, each against another question."""
    outcome, hostile = Outcome(), with_model(assistant, stand_in)
    for number, (message, plain) in enumerate(questions(assistant, count, Random(SEED))):
        kind = ATTACKS[number % len(ATTACKS)]
        stand_in.behave = attack(kind, SEED + number)
        reply = hostile.answer(message)
        outcome.tried[kind.__name__] += 1
        outcome.worded += reply.generated_by == "model"
        outcome.through += [
            f"{kind.__name__} {SEED + number} {message.text}: {fault}" for fault in faults(plain, reply)
        ]
    return outcome


def greeted(assistant: Assistant, stand_in: StandIn, count: int) -> Outcome:
    """So many answers of a well-behaved model; what of its passages and greetings was not shown is `blocked`."""
    outcome, store = Outcome(), Traces()
    polite = with_model(assistant, stand_in, store=store)
    for number, (message, plain) in enumerate(questions(assistant, count, Random(SEED + 1))):
        greetings: list[str] = []
        stand_in.behave = benign(SEED + number, greetings)
        reply = polite.answer(message)
        said = stand_in.said
        outcome.worded += reply.generated_by == "model"
        outcome.through += [f"{SEED + number} {message.text}: {fault}" for fault in faults(plain, reply)]
        worded = sum(bool(text) for _, text in store.trace["model"]["order"])
        written = passages_of(stand_in.asked[-1]["messages"][1]["content"])
        outcome.tried["passage"] += len(written)
        outcome.tried["greeting"] += len(greetings)
        outcome.blocked += [f"{message.text}: passages of {said}"] * (len(written) - worded)
        outcome.blocked += [f"{message.text}: {one}" for one in greetings if one.rstrip("，：。！") not in reply.text]
    return outcome
