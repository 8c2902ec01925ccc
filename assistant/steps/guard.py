"""guard: what comes in is cleaned and personal numbers are masked before anything else sees them."""

from __future__ import annotations

import re
import unicodedata

from assistant.turn import Turn
from assistant.understanding.facts import spoken_digits
from assistant.understanding.privacy import mask
from knowledge.errors import InputError
from knowledge.speech.language import language_of
from knowledge.speech.script import simplified

MAX_MESSAGE = 32_000

# 1️⃣320元: a digit emoji before plain digits counts the items of a list.
_ITEM = re.compile(r"([0-9])\ufe0f?\u20e3\s?(?=[0-9](?!\ufe0f?\u20e3))")
# The last two make a digit an emoji: 1️⃣ is 1 with them behind it.
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufe00-\ufe0f\u20e3]")


class MessageTooLong(InputError):
    """The message has more than MAX_MESSAGE characters."""


def check_size(message: str) -> None:
    """Raise MessageTooLong for a message over the limit."""
    if len(message) > MAX_MESSAGE:
        raise MessageTooLong(f"内容有 {len(message)} 个字符，超过上限 {MAX_MESSAGE}；请分几次提问")


def guard(turn: Turn) -> None:
    """Full-width forms, digits in circles and traditional characters become plain; what is hidden or personal goes."""
    text = _plain(turn.message)
    turn.language = language_of(text)
    turn.message = turn.said = _masked(text)
    turn.facts = {name: mask(fact)[0] for name, fact in turn.facts.items()}


def storable(text: str) -> str:
    """What a person wrote beside a message, as it may be stored: made plain and masked in the same way."""
    return _masked(_plain(text))


def _plain(text: str) -> str:
    text = _ITEM.sub(r"\1、", text.encode("utf-8", "replace").decode("utf-8"))
    text = unicodedata.normalize("NFKC", text)
    text = _HIDDEN.sub("", text)
    return "".join(map(_shown, text))


def _masked(text: str) -> str:
    # Digits said one by one are digits: 一三八零零…
    return mask(spoken_digits(simplified(text.strip())))[0]


def _shown(character: str) -> str:
    """A character as plain text: a digit of any kind (❶, ٣) is a digit, a control character a blank."""
    if character.isascii():
        return character if character.isprintable() or character == "\n" else " "
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return character if character.isprintable() else " "
