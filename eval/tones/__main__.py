"""`python -m eval.tones`: learns what messages of each route sound like, from open messages alone.

Examples are the messages of the open talks and suites and of `messages.yaml`. A logistic regression over their
runs of characters gives the weights that `assistant.understanding.tone` reads; printed is how it does on talks
that it did not learn from.
"""

from __future__ import annotations

import zlib
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

import assistant.understanding
from assistant.reply import Kind
from assistant.steps.guard import storable
from assistant.understanding.tone import POLICY, WEIGHTS_FILE, runs
from eval.suite import load_suites
from eval.talks.talk import load_all

FOLDS = 4
LOOSENESS = 30.0
ANSWERED = frozenset({Kind.ANSWER, Kind.PARTIAL, Kind.CLARIFY})
SURE = 0.5
_STEPS = 127.0
"""A weight is kept as one of so many steps on each side of zero."""


class Example(NamedTuple):
    """A message, its route, and the fold in which it is left out; None: it is learned from in all of them."""

    text: str
    route: str
    fold: int | None = None


class Learned(NamedTuple):
    """What was fitted: the runs counted, and the regression over them."""

    counted: TfidfVectorizer
    fitted: LogisticRegression


def examples() -> list[Example]:
    """All messages with a known route."""
    found = []
    for suite in load_all(sealed=False):
        for talk in suite.talks:
            fold = zlib.crc32(talk.id.encode()) % FOLDS
            found += [Example(storable(turn.say), turn.route, fold) for turn in talk.turns]
    for questions in load_suites(names=["blind*-open-*", "noisy*-open-*", "calc*-open-*"]):
        answered = (case for case in questions.cases if ANSWERED.issuperset(case.expect))
        found += [Example(storable(case.turns[-1]), POLICY) for case in answered]
    written = yaml.safe_load((files("eval.tones") / "messages.yaml").read_text(encoding="utf-8"))
    found += [Example(storable(text), route) for route, texts in written.items() for text in texts]
    return found


def learn(data: list[Example]) -> Learned:
    """Fit the regression."""
    counted = TfidfVectorizer(analyzer=runs, min_df=2, binary=True)
    rows = counted.fit_transform([example.text for example in data])
    fitted = LogisticRegression(C=LOOSENESS, max_iter=400).fit(rows, [example.route for example in data])
    return Learned(counted, fitted)


def write(learned: Learned, path: Path) -> None:
    """Write the weights; how rare a run is stands in its weights already."""
    rarity = learned.counted.idf_
    weights = learned.fitted.coef_.T * rarity[:, None]
    scale = np.float32(np.abs(weights).max() / _STEPS)
    np.savez_compressed(
        path,
        runs=learned.counted.get_feature_names_out().astype(np.str_),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale,
        rarity=rarity.astype(np.float16),
        bias=learned.fitted.intercept_.astype(np.float32),
        routes=learned.fitted.classes_.astype(np.str_),
    )


def held_out(data: list[Example]) -> str:
    """How talks come out that were left out of the learning, in words."""
    right = taken = lost = others = policies = 0
    for fold in range(FOLDS):
        learned = learn([example for example in data if example.fold != fold])
        left = [example for example in data if example.fold == fold]
        shares = learned.fitted.predict_proba(learned.counted.transform([example.text for example in left]))
        for example, route in zip(left, _routes(shares, learned.fitted.classes_), strict=True):
            if example.route == POLICY:
                policies += 1
                lost += route != POLICY
            else:
                others += 1
                taken += route != POLICY
                right += route == example.route
    return f"routes: {right} of {others} right, {taken} noticed · policy: {lost} of {policies} taken for a route"


def _routes(shares: NDArray[np.float64], routes: NDArray[np.str_]) -> list[str]:
    policy = list(routes).index(POLICY)
    found = []
    for row in shares:
        others = np.delete(np.arange(len(row)), policy)
        found.append(POLICY if row[policy] > SURE else str(routes[others[row[others].argmax()]]))
    return found


if __name__ == "__main__":
    everything = examples()
    print(f"{len(everything)} messages; {held_out(everything)}")
    write(learn(everything), Path(assistant.understanding.__file__).parent / WEIGHTS_FILE)
