"""The training loop: a table of token rows learns that a query lies nearer to its passage than to others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from knowledge.training.pairs import Ids, Pair, Sampler


def first_table(share: NDArray[np.float64], dimension: int, rng: np.random.Generator) -> Tensor:
    """Random rows, float32 [vocabulary, dimension], longer for tokens that few passages hold (a start like IDF).

    `share` is the share of passages that hold the token, in (0, 1]. Row 0, the unknown token, is zero.
    """
    rows = rng.standard_normal((len(share), dimension)) / np.sqrt(dimension)
    weight = np.log1p(1.0 / share) / 5.0
    weight[0] = 0.0
    return torch.from_numpy((rows * weight[:, None]).astype(np.float32))


def mean_matrices(texts: list[Ids], rows: int) -> tuple[Tensor, Tensor]:
    """The sparse matrix M that takes a table of `rows` rows to the mean row of each text, and its transpose.

    M is [len(texts), rows]. The transpose carries gradients back to the table. A sparse product is several
    times faster here than an embedding bag, whose backward step scatters row by row.
    """
    lengths = np.array([len(text) for text in texts])
    ids = np.concatenate(texts)
    values = np.repeat(1.0 / lengths, lengths).astype(np.float32)
    owners = np.repeat(np.arange(len(texts)), lengths)
    # numpy sorts 16-bit integers by radix, ten times faster than wider ones.
    order = np.argsort(ids.astype(np.uint16) if rows <= 1 << 16 else ids, kind="stable")
    forward = _sparse(lengths, ids, values, (len(texts), rows))
    return forward, _sparse(np.bincount(ids, minlength=rows), owners[order], values[order], (rows, len(texts)))


def _sparse(
    counts: NDArray[np.int64], columns: NDArray[np.integer], values: NDArray[np.float32], shape: tuple[int, int]
) -> Tensor:
    bounds = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    starts, places = torch.from_numpy(bounds), torch.from_numpy(columns.astype(np.int64))
    # The parts are built just above, so torch need not check them in every batch.
    return torch.sparse_csr_tensor(starts, places, torch.from_numpy(values), shape, check_invariants=False)


def ranking_loss(means: Tensor, batch: list[Pair], scale: float) -> Tensor:
    """Multiple-negatives ranking loss in both directions over the means of all queries, then all passages.

    A pair's negatives are the other pairs of the batch, save those of the same passage or the same ask.
    """
    vectors = torch.nn.functional.normalize(means, dim=1)
    scores = scale * vectors[: len(batch)] @ vectors[len(batch) :].T
    body, ask = torch.tensor([p.body for p in batch]), torch.tensor([p.ask for p in batch])
    same = (body[:, None] == body[None, :]) | (ask[:, None] == ask[None, :])
    scores = scores.masked_fill(same.fill_diagonal_(False), -1e4)
    target = torch.arange(len(batch))
    cross_entropy = torch.nn.functional.cross_entropy
    return 0.5 * (cross_entropy(scores, target) + cross_entropy(scores.T, target))


def train(
    sampler: Sampler, table: Tensor, epochs: int, seed: int, size: int = 1024, rate: float = 5e-3, scale: float = 20.0
) -> Tensor:
    """The trained table; rows of tokens that no pair holds stay as they were.

    `size` pairs make a batch. The learning rate rises to `rate` over the first twentieth of the steps and
    falls to nearly zero in a straight line. `scale` is the inverse temperature of the cosines.
    """
    rng = np.random.default_rng(seed)
    table = table.clone()
    optimiser = torch.optim.Adam([table], lr=rate, fused=True)
    step = 0
    for epoch in range(epochs):
        pairs = sampler.epoch(rng)
        per_epoch = len(pairs) // size
        progress = tqdm(
            batches(pairs, size), total=per_epoch, desc=f"epoch {epoch + 1} of {epochs}", unit=" batches", mininterval=5
        )
        for batch in progress:
            part = step / (epochs * per_epoch)
            optimiser.param_groups[0]["lr"] = rate * min(part / 0.05 + 0.02, (1.0 - part) / 0.95 + 1e-3)
            forward, back = mean_matrices([p.query for p in batch] + [p.passage for p in batch], len(table))
            means = (forward @ table).requires_grad_()
            loss = ranking_loss(means, batch, scale)
            loss.backward()
            table.grad = back @ means.grad
            optimiser.step()
            step += 1
            if step % 50 == 0:
                progress.set_postfix(loss=f"{loss.item():.3f}")
    return table


def batches(pairs: list[Pair], size: int) -> Iterator[list[Pair]]:
    """The pairs in whole batches of `size`; the last few of an epoch are left out."""
    for start in range(0, len(pairs) - size + 1, size):
        yield pairs[start : start + size]
