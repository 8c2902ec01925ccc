"""`python -m knowledge.training.official_words`: makes `words/official.txt` again from the training texts.

Words that official texts use often tell a demand of policy (转诊, 低保) from the talk around it (隔壁,
赶紧). A word counts once a passage of 300 characters; kept are words of two characters or more in at
least 8 passages of the Hebei documents and every sixth statute article.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from knowledge.library import PACKAGE
from knowledge.words import words

PASSAGE = 300
LEAST = 8
EVERY = 6
HELD_OUT = 20


def passages(folder: Path) -> Iterator[str]:
    """Passages of both corpora, the held-out Hebei rows left out."""
    with lzma.open(folder / "hebei_policy.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"]
            if int(sha256(text.encode()).hexdigest(), 16) % HELD_OUT:
                yield from (text[i : i + PASSAGE] for i in range(0, len(text), PASSAGE))
    with lzma.open(folder / "laws.jsonl.xz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number % EVERY == 0:
                text = json.loads(line)["text"]
                yield from (text[i : i + PASSAGE] for i in range(0, len(text), PASSAGE))


def main() -> None:
    """Write the list, the most frequent word first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/train"))
    folder: Path = parser.parse_args().data
    counts: Counter[str] = Counter()
    for passage in passages(folder):
        counts.update(set(words(passage)))
    kept = [w for w, n in counts.items() if n >= LEAST and len(w) > 1 and not any(c.isdigit() for c in w)]
    kept.sort(key=lambda word: (-counts[word], word))
    (PACKAGE / "words" / "official.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
