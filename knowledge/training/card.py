"""The model card: what the model was made from, under which terms, what it can do and what it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.embed import StaticEmbedder
from knowledge.training.evaluate import BM25, CLAUSE_CHARS, covid_policy_questions, measure, statute_questions

_CARD = """---
language: zh
library_name: sentence-transformers
pipeline_tag: sentence-similarity
---

# Static embedding model for Chinese policy texts

A table of {vocabulary:,} rows of {dimension} numbers (float16), one row per token. A text is the mean of the rows of its
tokens, scaled to length one; similarity is the cosine. It is one part of a hybrid search, beside words and bigrams.

Tokens are characters and overlapping pairs of Han characters; numbers and Latin words stay whole
(`knowledge.words.grams`). `hotline.json` marks the folder. `knowledge.embed.StaticEmbedder` reads it with
numpy alone. `SentenceTransformer(folder)` reads it too, but must be given tokens joined by spaces:

```python
model.encode(" ".join(grams("门诊起付标准是多少")))
```

## Data and terms

| passages | source | terms |
|---|---|---|
| {laws:,} | articles of Chinese laws and regulations, collected by LawRefBook/Laws and ImCa0/just-laws | official texts, outside copyright (著作权法 第五条) |
| {hebei:,} | paragraphs of policy documents of Hebei province, collected by gerry0208/spider_project | official texts, outside copyright |
| {mrc:,} | Wikipedia passages with their questions: CMRC 2018, DRCD (in simplified characters) | CC BY-SA 4.0, CC BY-SA 3.0 |

The weights are numbers per token; they hold no texts. Attribution for the third row: CMRC 2018 (Cui et al., HFL), DRCD (Shao
et al., Delta Research Center), the authors of Wikipedia; who holds weights to be adapted material has to keep to
CC BY-SA 4.0 for this folder.

Left out of training: every Hebei document whose text's SHA-256 is divisible by 20, and both benchmarks below.

## Training

Multiple-negatives ranking loss in both directions, in-batch negatives (passages or titles that are the same are no
negatives), batches of 1,024, fused Adam, {epochs} epochs, seed {seed}, {seconds:.0f} s on two CPU cores. Pairs: title or question → passage; a
stretch of clauses, some of its tokens left out → the rest of the passage, or the whole. Rows begin random, their length
falling with the share of passages that hold the token. To make it again:

```
python -m knowledge.training --data …/train --out knowledge/model --epochs {epochs} --dimension {dimension} --vocabulary {vocabulary} --seed {seed}
```

## Figures

{figures}

Cosine alone. In the last two columns a passage counts by its nearest piece of about a clause, as the product embeds
them. The model was never trained on these sets, and its settings were chosen on passages set aside from the training data. The statutes that the benchmark's questions point to are, as official texts,
among the laws that it read (their articles, not the questions): the first line says how well it finds known articles
for unknown questions, not how well it treats unknown laws. BM25 is plain BM25 over jieba's `cut_for_search` (k1 1.2,
b 0.75), as the description of the data states it.

## Limits

- It compares bags of tokens: it knows neither word order nor negation (不予支付 and 予以支付 lie close), nor amounts.
  Numbers are tokens like any other; rare ones are unknown.
- It is weaker than word search where a question repeats the wording of a long passage: use it beside word search.
- Long passages wash out: embed clauses, not documents.
- Colloquial words that stand in no law, policy document or encyclopaedia are unknown to it and do not count.
- A text without any known token is a vector of zeros. Simplified Chinese only.
"""


@dataclass(frozen=True)
class Facts:
    """What a training run knows of itself; `passages` counts them by source, `seconds` is the training loop."""

    dimension: int
    vocabulary: int
    epochs: int
    seed: int
    seconds: float
    passages: dict[str, int]


def model_card(facts: Facts, folder: Path, benchmark: Path | None) -> str:
    """The card of the model in `folder`; figures are measured where the benchmarks' folder is given."""
    figures = "Not measured." if benchmark is None else figures_table(StaticEmbedder(folder), benchmark)
    return _CARD.format(
        vocabulary=facts.vocabulary, dimension=facts.dimension, epochs=facts.epochs, seed=facts.seed,
        seconds=facts.seconds, figures=figures, **facts.passages,
    )  # fmt: skip


def figures_table(embedder: StaticEmbedder, benchmark: Path) -> str:
    """A Markdown table of the figures on both sets with BM25 beside them."""
    lines = [
        f"| set | questions | passages | R@1 (BM25) | R@10 (BM25) | cut to {CLAUSE_CHARS} characters: R@1 | R@10 |",
        "|---|---|---|---|---|---|---|",
    ]
    for asked in (statute_questions(benchmark), covid_policy_questions(benchmark)):
        whole, cut = measure(embedder, asked), measure(embedder, asked, CLAUSE_CHARS)
        at_1, at_10 = BM25[asked.name]
        lines.append(
            f"| {asked.name} | {len(asked.questions):,} | {len(asked.passages):,} "
            f"| {whole.at_1:.3f} ({at_1:.3f}) | {whole.at_10:.3f} ({at_10:.3f}) | {cut.at_1:.3f} | {cut.at_10:.3f} |"
        )
    return "\n".join(lines)
