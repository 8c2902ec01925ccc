"""`python -m tests.bench.load`: the server under load, on loopback: answers a second, latency, streams, memory.

- open loop: `autocannon` (npm) sends at a fixed rate whatever comes back, its percentiles corrected for answers that
  came too late to send the next request in time;
- saturation: a small asyncio client of our own, 50 at once, a new connection for each request, on the product and on
  a trivial FastAPI route served by the same uvicorn: their ratio is what counts, for client and server share the cores;
- open streams, all held open at the same time;
- memory of each worker over many answers.

Nothing here asserts. Every part is bounded: `--seconds`, `--answers`, `--streams`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import psutil

from eval.suite import load_suites
from tests.bench.coldstart import HOTLINE, free_port, until_ready

WORKERS = 2
RATE = 100
AT_ONCE = 50
SEED = 12345
AUTOCANNON = "autocannon@8"
TRIVIAL = "tests.bench.trivial:app"
CHAT, STREAM = "/api/v1/chat", "/api/v1/chat/stream"


def bodies(count: int) -> list[bytes]:
    """First messages of the open suites, in a fixed random order."""
    cases = [case for suite in load_suites() if not suite.sealed for case in suite.cases]
    chosen = random.Random(SEED).choices(cases, k=count)
    asked = ({"message": c.turns[0], "region": c.region or None, "as_of": str(c.as_of or "2023-06-01")} for c in chosen)
    return [json.dumps(body, ensure_ascii=False).encode() for body in asked]


@contextmanager
def serving(*command: str | Path, ready: str, **settings: str) -> Iterator[tuple[int, psutil.Process]]:
    """A server on a free port, and its process; stopped by its pid."""
    port = free_port()
    with tempfile.TemporaryFile() as log:
        environment = {**os.environ, **settings}
        started = [str(part).replace("PORT", str(port)) for part in command]
        server = subprocess.Popen(started, env=environment, stdout=log, stderr=log)
        try:
            until_ready(port, ready)
            yield port, psutil.Process(server.pid)
        finally:
            server.terminate()
            server.wait(40)


def hotline(**settings: str) -> Iterator[tuple[int, psutil.Process]]:
    """The product with its workers."""
    serve = (HOTLINE, "serve", "--port", "PORT", "--workers", str(WORKERS))
    return serving(*serve, ready="/readyz", **settings)  # type: ignore[return-value]


async def request(port: int, path: str, body: bytes) -> tuple[int, bytes]:
    """One POST on a connection of its own: status and what came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    said = await reader.read()
    writer.close()
    return int(said[9:12] or 0), said


async def saturated(
    port: int, path: str, asked: list[bytes], seconds: float
) -> tuple[float, list[float], Counter[int]]:
    """Requests a second with AT_ONCE at once, their latencies (ms) and statuses."""
    took: list[float] = []
    statuses: Counter[int] = Counter()
    until = time.perf_counter() + seconds
    left = cycle(asked)

    async def one_after_another() -> None:
        while (started := time.perf_counter()) < until:
            status, _ = await request(port, path, next(left))
            took.append((time.perf_counter() - started) * 1000)
            statuses[status] += 1

    started = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
    return len(took) / (time.perf_counter() - started), took, statuses


def percentiles(took: list[float]) -> str:
    """p50 and p99 of milliseconds."""
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return f"p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms"


def open_loop(port: int, seconds: int, folder: Path) -> None:
    """A fixed rate of answers, by a public tool."""
    npm = shutil.which("npm")
    if npm is None:
        print("open loop: npm is missing (apt-get install npm)")
        return
    subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, AUTOCANNON], check=True)
    asked = [{"method": "POST", "path": CHAT, "body": body.decode()} for body in bodies(500)]
    options = {
        "url": f"http://127.0.0.1:{port}",
        "connections": AT_ONCE,
        "overallRate": RATE,
        "duration": seconds,
        "headers": {"content-type": "application/json"},
        "requests": asked,
    }
    script = (
        "require('autocannon')(JSON.parse(require('fs').readFileSync(0))).then(r => console.log(JSON.stringify(r)))"
    )
    ended = subprocess.run(
        ["node", "-e", script], cwd=folder, input=json.dumps(options), capture_output=True, text=True, check=True
    )
    result = json.loads(ended.stdout)
    late, total = result["latency"], result["requests"]["total"]
    print(
        f"open loop, {RATE}/s for {seconds} s, {WORKERS} workers: {total} answers, p50 {late['p50']} ms, p99 {late['p99']} ms, "
        f"max {late['max']} ms, errors {result['errors']}, time-outs {result['timeouts']}, not 2xx {result['non2xx']}"
    )


def saturation(port: int, seconds: int) -> None:
    """The most answers a second, beside a route that does nothing."""
    rate, took, statuses = asyncio.run(saturated(port, CHAT, bodies(2_000), seconds))
    trivial = (sys.executable, "-m", "uvicorn", TRIVIAL, "--port", "PORT", "--workers", str(WORKERS), "--no-access-log")
    with serving(*trivial, ready="/") as (other, _):
        floor, _, _ = asyncio.run(saturated(other, "/", [b'{"message": "x"}'], min(seconds, 10)))
    print(
        f"saturation, {AT_ONCE} at once, a connection each: {rate:.0f}/s ({percentiles(took)}, {dict(statuses)}); "
        f"trivial route {floor:.0f}/s; ratio {100 * rate / floor:.0f} %"
    )


async def open_streams(port: int, count: int) -> tuple[Counter[str], float]:
    """How so many streams that are open at the same time ended, and the seconds until all had.

    `policy_text` and `model` say whose words came; else the status, or `error`.
    """
    started = time.perf_counter()
    gate = asyncio.Semaphore(100)  # the kernel takes connections only so fast

    async def one(body: bytes) -> str:
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            head = f"POST {STREAM} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
        said = (await reader.read()).decode()
        writer.close()
        if not said.startswith("HTTP/1.1 200"):
            return said[9:12]
        written = re.search(r'event: reply\r?\ndata: .*"generated_by":"(\w+)"', said)
        return written[1] if written else "error"

    ended = await asyncio.gather(*(one(body) for body in bodies(count)))
    return Counter(ended), time.perf_counter() - started


def streams(port: int, count: int) -> None:
    """Many streams open at the same time."""
    ended, took = asyncio.run(open_streams(port, count))
    print(f"{count} streams at once: {dict(ended)} in {took:.1f} s")


def memory(port: int, server: psutil.Process, answers: int) -> None:
    """RSS of each worker as answers go by."""
    asked, step = bodies(5_000), max(answers // 10, 1)
    print(f"memory over {answers} answers (MB a worker): 0: {resident(server)}", end="", flush=True)

    async def some(count: int) -> None:
        left = iter((asked * (1 + count // len(asked)))[:count])

        async def one_after_another() -> None:
            for body in left:
                await request(port, CHAT, body)

        await asyncio.gather(*(one_after_another() for _ in range(8)))

    for done in range(step, answers + 1, step):
        asyncio.run(some(step))
        print(f", {done}: {resident(server)}", end="", flush=True)
    print()


def resident(server: psutil.Process) -> str:
    """Megabytes of each worker."""
    workers = [child for child in server.children() if "spawn_main" in " ".join(child.cmdline())]
    return "/".join(f"{worker.memory_info().rss / 1e6:.0f}" for worker in workers)


def main() -> None:
    """Print all figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--answers", type=int, default=50_000)
    options.add_argument("--streams", type=int, default=500)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOTLINE_HOME"] = f"{folder}/home"
        subprocess.run([HOTLINE, "knowledge", "build"], check=True, capture_output=True)
        # So many streams are let in at once; what is refused is the tests' concern.
        with hotline(HOTLINE_MOST_WAITING=str(chosen.streams)) as (port, server):  # type: ignore[attr-defined]
            open_loop(port, chosen.seconds, Path(folder))
            saturation(port, chosen.seconds)
            streams(port, chosen.streams)
            memory(port, server, chosen.answers)


if __name__ == "__main__":
    main()
