"""The training loop: a table of token rows learns that a query lies nearer to its passage than to others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from knowledge.training.pairs import Ids, Pair, Sampler


class _MeanRows(torch.autograd.Function):
    """Mean of table rows per text as a sparse product, several times faster than an embedding bag here."""

    @staticmethod
    def forward(ctx: Any, table: Tensor, bag: Tensor, back: Tensor) -> Tensor:
        ctx.save_for_backward(back)
        return bag @ table

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None]:
        (back,) = ctx.saved_tensors
        return back @ grads[0], None, None


def mean_rows(table: Tensor, texts: list[Ids]) -> Tensor:
    """One mean row per text, [len(texts), dimension]; differentiable in `table`."""
    from scipy.sparse import csr_matrix

    lengths = np.array([len(t) for t in texts])
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    weights = np.repeat(1.0 / np.maximum(lengths, 1), lengths).astype(np.float32)
    bag = csr_matrix((weights, np.concatenate(texts), bounds), shape=(len(texts), len(table)))
    bag.sum_duplicates()
    back = bag.T.tocsr()

    def tensor(matrix: Any) -> Tensor:
        return torch.sparse_csr_tensor(
            torch.from_numpy(matrix.indptr.astype(np.int64)), torch.from_numpy(matrix.indices.astype(np.int64)),
            torch.from_numpy(matrix.data), matrix.shape, check_invariants=False,
        )  # fmt: skip

    return _MeanRows.apply(table, tensor(bag), tensor(back))


def first_table(document_share: NDArray[np.float64], dimension: int, rng: np.random.Generator) -> Tensor:
    """Random rows whose length falls with the share of passages that hold the token (a start like IDF)."""
    rows = rng.standard_normal((len(document_share), dimension)) / np.sqrt(dimension)
    weight = np.log1p(1.0 / document_share) / 5.0
    return torch.from_numpy((rows * weight[:, None]).astype(np.float32))


def batches(pairs: list[Pair], size: int) -> Iterator[list[Pair]]:
    """The pairs in whole batches of `size`; a smaller rest is left for the next epoch."""
    for start in range(0, len(pairs) - size + 1, size):
        yield pairs[start : start + size]


def loss_of(table: Tensor, batch: list[Pair], scale: float) -> Tensor:
    """Multiple-negatives ranking loss in both directions; the same passage is never its own negative."""
    query = torch.nn.functional.normalize(mean_rows(table, [p.query for p in batch]), dim=1)
    passage = torch.nn.functional.normalize(mean_rows(table, [p.passage for p in batch]), dim=1)
    scores = scale * query @ passage.T
    body, ask = torch.tensor([p.body for p in batch]), torch.tensor([p.ask for p in batch])
    same = (body[:, None] == body[None, :]) | (ask[:, None] == ask[None, :])
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(batch))
    cross_entropy = torch.nn.functional.cross_entropy
    return 0.5 * (cross_entropy(scores, target) + cross_entropy(scores.T, target))


def train(
    sampler: Sampler, table: Tensor, epochs: int, seed: int, size: int = 1024, rate: float = 5e-3, scale: float = 20.0
) -> Tensor:
    """The trained table [vocabulary, dimension]; row 0, the unknown token, stays zero.

    The learning rate rises over the first twentieth of the steps and falls to zero in a straight line.
    """
    rng = np.random.default_rng(seed)
    table = table.clone().requires_grad_()
    with torch.no_grad():
        table[0] = 0.0
    optimiser = torch.optim.Adam([table], lr=rate, fused=True)
    steps, step = 0, 0
    for epoch in range(epochs):
        pairs = sampler.epoch(rng)
        steps = steps or epochs * (len(pairs) // size)
        progress = tqdm(batches(pairs, size), total=len(pairs) // size, desc=f"epoch {epoch + 1}", mininterval=5)
        for batch in progress:
            part = step / max(steps, 1)
            optimiser.param_groups[0]["lr"] = rate * min(part / 0.05 + 0.02, (1.0 - part) / 0.95 + 1e-3)
            optimiser.zero_grad()
            loss = loss_of(table, batch, scale)
            loss.backward()
            optimiser.step()
            step += 1
            if step % 20 == 0:
                progress.set_postfix(loss=f"{loss.item():.3f}")
    return table.detach()
