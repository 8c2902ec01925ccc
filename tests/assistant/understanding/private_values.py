"""Values that would tell who a person is: made up, valid by form, and held by nobody by their own digits.

Identity cards end in the sequence 000, which no office gives out; telephones, cards and plates repeat a few digits.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import yaml
from stdnum import luhn
from stdnum.cn import ric

STOCK: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("private_messages.yaml").read_text("utf-8"))


def filled(rng: random.Random, pattern: str) -> str:
    """The pattern with each `#` made a digit from 1 to 9; long runs of digits are never a bank card's."""
    while True:
        text = re.sub("#", lambda _: str(rng.randint(1, 9)), pattern)
        if not any(luhn.is_valid(run) for run in re.findall(r"[0-9]{12,}", re.sub(r"(?<=\d)[,.-](?=\d)", "", text))):
            return text


def id_card(rng: random.Random) -> str:
    """An identity card's number of eighteen signs, now and then the old one of fifteen digits."""
    old = rng.random() < 0.12
    while True:
        year, month, day = rng.randint(1930, 1999 if old else 2020), rng.randint(1, 12), rng.randint(1, 31)
        head = f"{rng.choice(STOCK['id_places'])}{year}{month:02}{day:02}000"
        number = head + ric.calc_check_digit(head + "0")
        if ric.is_valid(number):
            return number[:6] + number[8:17] if old else number


def repeated(rng: random.Random, length: int) -> str:
    """Digits with a pattern that shows they are made up: 0000, 12341234, 11223344."""
    a, b, c, d = (str(rng.randint(0, 9)) for _ in range(4))
    return (
        rng.choice([a * 4 + b * 4, (a + b) * 2 + (c + d) * 2, (a + b + c + d) * 2, a + a + b + b + c + c + d + d]) * 2
    )[:length]


def mobile(rng: random.Random) -> str:
    """A mobile telephone's eleven digits."""
    return str(rng.choice(STOCK["mobile_heads"])) + repeated(rng, 8)


def landline(rng: random.Random) -> tuple[str, str]:
    """A landline's area code and its seven or eight digits; no agency has the made-up ones."""
    area, length = rng.choice(list(STOCK["landline_areas"].items()))
    return area, rng.choice("2345678") + repeated(rng, length - 1)


def bank_card(rng: random.Random) -> str:
    """A bank card's sixteen or nineteen digits."""
    head = str(rng.choice(STOCK["card_heads"]))
    body = head + (repeated(rng, 8) * 2)[: rng.choice([9, 12, 12])]
    return body + luhn.calc_check_digit(body)


def name(rng: random.Random) -> str:
    """A person's full name."""
    if rng.random() < 0.04:
        return str(rng.choice(STOCK["whole_names"]))
    return str(rng.choice(STOCK["surnames"]) + rng.choice(STOCK["given"]))


def address(rng: random.Random) -> tuple[str, str]:
    """A town, which may stay readable, and the way from the street or village to the door."""
    door = re.sub(r"\{(\w+)\}", lambda slot: rng.choice(STOCK[f"{slot[1]}s"]), rng.choice(STOCK["doors"]))
    return rng.choice(STOCK["towns"]), filled(rng, door)


def email(rng: random.Random) -> str:
    """An e-mail address."""
    return filled(rng, f"{rng.choice(STOCK['mail_names'])}@{rng.choice(STOCK['mail_hosts'])}")
