"""What is told of each turn to those who run the service: one log line, and counts for Prometheus.

Never what was asked or answered, and no id that opens a conversation.
"""

from __future__ import annotations

import hashlib
import logging

from prometheus_client import Counter, Histogram

from assistant.reply import Reply
from assistant.turn import Turn

_LOG = logging.getLogger("hotline.turn")

ANSWERS = Counter("hotline_answers_total", "Turns answered.", ["kind", "route", "region"])
GAPS = Counter("hotline_gaps_total", "Asks that the knowledge could not answer.", ["region"])
DEGRADED = Counter("hotline_degraded_total", "Turns answered with a part of the service missing.")
STEP_SECONDS = Histogram(
    "hotline_step_seconds",
    "Time of one step of a turn.",
    ["step"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def tell(turn: Turn, reply: Reply, gaps: int) -> None:
    """Count a turn and log it; `gaps` of its asks stayed unanswered."""
    region, route = _region(turn), turn.route or "policy"
    degraded = any(notice.code == "degraded" for notice in reply.notices)
    ANSWERS.labels(reply.kind, route, region).inc()
    GAPS.labels(region).inc(gaps)
    DEGRADED.inc(degraded)
    for step, ms in turn.timings.items():
        STEP_SECONDS.labels(step).observe(ms / 1000)
    _LOG.info(
        "turn",
        extra={
            "fields": {
                "turn": reply.turn_id,
                "conversation": hashlib.sha256(reply.conversation_id.encode()).hexdigest()[:12],
                "kind": reply.kind,
                "route": route,
                "region": region,
                "generation": reply.generation,
                "gaps": gaps,
                "degraded": degraded,
                "ms": round(sum(turn.timings.values()), 1),
                "steps": {step: round(ms, 1) for step, ms in turn.timings.items()},
            }
        },
    )


def _region(turn: Turn) -> str:
    """The place whose policy applied, of those that the knowledge holds anything of: so there are not too many."""
    if turn.policy_region is None:
        return "none"
    return turn.policy_region if turn.policy_region in turn.retriever.generation.regions else "other"
