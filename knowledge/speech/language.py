"""The language of a message that is not Chinese."""

from __future__ import annotations

import re

from knowledge.speech.english import is_english

# By script; letters that only one language of those who share it has come before the script.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")),
    ("bo", re.compile(r"[\u0f00-\u0fff]")),
    ("mn", re.compile(r"[\u1800-\u18af]|[өүӨҮ]")),
    ("ug", re.compile(r"[\u06d0\u06c7\u06c6\u06c8\u06d5\u06ad\u06cb]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("vi", re.compile(r"[đĐơƠưƯăĂ\u1ea0-\u1ef9]")),
    # Arabic, Thai, Hindi and others, and Latin letters with marks: known to be foreign, not which.
    (
        "other",
        re.compile(
            r"[\u0600-\u06ff\u0e00-\u0e7f\u0900-\u0dff\u0590-\u05ff\u0370-\u03ff\u0100-\u017fàâçéèêëîïôùûüäößñáíóúãõ]"
        ),
    ),
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 3
"""Letters or words from which on a message is of another language: の and café stand in Chinese ones."""


def language_of(text: str) -> str | None:
    """`en`, `ja`, `ko`, `ru`, `vi`, `ug`, `bo`, `mn` or `other`; None for Chinese, pinyin and what is too short to tell."""
    text = text[:_READ]
    han = len(_HAN.findall(text))
    for language, letters in _SCRIPTS:
        found = len(letters.findall(text))
        # Japanese mixes Han characters in; elsewhere a few foreign letters are a name.
        if found >= _LEAST and found * (3 if language == "ja" else 1) >= han:
            return language
    words = len(_WORD.findall(_HAN.sub(" ", text)))
    return "en" if words >= _LEAST and words > han and is_english(text.lower()) else None


_READ = 2000
"""Characters that tell the language."""
