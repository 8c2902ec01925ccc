"""Which generation answers: one small file, replaced in one rename.

    {"published": [{"generation": 2, "at": "…"}, {"generation": 3, "at": "…"}],
     "scheduled": [{"generation": 4, "day": "2027-01-01"}]}

The last one published answers; one that is scheduled answers from its day on, without anybody writing
anything that day. Taking the last one off again is a rollback.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge import clock
from knowledge.errors import IndexUnusable, InputError
from knowledge.files import remove_unfinished, write_atomically

_KEPT = 100
"""How many publications are remembered."""


class Published(BaseModel):
    """A generation that was switched to, and when (ISO time in Asia/Shanghai)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    generation: int
    at: str


class Scheduled(BaseModel):
    """A generation that answers from a day on."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    generation: int
    day: date


class Pointer(BaseModel):
    """What was published, oldest first, and what is going to be."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    published: tuple[Published, ...] = ()
    scheduled: tuple[Scheduled, ...] = ()

    def on(self, day: date) -> Pointer:
        """The same with all that is due on `day` published, in the order of the days."""
        due = sorted((s for s in self.scheduled if s.day <= day), key=lambda s: s.day)
        if not due:
            return self
        done = tuple(Published(generation=s.generation, at=s.day.isoformat()) for s in due)
        later = tuple(s for s in self.scheduled if s.day > day)
        return Pointer(published=(*self.published, *done), scheduled=later)

    @property
    def generation(self) -> int | None:
        """The generation that answers, or None before the first publish."""
        return self.published[-1].generation if self.published else None

    @property
    def numbers(self) -> set[int]:
        """Every generation that it names."""
        return {p.generation for p in self.published} | {s.generation for s in self.scheduled}

    def before(self) -> Pointer:
        """The same without the last publish; InputError where nothing was published before it."""
        kept = list(self.published)
        while kept and kept[-1].generation == self.generation:
            kept.pop()
        if not kept:
            raise InputError("没有更早启用过的版本可以退回；可用的版本见 hotline knowledge versions")
        return self.model_copy(update={"published": tuple(kept)})


def read_pointer(path: Path) -> Pointer:
    """The pointer as it is today; IndexUnusable where the file cannot be understood."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Pointer()
    except UnicodeDecodeError as error:
        raise _broken(path) from error
    return _parsed(text, path).on(clock.today())


def _parsed(text: str, path: Path) -> Pointer:
    if text.strip().isdecimal():  # as homes of the first version have it
        return Pointer(published=(Published(generation=int(text), at=""),))
    try:
        return Pointer.model_validate_json(text)
    except ValidationError as error:
        raise _broken(path) from error


def _broken(path: Path) -> IndexUnusable:
    return IndexUnusable(
        f"{path} 已损坏；请用 hotline knowledge versions 查看版本，再用 hotline knowledge publish 指定一个"
    )


def publish(path: Path, generation: int) -> None:
    """Let a generation answer from now on; a day that was set for it no longer counts."""
    now = clock.now().isoformat(timespec="seconds")

    def published(before: Pointer) -> Pointer:
        done = (*before.published, Published(generation=generation, at=now))[-_KEPT:]
        return _rescheduled(before, generation).model_copy(update={"published": done})

    _change(path, published, mends=True)


def schedule(path: Path, generation: int, day: date) -> None:
    """Let a generation answer from `day` on; InputError for a day that is not to come."""
    if day <= clock.today():
        raise InputError(f"{day} 不在今天之后；马上启用请不写 --from")
    _change(path, lambda before: _rescheduled(before, generation, Scheduled(generation=generation, day=day)))


def unschedule(path: Path, generation: int) -> None:
    """Take a scheduled publish back; InputError where there is none."""

    def without(before: Pointer) -> Pointer:
        if all(s.generation != generation for s in before.scheduled):
            raise InputError(f"版本 {generation} 没有定期启用；已定的见 hotline knowledge versions")
        return _rescheduled(before, generation)

    _change(path, without)


def _rescheduled(before: Pointer, generation: int, *more: Scheduled) -> Pointer:
    others = tuple(s for s in before.scheduled if s.generation != generation)
    return before.model_copy(update={"scheduled": (*others, *more)})


def roll_back(path: Path) -> None:
    """Take the last publish back; InputError where nothing was published before."""
    _change(path, Pointer.before)


def _change(path: Path, change: Callable[[Pointer], Pointer], *, mends: bool = False) -> None:
    """Read, change and replace the file; two that do so at once come one after the other.

    `mends`: a damaged file is begun anew. Any other change of one would leave a home in which nothing answers.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            before = read_pointer(path)
        except IndexUnusable:
            if not mends:
                raise
            before = Pointer()
        remove_unfinished(path)
        write_atomically(path, change(before).model_dump_json(indent=1).encode(), durable=True)
