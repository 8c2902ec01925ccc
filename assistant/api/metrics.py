"""GET /metrics: what Prometheus reads, over all workers of a server.

Several workers write their counts into files of one private folder (prometheus_client's multiprocess mode), and
whichever of them is asked adds them up.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client knows of the folder; it is read when that library is first imported."""

router = APIRouter(tags=["状态"])

REQUESTS = Counter("hotline_requests_total", "Requests answered.", ["method", "route", "status"])
REFUSED = Counter("hotline_refused_total", "Requests refused because too many waited.")
IN_FLIGHT = Gauge("hotline_in_flight", "Answers at work or waiting.", multiprocess_mode="livesum")


@contextmanager
def shared_between_workers() -> Iterator[None]:
    """A private folder in which the workers started inside count together."""
    with TemporaryDirectory(prefix="hotline-metrics-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


@router.get("/metrics", summary="运行指标（Prometheus）", response_class=Response)
async def metrics() -> Response:
    """按种类、路由、地区计的回答，各步用时，缺口，降级，因排队过长被拒绝的请求，正在处理的请求。"""
    return Response(generate_latest(_registry()), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _registry() -> CollectorRegistry:
    folder = os.environ.get(FOLDER)
    if folder is None:
        return REGISTRY
    _forget_the_dead(Path(folder))
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    return registry


def _forget_the_dead(folder: Path) -> None:
    """What a worker that was killed had in flight is in flight no more; its counts stay."""
    for file in folder.glob("gauge_live*.db"):
        found = re.search(r"_(\d+)\.db$", file.name)
        if found and not Path("/proc", found[1]).exists():
            mark_process_dead(int(found[1]), str(folder))  # type: ignore[no-untyped-call]
