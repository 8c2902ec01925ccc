"""Which route a message sounds like, from what its characters, their pairs and their threes weigh.

The weights are learned from messages whose route is known (`python -m eval.tones`) and lie in `tone.npz`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

POLICY = "policy"
WEIGHTS_FILE = "tone.npz"
LONGEST = 3
"""Characters of the longest run that is weighed."""
_MOST = 400
"""A longer text is a call or a story: it sounds like many things."""
_DIGIT = re.compile(r"\d")


class Tone(NamedTuple):
    """The route that a text sounds most like beside policy, and how surely (0..1) it is about policy."""

    route: str
    policy: float


class _Weights(NamedTuple):
    rows: dict[str, int]
    weights: NDArray[np.float32]
    """One row per run of characters, one column per route."""
    rarity: NDArray[np.float32]
    bias: NDArray[np.float32]
    routes: tuple[str, ...]


def runs(text: str) -> set[str]:
    """The runs of one to LONGEST characters that occur in a text; one digit is as good as another."""
    plain = _DIGIT.sub("0", text.lower())
    return {plain[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(plain) - n + 1)}


def tone(text: str) -> Tone | None:
    """What the text sounds like; None where that cannot be told of a text of its length."""
    if len(text) > _MOST:
        return None
    known = _weights()
    rows = sorted(known.rows[run] for run in runs(text) if run in known.rows)
    length = float(np.sqrt(np.square(known.rarity[rows]).sum())) or 1.0
    sums = known.weights[rows].sum(axis=0) / length + known.bias
    shares = np.exp(sums - sums.max())
    shares /= shares.sum()
    policy = known.routes.index(POLICY)
    others = shares.copy()
    others[policy] = 0.0
    return Tone(known.routes[int(others.argmax())], float(shares[policy]))


@cache
def _weights() -> _Weights:
    with (files("assistant.understanding") / WEIGHTS_FILE).open("rb") as file:
        data = np.load(file, allow_pickle=False)
        return _Weights(
            rows={run: n for n, run in enumerate(data["runs"].tolist())},
            weights=data["weights"].astype(np.float32) * data["scale"],
            rarity=data["rarity"].astype(np.float32),
            bias=data["bias"],
            routes=tuple(data["routes"].tolist()),
        )
