"""Homes that faults are done to, and what must hold of them afterwards; tests and the bench share it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from knowledge.build import UNFINISHED
from knowledge.home import Home
from knowledge.manifest import is_as_written, read_manifest
from knowledge.opening import open_retriever
from knowledge.search import Days, Retriever
from knowledge.settings import Settings
from tests.knowledge.knowledge_texts import policy, put
from tests.knowledge.nursery import KILLED, Command, Ended

CHECKOUT = Path(__file__).resolve().parents[2]
REGION = "510704"
DAY = Days.on(date(2023, 6, 1))
BUILD = ("knowledge", "build")
QUERIES = ("住院起付标准是多少", "门诊慢性病怎么办理", "急救打什么电话", "生育")


def settings_of(home: Path) -> Settings:
    """Settings of a home of made-up documents, whatever the environment says."""
    return Settings(home=home, builtin=False, region=None, embedding_model=None, chroma_url=None)


def write_documents(home: Path, amount: int) -> None:
    """Three documents; one of them names the amount."""
    put(
        home,
        policy("inpatient", f"住院起付标准为{amount}元。", "住院报销比例为百分之八十。", region=REGION),
        policy("chronic", "门诊慢性病在参保地办理认定。", "认定后次月起享受待遇。", region=REGION),
        policy("maternity", "生育津贴按产假天数发放。", "异地生育先备案后就医。", region="510700"),
    )


class Nursery:
    """A process that runs `hotline` commands in children of its own; see `nursery`."""

    def __init__(self) -> None:
        environment = {n: v for n, v in os.environ.items() if not n.upper().startswith("HOTLINE_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.knowledge.nursery"],
            cwd=CHECKOUT,
            env={**environment, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, command: Command) -> Ended:
        """Run one command to its end, or to its being killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(command)) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate()


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A Nursery for a while."""
    one = Nursery()
    try:
        yield one
    finally:
        one.close()


class KilledBuilds:
    """A home whose builds are killed; each of them names another amount.

    `broken` says what did not hold after a kill, `killed` counts the builds that did not live to their end.
    """

    def __init__(self, home: Path, children: Nursery) -> None:
        self.home, self._path, self._children = Home(home), home, children
        self.broken: list[str] = []
        self.killed = 0
        self._amount = 1000
        self._amounts: dict[int, int] = {}
        """Generation → the amount that it names."""
        self._build()
        self.seconds = self._build().seconds
        """How long one build takes."""

    def kill_spread(self, count: int, seed: int) -> None:
        """Kill `count` builds at random moments, spread evenly over the time that one takes."""
        chance = random.Random(seed)
        for moment in chance.sample(range(count), count):
            share = (moment + chance.random()) / count
            while (ended := self._build(kill_after=share * self.seconds)).code != KILLED:
                self.seconds = min(self.seconds, ended.seconds)  # it was quicker than the one that was measured
                share *= 0.95

    def kill_at_every_renaming(self) -> None:
        """Kill a build before each of its renamings: those of the manifest, the generation and the pointer."""
        which = 1
        while self._build(kill_at=which).code == KILLED:
            which += 1

    def finish(self) -> None:
        """A build that nobody kills: it is the one that answers afterwards, and nothing unfinished is left."""
        if self._build().code != 0:
            self.broken.append("the last build failed")
        if self._read(max(self._amounts)) != self._amount:
            self.broken.append("the last build does not answer")
        left = (*self.home.generations.glob(f"{UNFINISHED}*"), *self._path.glob(".*"))
        self.broken += [f"left: {path.name}" for path in left]

    def _build(self, *, kill_after: float | None = None, kill_at: int | None = None) -> Ended:
        before = self.home.current()
        self._amount += 1
        write_documents(self._path, self._amount)
        ended = self._children.run(Command(BUILD, str(self._path), kill_after, kill_at))
        what = f"build of {self._amount}, killed after {kill_after} s or at renaming {kill_at}"
        if ended.code not in (0, KILLED):
            self.broken.append(f"{what}: {ended.complained}")
        if ended.code == KILLED:
            self.killed += 1
        try:
            self.broken += [f"{what}: {fault}" for fault in self._faults(before)]
        except Exception as error:  # whatever it is, the home is broken
            self.broken.append(f"{what}: {type(error).__name__}: {error}")
        return ended

    def _faults(self, before: int | None) -> Iterator[str]:
        numbers = self.home.generation_numbers()
        for number in numbers:
            self._amounts.setdefault(number, self._amount)
            folder = self.home.generation(number)
            if not is_as_written(folder, read_manifest(folder).checksums):
                yield f"generation {number} is not whole"
        current = self.home.current()
        if current is None or current not in (before, numbers[-1]):
            yield f"the pointer names {current} after {before}"
        elif self._read(current) != self._amounts[current]:
            yield f"generation {current} does not answer with {self._amounts[current]}"

    def _read(self, number: int) -> int | None:
        """The amount that is found, by the generation of this number and without repairing it; None otherwise."""
        index = read_manifest(self.home.generation(number)).index
        retriever = open_retriever(settings_of(self._path))
        again = read_manifest(self.home.generation(number)).index
        if (retriever.generation.number, retriever.trouble, again) != (number, None, index):
            return None
        best = retriever.search(QUERIES[0], scopes=retriever.scopes(REGION), days=DAY).hits[0]
        return int("".join(filter(str.isdecimal, best.clause.text)))


@dataclass(frozen=True, slots=True)
class Answers:
    """What a home's knowledge says to `QUERIES`: the clause, its text and its score, best first; and what is wrong."""

    hits: tuple[tuple[tuple[str, str, float], ...], ...]
    degraded: bool
    trouble: str | None


def answers_of(retriever: Retriever, queries: tuple[str, ...] = QUERIES, region: str = REGION) -> Answers:
    """What a retriever finds."""
    found = [retriever.search(query, scopes=retriever.scopes(region), days=DAY) for query in queries]
    hits = tuple(tuple((h.clause.id, h.clause.text, round(h.score, 5)) for h in one.hits) for one in found)
    return Answers(hits, any(one.degraded for one in found), retriever.trouble)


def answers(home: Path) -> Answers:
    """What a home says when it is opened now."""
    return answers_of(open_retriever(settings_of(home)))


def flip(path: Path, chance: random.Random) -> None:
    """Change one bit of one byte of a file."""
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
