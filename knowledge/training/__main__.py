"""Makes the shipped embedding model again: `python -m knowledge.training --data …/train --out knowledge/model`."""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from knowledge.training.card import Facts, model_card
from knowledge.training.pairs import Passage, Sampler, count_tokens, encode, read_passages, vocabulary
from knowledge.training.save import save_model
from knowledge.training.train import first_table, train

# Laws are nine tenths of the text; policy documents and questions count more often, in words and in pairs.
WORD_WEIGHTS = {"laws": 1, "hebei": 3, "mrc": 3}
REPEAT = {"laws": 1, "hebei": 1, "mrc": 8}


def main(argv: Sequence[str] | None = None) -> int:
    """Reads the data, trains, and writes the model folder with its card."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with laws, hebei_policy and mrc_cc_by_sa")
    parser.add_argument("--out", type=Path, required=True, help="model folder; its files are replaced at the end")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--vocabulary", type=int, default=29_200, help="rows of the table, the unknown token included")
    parser.add_argument("--seed", type=int, default=12345)
    parser.add_argument("--benchmark", type=Path, help="folder of the benchmarks; their figures go into the card")
    arguments = parser.parse_args(argv)
    # Torch calls its sparse tensors beta; only their product with a table is used here.
    warnings.filterwarnings("ignore", "Sparse CSR tensor support")
    torch.manual_seed(arguments.seed)

    passages = list(read_passages(arguments.data))
    counts = count_tokens(passages, WORD_WEIGHTS)
    numbers = vocabulary(counts, arguments.vocabulary)
    weighted = sum(WORD_WEIGHTS[p.source] for p in passages)
    share = np.array([max(counts[token], 1) / weighted for token in numbers])
    table = first_table(share, arguments.dimension, np.random.default_rng(arguments.seed))
    sampler = Sampler(encode(passages, numbers), REPEAT)
    start = time.perf_counter()
    table = train(sampler, table, arguments.epochs, arguments.seed)
    seconds = time.perf_counter() - start

    save_model(table, numbers, arguments.out)
    facts = Facts(
        dimension=arguments.dimension,
        vocabulary=len(numbers),
        epochs=arguments.epochs,
        seed=arguments.seed,
        seconds=seconds,
        passages={source: count(passages, source) for source in WORD_WEIGHTS},
    )
    card = model_card(facts, arguments.out, arguments.benchmark)
    (arguments.out / "README.md").write_text(card, encoding="utf-8")
    print(f"{arguments.out}: {len(numbers)} tokens x {arguments.dimension}, trained {seconds:.0f} s")
    return 0


def count(passages: list[Passage], source: str) -> int:
    """How many passages come from a source."""
    return sum(passage.source == source for passage in passages)


if __name__ == "__main__":
    sys.exit(main())
