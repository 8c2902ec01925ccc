"""The order of the steps. One message in, one Reply out; everything it needs is handed in by wiring."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import date

from assistant.conversation import State
from assistant.model.writer import Writer
from assistant.release import OnBlock, Shown, released
from assistant.remember import next_state
from assistant.reply import Kind, Reply
from assistant.steps.basis import basis
from assistant.steps.compose import compose
from assistant.steps.compute import compute
from assistant.steps.guard import check_size, guard
from assistant.steps.judge import judge
from assistant.steps.lean import lean
from assistant.steps.propose import propose, tell
from assistant.steps.retrieve import retrieve
from assistant.steps.route import route
from assistant.steps.understand import understand
from assistant.steps.verify import Check, verify
from assistant.steps.word import word
from assistant.store.interface import Answered, Known, Outdated, Store, UnknownConversation
from assistant.turn import Turn
from assistant.unanswered import unanswered
from assistant.understanding.facts import read_facts
from assistant.understanding.places import which_place
from knowledge import clock
from knowledge.errors import AmbiguousRegion
from knowledge.finding import Finder
from knowledge.live import Knowledge
from knowledge.region import places
from knowledge.search import Retriever
from knowledge.wordlists import using

_POLICY_ONLY = ("retrieve", "judge", "basis", "compute", "lean")
"""Steps that a message on a route of its own does not need."""

OnStep = Callable[[str], None]
"""Is told the name of a step."""


def _quietly(step: str) -> None:
    pass


Waiting = Callable[[], AbstractContextManager[object]]
"""Is entered while an answer waits for the chat model, and so for no processor."""

Told = Callable[[Turn, Reply, int], None]
"""Hears of every turn: what came of it, and how many of its asks stayed unanswered."""


def _untold(turn: Turn, reply: Reply, gaps: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Message:
    """What a person says, and what is known of where and when."""

    text: str
    conversation_id: str | None = None
    region: str | None = None
    as_of: date | None = None
    channel: str = "citizen"
    facts: dict[str, str] | None = None
    request_id: str | None = None
    draft: bool = False
    """It is still being written: answered without the chat model, and neither kept nor counted."""
    owner: str | None = None
    """Who asks, so that a conversation is gone on with by whoever began it; None where callers cannot be told apart."""


class Assistant:
    """Answers messages from the knowledge, over one store; safe to share between threads.

    Each turn takes the knowledge once, so that no answer is made of two generations.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        store: Store,
        *,
        home_region: str | None,
        writer: Writer | None = None,
        told: Told = _untold,
    ) -> None:
        """`writer`: the chat model that may word what was found; None for the plain composition alone."""
        self._knowledge = knowledge
        self._told = told
        self._store = store
        self._writer = writer
        self._home_region = places().resolve(home_region) if home_region else None

    @property
    def store(self) -> Store:
        """Where its conversations are kept."""
        return self._store

    @property
    def retriever(self) -> Retriever:
        """The retriever over the generation that answers now."""
        return self._knowledge.current()

    @property
    def finder(self) -> Finder:
        """The search alone over that generation, in the deployment's own region where a query names none."""
        return Finder(self.retriever, home_region=self._home_region)

    def answer(
        self,
        message: Message,
        on_step: OnStep = _quietly,
        *,
        earlier: Sequence[str] = (),
        on_block: OnBlock = lambda block: None,
        waiting: Waiting = nullcontext,
    ) -> Reply:
        """One Reply for one message; `on_block` is given each block as soon as it is final, in the Reply's order.

        `earlier`: what the person said before it, where the caller keeps the conversation; it is worked through
        again, and this message alone is kept. `on_step` is told the name of each step as it begins; what it raises
        ends the work there, with nothing kept. `waiting` is entered while the chat model is waited for.
        Raises InputError for a message that is too long, an unknown region or an unknown conversation.
        An ambiguous region is asked back.
        """
        for text in (*earlier, message.text):
            check_size(text)
        request = _request_key(message)
        while True:
            if request is not None and (before := self._store.answered(request)) is not None:
                for block in before.blocks:
                    on_block(block)
                return before
            conversation_id, known = self._conversation(message)
            state = known.state
            for text in earlier:
                past = self.begin(replace(message, text=text), state)
                self.run(past, on_step)
                state = next_state(past)
            turn = self.begin(message, state)
            self.run(turn, on_step)
            shown = Shown(on_block)
            if self._writer is not None and not message.draft:
                with waiting():
                    turn = self._worded(turn, message, state, self._writer, shown)
            reply = released(turn, conversation_id, _new_id(), shown)
            if message.draft:
                return reply
            try:
                return self._keep(turn, message, known, reply, request)
            except Outdated:
                # Each time around another message of the conversation got its answer, so this ends. Its blocks
                # are shown again: the Reply that comes last is the one that counts.
                continue

    def _worded(self, turn: Turn, message: Message, state: State, writer: Writer, shown: Shown) -> Turn:
        """The turn after the chat model had its say, at most until its deadline."""
        deadline = writer.deadline()
        with using(turn.retriever.generation.words):
            proposed = propose(turn, writer, deadline)
            if proposed:
                answered = self.begin(message, state)
                answered.proposed, answered.worded_by = proposed, writer.label
                self.run(answered)
                # Where more is missing the person is asked, first for what the model saw.
                turn = answered if answered.kind in (Kind.ANSWER, Kind.PARTIAL) else turn
            check = Check(turn, turn.retriever.generation)
            word(turn, writer, deadline, lambda draft: check.reason(draft) is None, lambda: shown.so_far(turn))
        return turn

    def converse(self, turns: Sequence[str], *, region: str | None = None, as_of: date | None = None) -> list[Reply]:
        """The Replies of a whole conversation, one for each of the person's turns."""
        replies: list[Reply] = []
        for text in turns:
            before = replies[-1].conversation_id if replies else None
            replies.append(self.answer(Message(text, conversation_id=before, region=region, as_of=as_of)))
        return replies

    def _conversation(self, message: Message) -> tuple[str, Known]:
        if message.conversation_id is None:
            return _new_id(), Known(State())
        known = self._store.recall(message.conversation_id, message.owner)
        if known is None:
            raise UnknownConversation
        return message.conversation_id, known

    def begin(self, message: Message, state: State | None = None) -> Turn:
        """The turn of a message before any step has seen it."""
        region, ambiguous = self._home_region, None
        if message.region:
            try:
                region = places().resolve(message.region)
            except AmbiguousRegion as error:
                region, ambiguous = None, which_place(message.region, error.candidates)
        return Turn(
            ambiguous_place=ambiguous,
            message=message.text,
            day=message.as_of or clock.today(),
            region=region,
            given=state or State(),
            state=state or State(),
            facts=read_facts(message.facts or {}),
            retriever=self.retriever,
        )

    def run(self, turn: Turn, on_step: OnStep = _quietly) -> None:
        """All steps in their order, with the word lists of the turn's generation."""
        turn.facts |= {slot: proposal.value for slot, proposal in turn.proposed.items()}
        retriever, generation = turn.retriever, turn.retriever.generation
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("guard", lambda: guard(turn)),
            ("route", lambda: route(turn)),
            ("understand", lambda: understand(turn, retriever)),
            ("retrieve", lambda: retrieve(turn, retriever)),
            ("judge", lambda: judge(turn, retriever)),
            ("basis", lambda: basis(turn)),
            ("compute", lambda: compute(turn, retriever)),
            ("lean", lambda: lean(turn)),
            ("compose", lambda: compose(turn, retriever)),
            ("tell", lambda: tell(turn)),
            ("verify", lambda: verify(turn, generation)),
        )
        with using(generation.words):
            self._take(steps, turn, on_step)

    def _take(self, steps: Iterable[tuple[str, Callable[[], None]]], turn: Turn, on_step: OnStep) -> None:
        for name, step in steps:
            if turn.kind is not None and name in _POLICY_ONLY:
                continue
            on_step(name)
            started = time.perf_counter()
            step()
            turn.timings[name] = (time.perf_counter() - started) * 1000

    def _keep(self, turn: Turn, message: Message, known: Known, reply: Reply, request: str | None) -> Reply:
        trace = {
            # All that the answer depended on beside the message and the generation, so that it can be given again.
            "given": {
                "region": message.region,
                "home_region": self._home_region,
                "as_of": turn.day.isoformat(),
                "channel": message.channel,
                "trouble": turn.retriever.trouble,
                "facts": turn.facts,
                "state": turn.given.model_dump(mode="json"),
            },
            "objections": [list(work.objections) for work in turn.works],
            "dropped": [
                {"text": draft.text, "reason": reason} for draft, reason in zip(turn.dropped, turn.reasons, strict=True)
            ],
            "model": {
                "proposed": turn.proposed,
                "order": turn.order,
                "label": asdict(turn.worded_by) if turn.worded_by else None,
                "refused_lines": turn.refused,
                "trouble": turn.model_trouble,
            },
        }
        left = unanswered(turn)
        kept = self._store.keep(
            Answered(
                reply=reply,
                state=next_state(turn),
                after=known.version,
                message=turn.said,
                request=request,
                asked_at=clock.now().isoformat(timespec="seconds"),
                region=turn.region,
                verdict="dropped" if turn.dropped else "passed",
                timings={name: round(ms, 3) for name, ms in turn.timings.items()},
                trace=json.dumps(trace, ensure_ascii=False),
                unanswered=left,
                owner=message.owner,
            )
        )
        self._told(turn, kept, len(left))
        return kept


def _new_id() -> str:
    """An id that nobody guesses; no sign in it, so that a command line takes it as it is."""
    return secrets.token_hex(16)


def _request_key(message: Message) -> str | None:
    """The key under which a request counts as sent before: its id and all that it says."""
    if not message.request_id or message.draft:
        return None
    said = json.dumps(asdict(message), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
