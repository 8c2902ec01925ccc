"""`python -m tests.bench.operators`: 50 operators type at once; how long from the last keystroke to script and clauses.

Each is a client of the protocol that does what the console does: after 400 ms without a key it asks for a draft,
and lets the one before go; when the Reply is there it reads each clause cited, as the third column does. All 50 run
over loopback against `hotline serve` with two workers, on the same cores as the server; nothing is drawn. The time
counts from the last key of a sentence, so it holds the 400 ms. Nothing here asserts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from urllib.parse import quote

import httpx

from eval.suite import load_suites
from tests.bench.coldstart import HOTLINE
from tests.bench.load import serving

OPERATORS = 50
PAUSE = 0.4
"""Seconds after the last key; the console's own."""
KEYS_A_SECOND = 4.0
"""Characters: about 80 words a minute of Chinese, as a practised typist does with an input method."""
WORD = 3
"""Characters that an input method commits at once."""
BETWEEN = (3.0, 9.0)
"""Seconds in which the operator reads aloud and listens."""
SEED = 12345


class Operator:
    """One person at one desk."""

    def __init__(self, client: httpx.AsyncClient, number: int, cases: list[dict[str, str]]) -> None:
        self.client = client
        self.random = random.Random(SEED + number)
        self.cases = cases
        self.took: list[float] = []
        self.ended: Counter[str] = Counter()

    async def work(self, until: float) -> None:
        """Sentence after sentence."""
        await asyncio.sleep(self.random.uniform(0, BETWEEN[1]))
        while time.perf_counter() < until:
            await self.sentence(self.random.choice(self.cases))
            await asyncio.sleep(self.random.uniform(*BETWEEN))

    async def sentence(self, case: dict[str, str]) -> None:
        """Typed word by word; a pause to think sends a draft that the next key lets go."""
        message = case["message"]
        asking: asyncio.Task[None] | None = None
        for end in range(WORD, len(message) + WORD, WORD):
            if asking is not None:
                asking.cancel()
            last = time.perf_counter()
            asking = asyncio.create_task(self.draft({**case, "message": message[:end]}, last, end >= len(message)))
            if end < len(message):
                await asyncio.sleep(self.random.expovariate(KEYS_A_SECOND / WORD))
        assert asking is not None
        await asking

    async def draft(self, body: dict[str, str], last: float, whole: bool) -> None:
        """What the console does `PAUSE` after a key; only the whole sentence is counted."""
        await asyncio.sleep(PAUSE)
        asked = {**body, "draft": True, "channel": "operator"}
        try:
            async with self.client.stream("POST", "/api/v1/chat/stream", json=asked) as response:
                told = [line async for line in response.aiter_lines()]
            reply = json.loads(told[told.index("event: reply") + 1].removeprefix("data: "))
            clauses = {quote(one["clause_id"]) for one in reply["citations"]}
            found = await asyncio.gather(*(self.client.get(f"/api/v1/clauses/{one}") for one in clauses))
            ended = "answered" if all(one.status_code == 200 for one in found) else "clause missing"
        except (httpx.HTTPError, ValueError) as error:
            ended = type(error).__name__
        if whole:
            self.took.append(time.perf_counter() - last)
            self.ended[ended] += 1
        elif ended != "answered":
            self.ended[f"draft: {ended}"] += 1


async def measure(url: str, seconds: float) -> None:
    """All of them at once."""
    cases = [
        {"message": case.turns[0], "region": case.region, "as_of": str(case.as_of or "2023-06-01")}
        for suite in load_suites()
        if not suite.sealed
        for case in suite.cases
        if case.region and len(case.turns[0]) <= 120
    ]
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=OPERATORS * 2)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30, trust_env=False) as client:
        operators = [Operator(client, number, cases) for number in range(OPERATORS)]
        until = time.perf_counter() + seconds
        await asyncio.gather(*(one.work(until) for one in operators))
    took = [one for operator in operators for one in operator.took]
    ended = sum((operator.ended for operator in operators), Counter[str]())
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(
        f"{OPERATORS} operators, {seconds:.0f} s, {len(took)} sentences: script and clauses {cuts[49]:.2f} s after the "
        f"last key (p50), p95 {cuts[94]:.2f} s, p99 {cuts[98]:.2f} s, {PAUSE} s of it the pause; {dict(ended)}; "
        f"load average {load} on {os.cpu_count()} cores",
        flush=True,
    )


def main() -> None:
    """Measure twice."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=60)
    seconds = options.parse_args().seconds
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOTLINE_HOME"] = home
        subprocess.run([HOTLINE, "knowledge", "build"], check=True, capture_output=True)
        with serving(HOTLINE, "serve", "--port", "PORT", "--workers", "2", ready="/readyz") as (port, _):
            for _ in range(2):
                asyncio.run(measure(f"http://127.0.0.1:{port}", seconds))


if __name__ == "__main__":
    main()
