"""The words of `words.yaml`, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words; where one begins with another the longer one counts."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
