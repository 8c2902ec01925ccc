"""Giving a stored answer again, from the very generation that gave it: what a person was told can be checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from assistant.chain import Assistant, Message
from assistant.conversation import State
from assistant.render import render
from assistant.reply import Reply
from assistant.store.database import open_kept
from assistant.store.interface import unkept
from assistant.store.memory import MemoryStore
from assistant.store.turns import DatabaseStore
from knowledge.embed import load_embedder
from knowledge.errors import IndexUnusable, InputError
from knowledge.home import Home
from knowledge.live import Fixed
from knowledge.opening import open_generation
from knowledge.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Replayed:
    """The stored reply and the one given again, and the names of the fields in which they differ."""

    stored: Reply
    again: Reply
    differing: tuple[str, ...]


def replay(settings: Settings, turn_id: str) -> Replayed:
    """Answer a stored turn again from its generation, at its day, with what was known of the conversation then.

    Raises InputError for a turn that is not stored, IndexUnusable where its generation is gone.
    """
    home = Home(settings.home)
    recorded = _from_store(settings, lambda store: store.turn(turn_id))
    if recorded is None:
        raise InputError(f"没有编号为 {turn_id} 的回答；编号是 Reply 里的 turn_id，且须由同一存放文件夹的服务回答")
    given = json.loads(recorded.trace).get("given")
    if given is None:
        raise InputError(f"回答 {turn_id} 是旧版本产品记下的，没有留下复核所需的内容")
    stored = Reply.model_validate_json(recorded.reply)
    if stored.generation not in home.generation_numbers():
        raise IndexUnusable(f"回答 {turn_id} 出自知识库版本 {stored.generation}，这个版本已不在，无法复核")
    retriever = open_generation(settings, stored.generation, load_embedder(settings.embedding_model))
    knowledge = Fixed(retriever.standing_in(given["trouble"]))
    assistant = Assistant(knowledge, MemoryStore(), home_region=given["home_region"])
    message = Message(
        recorded.message,
        region=given["region"],
        as_of=date.fromisoformat(given["as_of"]),
        channel=given["channel"],
        facts=given["facts"],
    )
    turn = assistant.begin(message, State.model_validate(given["state"]))
    assistant.run(turn)
    again = render(turn, stored.conversation_id, stored.turn_id)
    if unkept(again).notices[-1] in stored.notices:  # the database was away then; that is no part of the answer
        again = unkept(again)
    one, other = stored.model_dump(), again.model_dump()
    return Replayed(stored, again, tuple(name for name in one if one[name] != other[name]))


def needed_generations(settings: Settings) -> set[int]:
    """Numbers of the generations that stored answers of the home came from."""
    return _from_store(settings, DatabaseStore.generations) or set()


def _from_store(settings: Settings, asked: Callable[[DatabaseStore], T]) -> T | None:
    """What the store says; None where nothing was stored yet. StoreUnavailable where it cannot be read."""
    database = open_kept(settings)
    if database is None:
        return None
    with closing(database):
        return asked(DatabaseStore(database))
