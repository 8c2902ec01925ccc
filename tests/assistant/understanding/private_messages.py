"""Messages to a hotline with what a masker must hide and what it must leave, made up from a seed.

Nothing here knows how a masker works. A privacy officer's judgement stands behind each label:

- A `Span` is hidden when all its letters, digits and characters are; signs between them do not matter. A number read in
  two pieces has two spans, and what is said between them may go or stay. An address begins with its street or village:
  province, city, district and town may stay. The prefix +86 and the extension behind a landline may stay.
- A `Kept` passage must be there unchanged.
- The rest is free of personal data: hiding any of it without touching a span is a false alarm, apart from the
  free text named above.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import opencc

from tests.assistant.understanding.private_spelling import FREE, FULL_WIDTH, KEEP, Part, written
from tests.assistant.understanding.private_values import STOCK, filled

SHARES = {
    "mobile": 30,
    "id_card": 22,
    "name": 20,
    "insurance_number": 12,
    "address": 12,
    "bank_card": 10,
    "landline": 8,
    "plate": 4,
    "email": 4,
    "passport": 4,
}
KINDS = frozenset(SHARES)
WITHOUT = 0.4
NUMERAL = re.compile(r"[0-9０-９A-Za-z零〇一二三四五六七八九十百千万两幺壹贰叁肆伍陆柒捌玖叉Ａ-Ｚ兩萬貳叄陸]")
HAN = re.compile(r"[一-龥]")
SLOT = re.compile(r"\{(\w+)(!?)(?::([^}]*))?\}")
STOPS = re.compile(r"[，。？！、]\n*")


@dataclass(frozen=True)
class Span:
    """What must be hidden: `[start, end)` in the text and one of `KINDS`."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Kept:
    """What must survive: `[start, end)` in the text."""

    start: int
    end: int


@dataclass(frozen=True)
class Labelled:
    """A message with its labels, in the order of the text."""

    text: str
    spans: tuple[Span, ...]
    kept: tuple[Kept, ...]


def messages(seed: int, count: int) -> Iterator[Labelled]:
    """`count` messages, the same for the same seed; about 40 of 100 have nothing to hide."""
    rng = random.Random(seed)
    for _ in range(count):
        parts = expanded(rng, public(rng) if rng.random() < WITHOUT else private(rng))
        yield joined(restyled(rng, parts))


def public(rng: random.Random) -> str:
    """The template of a message without personal data."""
    way = rng.random()
    if way < 0.12:
        return transcript(rng, "public_transcripts")
    if way < 0.4:
        return f"{opening(rng)}{rng.choice(STOCK['near'])}"
    asks = rng.sample(STOCK["asks"], rng.choice([1, 1, 1, 2, 3]))
    return f"{opening(rng)}{'？'.join(asks)}{rng.choice(['', '？', '。', '，谢谢'])}"


def private(rng: random.Random) -> str:
    """The template of a message with one private value or several."""
    way = rng.random()
    if way < 0.12:
        return transcript(rng, "transcripts")
    if way < 0.3:
        return opening(rng) * (rng.random() < 0.3) + rng.choice(STOCK["several"])
    kinds = dict.fromkeys(
        rng.choices(list(SHARES), list(SHARES.values()), k=rng.choice([1, 1, 1, 1, 2, 2, 2, 3, 3, 5]))
    )
    said = [rng.choice(STOCK["private"][kind]) for kind in sorted(kinds, key=lambda kind: kind != "name")]
    if rng.random() < 0.7:
        said.insert(rng.choice([0, len(said), len(said)]), "{ask}")
    closing = rng.choice(STOCK["closings"])
    return opening(rng) + rng.choice(["，", "，", "。", " ", "\n"]).join(said + [closing] * bool(closing))


def opening(rng: random.Random) -> str:
    """A greeting with its stop, or nothing."""
    words = rng.choice(STOCK["openings"])
    return words + rng.choice(["，", "，", "。", " "]) if words else ""


def transcript(rng: random.Random, stock: str) -> str:
    """The template of a call, with the labels of who speaks."""
    operator, caller = rng.choice(STOCK["roles"])
    return str(rng.choice(STOCK[stock])).replace("{o}", operator).replace("{c}", caller)


def expanded(rng: random.Random, template: str) -> list[Part]:
    """The parts of a template, its slots filled."""
    parts, at = [], 0
    for slot in SLOT.finditer(template):
        parts.append(Part(filled(rng, template[at : slot.start()])))
        parts += drawn(rng, slot[1], bool(slot[2]), slot[3])
        at = slot.end()
    return [part for part in [*parts, Part(filled(rng, template[at:]))] if part.text]


def drawn(rng: random.Random, slot: str, plain: bool, text: str | None) -> list[Part]:
    """What fills one slot."""
    if text is not None:
        return [Part(text, KEEP)]
    if slot == "ask":
        return expanded(rng, rng.choice(STOCK["asks"]))
    if slot in STOCK["figures"]:
        return [Part(filled(rng, rng.choice(STOCK["figures"][slot])), KEEP)]
    if slot in STOCK["words"]:
        return [Part(rng.choice(STOCK["words"][slot]))]
    return written(rng, slot, plain)


def restyled(rng: random.Random, parts: list[Part]) -> list[Part]:
    """The parts as one hand writes them: stops left out or made narrow, wide digits, traditional characters, emoji."""
    way = rng.random()
    if way < 0.15:
        stop = rng.choice(["", " ", " "])
        parts = [part if part.label else Part(STOPS.sub(lambda old: stop + old[0][1:], part.text)) for part in parts]
    elif way < 0.25:
        narrow = str.maketrans({"，": ",", "？": "?", "：": ":"})
        parts = [part if part.label else Part(part.text.translate(narrow)) for part in parts]
    elif way < 0.29:
        parts = [part if part.label else Part(STOPS.sub("\n", part.text)) for part in parts]
    elif way < 0.33:
        parts = [Part(traditional(part.text), part.label) for part in parts]
    elif way < 0.35:
        parts = [part if part.label == "email" else Part(part.text.translate(FULL_WIDTH), part.label) for part in parts]
    elif way < 0.39:
        parts.insert(
            rng.choice([at for at in range(len(parts) + 1) if loose(parts, at)]), Part(rng.choice(STOCK["emoji"]))
        )
    return [part for part in parts if part.text]


def loose(parts: list[Part], at: int) -> bool:
    """Whether an emoji at this place would not come between a figure or a town and the words that go with it."""
    return at in (0, len(parts)) or parts[at - 1].label not in (KEEP, FREE)


@cache
def traditional(text: str) -> str:
    """The text in traditional characters."""
    return str(converter().convert(text))


@cache
def converter() -> opencc.OpenCC:
    """The converter, loaded once."""
    return opencc.OpenCC("s2t")


def run_together(left: Part, right: Part) -> bool:
    """Whether a reader could not tell where the one ends: two numerals, or a short name and the next word."""
    if left.label == "name" and len(left.text) == 2:
        return HAN.match(right.text) is not None
    labelled = left.label is not None or right.label is not None
    return labelled and left.label != FREE and bool(NUMERAL.match(left.text[-1]) and NUMERAL.match(right.text))


def joined(parts: list[Part]) -> Labelled:
    """The message of the parts; those that would run together are kept apart by a comma."""
    text = ""
    spans, kept = [], []
    for at, part in enumerate(parts):
        if text and run_together(parts[at - 1], part):
            text += "，"
        start, text = len(text), text + part.text
        if part.label == KEEP:
            kept.append(Kept(start, len(text)))
        elif part.label in KINDS:
            spans.append(Span(start, len(text), part.label))
    return Labelled(text, tuple(spans), tuple(kept))
