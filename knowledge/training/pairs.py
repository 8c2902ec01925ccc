"""What the model learns from: texts cut into clauses of tokens, and pairs of parts that belong together.

Three kinds of pair, drawn anew in every epoch: a title (law and chapter, document title) or a question
with its passage; one stretch of clauses with the rest of its passage; and the same stretch with the whole
passage, which teaches that shared wording counts.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from knowledge.embed import UNKNOWN
from knowledge.words import grams

Ids = NDArray[np.int32]

# Where tokens never run across, so that a text may be cut into clauses without changing its tokens.
_CLAUSE = re.compile(r"[^，。；：！？、\n]+[，。；：！？、\n]*")
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]*")
# A clause's length, and a page's: the model learns to find both.
_PARAGRAPH_CHARS = (240, 900)
_SHORTEST = 12


@dataclass(frozen=True)
class Passage:
    """A text to be found (`body`), what it may be asked by (`asks`), and which source it came from."""

    body: str
    asks: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Encoded:
    """A passage as token ids: the clauses of its body and its asks, each an int32 array."""

    clauses: list[Ids]
    asks: list[Ids]
    source: str


@dataclass(frozen=True)
class Pair:
    """Token ids of a query and of the passage that it should find; the numbers tell which are the same."""

    query: Ids
    passage: Ids
    body: int
    ask: int


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of an xz-compressed JSON Lines file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def held_out(text: str) -> bool:
    """Whether a document stays out of training: the SHA-256 of its text, as an integer, is divisible by 20."""
    return int(hashlib.sha256(text.encode("utf-8")).hexdigest(), 16) % 20 == 0


def read_passages(data: Path) -> Iterator[Passage]:
    """Laws, documents of Hebei province (held-out ones never) and encyclopaedia passages, in this order."""
    seen: set[str] = set()
    for row in read_rows(data / "laws.jsonl.xz"):
        if row["text"] not in seen and len(row["text"]) >= _SHORTEST:
            seen.add(row["text"])
            yield Passage(row["text"], (f"{row['law']} {row['chapter'] or ''}",), "laws")
    for row in read_rows(data / "hebei_policy.jsonl.xz"):
        if held_out(row["text"]):
            continue
        for paragraph in (p for size in _PARAGRAPH_CHARS for p in paragraphs(row["text"], size)):
            if paragraph not in seen:
                seen.add(paragraph)
                yield Passage(paragraph, (row["title"],), "hebei")
    questions: dict[str, list[str]] = {}
    for row in read_rows(data / "mrc_cc_by_sa.jsonl.xz"):
        questions.setdefault(row["positive"], []).append(row["query"])
    for body, asks in questions.items():
        yield Passage(body, tuple(asks), "mrc")


def paragraphs(text: str, size: int) -> Iterator[str]:
    """Whole sentences of a text, gathered to paragraphs of at most `size` characters where sentences allow."""
    gathered = ""
    for sentence in _SENTENCE.findall(text):
        if gathered and len(gathered) + len(sentence) > size:
            yield gathered
            gathered = ""
        gathered += sentence
    if len(gathered) >= _SHORTEST:
        yield gathered


def clause_tokens(text: str) -> list[list[str]]:
    """The tokens of a text clause by clause, clauses without tokens left out."""
    cut = (grams(clause) for clause in _CLAUSE.findall(text))
    return [tokens for tokens in cut if tokens]


def count_tokens(passages: list[Passage], weights: dict[str, int]) -> Counter[str]:
    """Passages that hold a token, each counted with the weight of its source."""
    counts: Counter[str] = Counter()
    for passage in tqdm(passages, desc="counting tokens", unit=" passages", mininterval=2):
        weight = weights.get(passage.source, 1)
        found = {token for text in (passage.body, *passage.asks) for token in grams(text)}
        for token in found:
            counts[token] += weight
    return counts


def vocabulary(counts: Counter[str], size: int, least: int = 5) -> dict[str, int]:
    """The tokens of the model and their rows, row 0 the unknown token, then by how often they are met.

    Every single character met at least `least` times is in, so that a rare word still has its characters.
    """
    by_count = sorted(counts, key=lambda token: (-counts[token], token))
    characters = [token for token in by_count if len(token) == 1 and counts[token] >= least][: size - 1]
    chosen = set(characters)
    for token in by_count:
        if len(chosen) >= size - 1:
            break
        chosen.add(token)
    return {UNKNOWN: 0} | {token: row for row, token in enumerate((t for t in by_count if t in chosen), 1)}


def encode(passages: list[Passage], vocabulary: dict[str, int]) -> list[Encoded]:
    """Passages as token ids; tokens outside the vocabulary are dropped, as the model ignores them."""

    def ids(tokens: list[str]) -> Ids:
        return np.array([vocabulary[t] for t in tokens if t in vocabulary], dtype=np.int32)

    encoded = []
    for passage in tqdm(passages, desc="encoding", unit=" passages", mininterval=2):
        clauses = [ids(tokens) for tokens in clause_tokens(passage.body)]
        asks = [ids(grams(ask)) for ask in passage.asks]
        encoded.append(Encoded([c for c in clauses if len(c)], [a for a in asks if len(a)], passage.source))
    return encoded


class Sampler:
    """Draws the pairs of one epoch from encoded passages.

    `repeat`: how often the asks of a source are used in one epoch. `longest`: tokens that a passage is cut
    to. `least`: the smallest share of its tokens that a stretch keeps as a query, because people leave
    words out. `block`: neighbouring passages whose stretches come together, so that a batch holds texts of
    the same law or document to be told apart.
    """

    def __init__(
        self,
        encoded: list[Encoded],
        repeat: dict[str, int],
        longest: int = 1000,
        least: float = 0.3,
        block: int = 8,
        whole: float = 0.3,
    ) -> None:
        self._encoded = [e for e in encoded if e.clauses]
        self._repeat = repeat
        self._longest, self._least, self._block = longest, least, block
        self._whole = whole
        self._ask_numbers: dict[bytes, int] = {}

    def epoch(self, rng: np.random.Generator) -> list[Pair]:
        """All pairs of one epoch: asks in random order, stretches in blocks in random order."""
        pairs: list[Pair] = []
        keys: list[float] = []
        blocks = rng.random(len(self._encoded) // self._block + 1)
        for number, passage in enumerate(self._encoded):
            for ask in passage.asks:
                # Passages under one title cannot be told apart by it: the number keeps them from being negatives.
                same = self._ask_numbers.setdefault(ask.tobytes(), len(self._ask_numbers))
                for _ in range(self._repeat.get(passage.source, 1)):
                    pairs.append(Pair(ask, self._cut(passage.clauses, rng), number, same))
                    keys.append(rng.random())
            if len(passage.clauses) > 1:
                pairs.append(self._stretch(passage.clauses, number, rng))
                keys.append(blocks[number // self._block])
        return [pairs[i] for i in np.argsort(np.array(keys), kind="stable")]

    def _cut(self, clauses: list[Ids], rng: np.random.Generator) -> Ids:
        total = sum(map(len, clauses))
        first = 0
        if total > self._longest and rng.random() < 0.5:
            first = int(rng.integers(len(clauses)))
        return np.concatenate(clauses[first:])[: self._longest]

    def _stretch(self, clauses: list[Ids], number: int, rng: np.random.Generator) -> Pair:
        size = int(rng.integers(1, min(3, len(clauses) - 1) + 1)) if rng.random() < 0.8 else (len(clauses) + 1) // 2
        first = int(rng.integers(len(clauses) - size + 1))
        query = np.concatenate(clauses[first : first + size])
        rest = clauses[:first] + clauses[first + size :]
        passage = self._cut(clauses if rng.random() < self._whole else rest, rng)
        kept = query[rng.random(len(query)) < rng.uniform(self._least, 1.0)]
        return Pair(kept if len(kept) else query, passage, number, -1 - number)
