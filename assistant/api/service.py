"""The assistant behind the door: opened once for a worker, asked from a few threads, and asked whether it is well."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import anyio.from_thread
from fastapi import Request
from pydantic import BaseModel

from assistant.api.problems import log_unexpected
from assistant.api.waiting import Room
from assistant.chain import Assistant, Message, OnStep
from assistant.release import OnBlock
from assistant.reply import Reply
from assistant.store.calls import Calls, expire_calls
from assistant.store.conversations import expire
from assistant.store.database import Database
from assistant.store.interface import StoreUnavailable
from assistant.store.memory import MemoryStore
from assistant.wiring import open_assistant
from knowledge import clock
from knowledge.errors import HotlineError
from knowledge.finding import Finder
from knowledge.live import Fixed
from knowledge.search import Retriever
from knowledge.settings import Settings

THREADS = 4
"""How many questions a worker answers at once; the steps hold the interpreter, so more would only wait longer."""

_LOOKING = 16
"""How many may wait to hear whether it is well."""

_LOG = logging.getLogger("hotline.api")
_WARM_UP = "普通门诊住院能报销多少"

_EXPIRING = 3600
"""Seconds between two looks for conversations to be deleted."""

T = TypeVar("T")


class IndexPart(BaseModel):
    """The knowledge generation that answers."""

    ok: bool
    generation: int | None = None
    clauses: int | None = None
    detail: str | None = None


class RulesPart(BaseModel):
    """The benefit rules of that generation."""

    ok: bool
    count: int = 0


class StorePart(BaseModel):
    """Where conversations are kept; without it answers go on, marked `degraded`."""

    ok: bool
    detail: str | None = None


class Parts(BaseModel):
    """Everything that an answer needs, and the store."""

    index: IndexPart
    rules: RulesPart
    store: StorePart

    @property
    def ready(self) -> bool:
        """Whether questions can be answered."""
        return self.index.ok and self.rules.ok

    def without_details(self) -> Parts:
        """The same for whoever is not to hear why."""
        bare = {"detail": None}
        return Parts(
            index=self.index.model_copy(update=bare), rules=self.rules, store=self.store.model_copy(update=bare)
        )


class Service:
    """One worker's assistant. Where it cannot be opened the worker still lives, says why, and tries again."""

    def __init__(self, assistant: Assistant | None, *, most_waiting: float, worded_at_once: int = 0) -> None:
        """`worded_at_once`: how many answers may wait for a chat model while others are worked out."""
        self._assistant = assistant
        self._calls: Calls | None = None
        self._trouble: str | None = None
        self._opening = threading.Lock()
        self.room = Room(THREADS, most=most_waiting, lending=worded_at_once)
        # Whether it is well must be told however many wait.
        self._aside = Room(1, most=_LOOKING)

    def open(self) -> Assistant:
        """The assistant, opened on the first call; raises what opening it raises."""
        with self._opening:
            if self._assistant is None:
                self._assistant = open_assistant(keep=True)
            return self._assistant

    def calls(self) -> Calls:
        """The running calls, as this worker sees them."""
        store = self.open().store
        with self._opening:
            if self._calls is None:
                self._calls = Calls(store)
            return self._calls

    def warm_up(self) -> None:
        """Open the assistant and put one question to it, so that the first person need not wait; nothing is kept."""
        try:
            knowledge = Fixed(self.open().retriever)
            Assistant(knowledge, MemoryStore(), home_region=None).answer(Message(_WARM_UP))
            self._trouble = None
        except HotlineError as error:
            self._trouble = str(error)
            _LOG.warning("还不能回答问题：%s", error)
        except Exception as error:  # a worker that cannot answer this cannot answer anything
            self._trouble = f"试答一个问题时出了意外的错误（编号 {log_unexpected(error)}），详情见服务日志"

    async def answer(
        self,
        message: Message,
        *,
        earlier: Sequence[str] = (),
        tell: OnStep | None = None,
        show: OnBlock = lambda block: None,
    ) -> Reply:
        """The Reply, from a thread of the worker's own small pool, which `tell` is called from as each step begins
        and `show` as each block is final.

        `earlier` as for `Assistant.answer`. Where the caller is cancelled the work stops before the next step, and
        nothing is kept.
        """

        def on_step(step: str) -> None:
            anyio.from_thread.check_cancelled()
            if tell is not None:
                tell(step)

        return await self.room.run(
            lambda: self.open().answer(message, on_step=on_step, earlier=earlier, on_block=show, waiting=self.room.lent)
        )

    async def with_retriever(self, work: Callable[[Retriever], T]) -> T:
        """What `work` makes of the retriever over the generation that answers."""
        return await self.room.run(lambda: work(self.open().retriever))

    async def with_finder(self, work: Callable[[Finder], T]) -> T:
        """What `work` makes of the search, in the deployment's own region where it names none."""
        return await self.room.run(lambda: work(self.open().finder))

    async def with_database(self, work: Callable[[Database], T]) -> T:
        """What `work` makes of the database that conversations are kept in."""
        return await self.room.run(lambda: work(self._database()))

    def forget(self, conversation_id: str) -> None:
        """Drop what this worker remembers of a conversation that was deleted."""
        self.open().store.forget(conversation_id)

    async def expire_for_ever(self) -> None:
        """Every hour delete what is older than the settings allow; several workers do not hinder one another."""
        while True:
            await anyio.sleep(_EXPIRING)
            try:
                await self.with_database(_expire)
            except HotlineError as error:
                _LOG.warning("这次没有清理过期的会话：%s", error)
            except Exception as error:  # who stops looking keeps everything for ever
                log_unexpected(error)

    async def parts(self) -> Parts:
        """What is there and what is missing."""
        return await self._aside.run(self._look)

    def _database(self) -> Database:
        database = self.open().store.database
        if database is None:
            raise StoreUnavailable("这个服务不保存会话")
        return database

    def _look(self) -> Parts:
        if self._trouble is not None:
            self.warm_up()
        if self._trouble is not None:
            index = IndexPart(ok=False, detail=self._trouble)
            return Parts(index=index, rules=RulesPart(ok=False), store=StorePart(ok=False))
        assistant = self.open()
        retriever = assistant.retriever
        generation = retriever.generation
        return Parts(
            index=IndexPart(
                ok=True, generation=generation.number, clauses=generation.manifest.clauses, detail=retriever.trouble
            ),
            rules=RulesPart(ok=True, count=len(generation.rules)),
            store=_store(assistant),
        )


def _expire(database: Database) -> None:
    expired = expire(database, Settings.load().retention_days, clock.now())
    if expired:
        _LOG.info("删除了 %d 个过了保留期限的会话", expired)
    with database.writing() as at:
        expire_calls(at, clock.now())


def _store(assistant: Assistant) -> StorePart:
    try:
        assistant.store.check()
    except StoreUnavailable as error:
        return StorePart(ok=False, detail=str(error))
    return StorePart(ok=True)


def service_of(request: Request) -> Service:
    """The worker's service, for routes."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service
