"""How people write a value down or read it out: in groups, full-width, spoken, in two pieces."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from tests.assistant.understanding import private_values as values

KEEP = "keep"
FREE = "free"
FULL_WIDTH = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in [*range(0x30, 0x3A), *range(0x41, 0x5B)]})
GROUPS = {"id_card": (6, 4, 4, 4), "mobile": (3, 4, 4), "landline": (4, 4), "bank_card": (4, 4, 4, 4, 3)}
PIECES = ["，然后是", "……然后是", " 然后 ", "，后面是", " 嗯 后面是", "，再是", "...接着", "，嗯，"]
SPOKEN = [
    "零幺二三四五六七八九",
    "零幺二三四五六七八九",
    "零一二三四五六七八九",
    "〇一二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖",
]


@dataclass(frozen=True)
class Part:
    """A piece of a message; `label` is a private kind, `KEEP`, `FREE` for what belongs to a value, or None."""

    text: str
    label: str | None = None


def grouped(rng: random.Random, number: str, sizes: tuple[int, ...]) -> str:
    """The number in groups of the given sizes, or now and then of any size."""
    if rng.random() < 0.3:
        sizes = tuple(rng.choice([2, 3, 4, 5]) for _ in number)
    groups, rest = [], number
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    return rng.choice([" ", " ", "-", "  ", "－", "—"]).join(filter(None, [*groups, rest]))


def spoken(rng: random.Random, number: str, sizes: tuple[int, ...]) -> str:
    """The number in characters, in one breath or with pauses."""
    words = number.translate(str.maketrans("0123456789", rng.choices(SPOKEN, [4, 4, 3, 0.5, 0.5])[0]))
    words = words.replace("X", rng.choice(["X", "x", "叉"]))
    return (
        grouped(rng, words, sizes).replace("-", "，").replace("－", " ").replace("—", "、")
        if rng.random() < 0.3
        else words
    )


def number(rng: random.Random, kind: str, digits: str) -> list[Part]:
    """The parts of one number as a person would write or say it."""
    sizes = GROUPS[kind] if len(digits) != 15 else (6, 6, 3)
    way = rng.choices(["run", "groups", "wide", "spoken", "pieces", "mixed"], [52, 22, 6, 14, 4, 2])[0]
    if way == "groups":
        return [Part(grouped(rng, digits, sizes), kind)]
    if way == "wide":
        return [Part((digits if rng.random() < 0.7 else grouped(rng, digits, sizes)).translate(FULL_WIDTH), kind)]
    if way == "spoken":
        return [Part(spoken(rng, digits, sizes), kind)]
    if way == "mixed":
        return [Part(digits[: sizes[0]] + spoken(rng, digits[sizes[0] :], (4, 4)), kind)]
    if way == "pieces":
        cut = rng.choice([sizes[0], len(digits) - 4])
        first, second = digits[:cut], digits[cut:]
        if rng.random() < 0.3:
            first, second = (spoken(rng, piece, (4, 4)) for piece in (first, second))
        return [Part(first, kind), Part(rng.choice(PIECES)), Part(second, kind)]
    return [Part(digits.lower() if rng.random() < 0.3 else digits, kind)]


def landline(rng: random.Random, bare: bool, plain: bool) -> list[Part]:
    """A landline with its area code, or `bare` of it."""
    area, digits = values.landline(rng)
    if bare:
        return [Part(digits if rng.random() < 0.7 else grouped(rng, digits, (len(digits) - 4, 4)), "landline")]
    forms = {
        "dash": f"{area}-{digits}",
        "space": f"{area} {digits}",
        "run": area + digits,
        "bracket": rng.choice([f"({area}){digits}", f"（{area}）{digits}"]),
        "wide": f"{area}－{digits}".translate(FULL_WIDTH),
        "groups": f"{area} {digits[:-4]} {digits[-4:]}",
        "spoken": spoken(rng, area + digits, (len(area), 4)),
    }
    if plain:
        return [Part(forms["run"], "landline")]
    if rng.random() < 0.05:
        return [Part(f"{area}-{digits[:3]}", "landline"), Part(rng.choice(PIECES)), Part(digits[3:], "landline")]
    return [Part(forms[rng.choice(["dash", "dash", *forms])], "landline")]


def written(rng: random.Random, kind: str, plain: bool = False) -> list[Part]:
    """A made-up value of the kind; `plain` writes it in one run."""
    if kind == "address":
        town, door = values.address(rng)
        return [Part(town, FREE), Part(door, kind)]
    if kind in ("mobile_head", "mobile_tail"):
        digits = values.mobile(rng)
        return [Part(digits[:7] if kind == "mobile_head" else digits[7:], "mobile")]
    if kind.startswith("landline"):
        return landline(rng, kind == "landline_bare", plain)
    if kind in ("insurance_number", "passport", "plate"):
        text = values.filled(rng, rng.choice(values.STOCK[f"{kind}s"]))
        if not plain and text.isdigit() and rng.random() < 0.12:
            return [Part(rng.choice([spoken, grouped])(rng, text, (4, 4)), kind)]
        return [Part(text.translate(FULL_WIDTH) if not plain and rng.random() < 0.06 else text, kind)]
    if kind in ("name", "email"):
        return [Part(getattr(values, kind)(rng), kind)]
    digits = getattr(values, kind)(rng)
    if plain:
        return [Part(digits, kind)]
    if kind == "mobile" and rng.random() < 0.07:
        tail = digits if rng.random() < 0.6 else grouped(rng, digits, GROUPS[kind])
        return [Part(rng.choice(["+86", "+86 ", "+86-", "86-", "（+86）", "0086 "]), FREE), Part(tail, kind)]
    fours = re.fullmatch(r"(\d{3})(\d)\2{3}(\d)\3{3}", digits)
    if kind == "mobile" and fours and rng.random() < 0.06:
        return [Part(f"{fours[1]}四个{fours[2]}四个{fours[3]}", kind)]
    return number(rng, kind, digits)
