"""What a person says as plain simplified Mandarin, before anything in it is recognised."""

from __future__ import annotations

from knowledge.speech.dialect import standard
from knowledge.speech.latin import in_words
from knowledge.speech.script import simplified
from knowledge.words import normalise


def plain(text: str) -> str:
    """The text in its normalised form, in simplified characters, without dialect, pinyin and English."""
    return standard(in_words(simplified(normalise(text))))
