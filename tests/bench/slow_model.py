"""`python -m tests.bench.slow_model`: many streams at once with a chat model that takes seconds, and what others notice of it.

The model is a real server speaking OpenAI's protocol that writes what it is shown, slowly. While the streams are open
somebody else asks one question after another, and whether the server lives; the same without a model is beside it.
Nothing here asserts.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import tempfile
import time

from tests.assistant.model.stand_in import Answer, passages_of, running
from tests.bench.coldstart import HOTLINE
from tests.bench.load import CHAT, WORKERS, bodies, hotline, open_streams, percentiles, request

STREAMS = 500
SECONDS = 3.0
"""How long the model takes for one answer."""
PIECES = 10


def slow(system: str, user: str) -> Answer:
    """The passages again, behind a greeting, over SECONDS."""
    text = "您好，" + "\n".join(passages_of(user))
    return Answer(text, pause=SECONDS / PIECES, piece=len(text) // PIECES + 1)


async def beside(port: int, streams: int) -> tuple[str, list[float], list[float]]:
    """How the streams ended, and how long (ms) others waited for an answer and for a sign of life."""
    answers: list[float] = []
    signs: list[float] = []

    async def others() -> None:
        for body in bodies(10_000):
            for path, took, sent in ((CHAT, answers, body), ("/healthz", signs, b"")):
                started = time.perf_counter()
                await request(port, path, sent)
                took.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(0.05)

    asking = asyncio.create_task(others())
    ended, seconds = await open_streams(port, streams)
    asking.cancel()
    return f"{dict(ended)} in {seconds:.1f} s", answers, signs


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--streams", type=int, default=STREAMS)
    streams = options.parse_args().streams
    with tempfile.TemporaryDirectory() as folder, running() as model:
        model.behave = slow
        os.environ["HOTLINE_HOME"] = f"{folder}/home"
        subprocess.run([HOTLINE, "knowledge", "build"], check=True, capture_output=True)
        named = {"HOTLINE_MODEL_URL": model.url, "HOTLINE_MODEL_NAME": "slow"}
        for what, chosen in (("no model", {}), (f"a model that takes {SECONDS:.0f} s", named)):
            with hotline(HOTLINE_MOST_WAITING=str(streams), **chosen) as (port, _):  # type: ignore[attr-defined]
                told, answers, signs = asyncio.run(beside(port, streams))
            print(f"{streams} streams at once, {WORKERS} workers, {what}: {told}")
            print(
                f"  meanwhile, one after the other: answers {percentiles(answers)}; signs of life {percentiles(signs)}"
            )


if __name__ == "__main__":
    main()
