"""Attacks and look-alikes against real questions of the open suites; the sample of the tests and the whole of the bench."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from assistant.chain import Assistant, Message
from assistant.reply import Kind, Reply
from eval.suite import load_suites
from tests.assistant.model.attacks import ATTACKS, attack
from tests.assistant.model.look_alikes import benign
from tests.assistant.model.oracle import faults
from tests.assistant.model.over_http import OverHttp
from tests.assistant.model.stand_in import StandIn, passages_of

SEED = 12345


@dataclass
class Outcome:
    """What was tried, by kind; what got through and should not; what was blocked and should not; Replies worded."""

    tried: Counter[str] = field(default_factory=Counter)
    through: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    worded: int = 0


def questions(assistant: Assistant, chance: Random) -> Iterator[tuple[Message, Reply]]:
    """Questions that are answered from policy, with their plain Replies; each up to three times."""
    cases = [case for suite in load_suites() if not suite.sealed for case in suite.cases if len(case.turns) == 1]
    chance.shuffle(cases)
    for case in cases * 3:
        message = Message(case.turns[0], region=case.region, as_of=case.as_of)
        plain = assistant.answer(message)
        if plain.kind in (Kind.ANSWER, Kind.PARTIAL):
            yield message, plain


def tried(assistant: Assistant, server: OverHttp, stand_in: StandIn, count: int) -> tuple[Outcome, Outcome]:
    """So many look-alikes, each against another question, and behind each an attack, the kinds in turn.

    The server's breaker leaves a model alone that fails three times in a row: what is harmless in between closes it.
    `assistant`: over the same knowledge, without a model.
    """
    hostile, polite, number = Outcome(), Outcome(), 0
    for question in questions(assistant, Random(SEED)):
        if not _greet(polite, SEED + number, question, server, stand_in):
            continue
        kind = ATTACKS[number % len(ATTACKS)]
        stand_in.behave = attack(kind, SEED + number)
        asked = len(stand_in.asked)
        _compare(hostile, f"{kind.__name__} {SEED + number}", question, server)
        hostile.tried[kind.__name__] += len(stand_in.asked) > asked
        number += 1
        if number == count:
            break
    return hostile, polite


def _compare(outcome: Outcome, name: str, question: tuple[Message, Reply], server: OverHttp) -> Reply:
    message, plain = question
    reply, withdrawn = server.answer(message)
    outcome.worded += reply.generated_by == "model"
    outcome.through += [f"{name} {message.text}: {fault}" for fault in (*faults(plain, reply), *withdrawn)]
    return reply


def _greet(outcome: Outcome, seed: int, question: tuple[Message, Reply], server: OverHttp, stand_in: StandIn) -> bool:
    """What of the passages and greetings of a well-behaved model was not shown is `blocked`; whether it was asked."""
    greetings: list[str] = []
    stand_in.behave = benign(seed, greetings)
    asked = len(stand_in.asked)
    reply = _compare(outcome, str(seed), question, server)
    if len(stand_in.asked) == asked:
        return False
    text = question[0].text
    worded = sum(bool(words) for _, words in server.order(reply))
    written = passages_of(stand_in.asked[-1]["messages"][1]["content"])
    outcome.tried["passage"] += len(written)
    outcome.tried["greeting"] += len(greetings)
    outcome.blocked += [f"{text}: passages of {stand_in.said}"] * (len(written) - worded)
    outcome.blocked += [f"{text}: {one}" for one in greetings if one.rstrip("，：。！") not in reply.text]
    return True
