"""How text becomes words: one function for the index and for the query.

Words come from jieba's dictionary with the policy words of the lists in use on top (rjieba is the
fast implementation of the same algorithm; tests compare it with jieba itself). Numbers, phones and
document numbers stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.wordfiles import listed
from knowledge.wordlists import KEPT, in_use

if TYPE_CHECKING:
    import rjieba

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_TOKEN = re.compile(r"[0-9]+(?:[.,:/-][0-9]+)*%?|[a-z]+|[\u3400-\u9fff]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
# 天人社发〔2018〕66号, [2018]66号, 2018年第66号: one number, however its brackets were typed.
_DOCUMENT_NUMBER = re.compile(r"(?:[〔(\[【{<](\d{4})[〕)\]】}>]|(\d{4})年)\s*第?\s*(\d{1,5})\s*号")


@lru_cache(maxsize=1024)
def normalise(text: str) -> str:
    """NFKC, lower case, without invisible characters; the form that is indexed and compared."""
    # Lower case can pull a letter and its mark apart (J̌), so the form is made twice.
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    return unicodedata.normalize("NFKC", plain)


def runs(text: str) -> list[str]:
    """The runs of Han characters, the numbers and the Latin words of a text in its normalised form, in order."""
    return _TOKEN.findall(normalise(text))


def is_han(run: str) -> bool:
    """Whether a run is one of Han characters."""
    return bool(_HAN.match(run))


@lru_cache(maxsize=KEPT)
def _segmenter(policy: str) -> rjieba.Jieba:
    # Imported here: its dictionary costs a tenth of a second, which a command that cuts no words should not pay.
    import rjieba

    segmenter = rjieba.Jieba()
    for word in listed(policy):
        segmenter.add_word(word, segmenter.suggest_freq(word), "n")
    return segmenter


def words(text: str) -> list[str]:
    """The words of a text in order, without punctuation: `["起付标准", "200", "元"]`."""
    segmenter = _segmenter(in_use().policy)
    found: list[str] = []
    for run in runs(text):
        if is_han(run):
            found += segmenter.cut(run, False)
        else:
            found.append(run)
    return found


def tagged_words(text: str) -> list[tuple[str, str]]:
    """The words of a text with jieba's part-of-speech tags (`n` noun, `v` verb, `r` pronoun …)."""
    segmenter = _segmenter(in_use().policy)
    found: list[tuple[str, str]] = []
    for run in runs(text):
        found += segmenter.tag(run, False) if is_han(run) else [(run, "x")]
    return found


def search_words(text: str) -> list[str]:
    """Words and the shorter words inside them, as jieba's search mode cuts."""
    segmenter = _segmenter(in_use().policy)
    found: list[str] = []
    for run in runs(text):
        if is_han(run):
            found += segmenter.cut_for_search(run, False)
        else:
            found.append(run)
    return found


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of Han characters, numbers and Latin words whole."""
    found: list[str] = []
    for run in runs(text):
        if is_han(run) and len(run) > 1:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            found.append(run)
    return found


def grams(text: str) -> list[str]:
    """Characters and overlapping pairs of them, numbers and Latin words whole: what is indexed and embedded.

    The number of a document stands there once more as one token, `〔2018〕66号`.
    """
    plain = normalise(text)
    found: list[str] = []
    for run in _TOKEN.findall(plain):
        if is_han(run):
            found += run
            found += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            found.append(run)
    found += [f"〔{m[1] or m[2]}〕{m[3]}号" for m in _DOCUMENT_NUMBER.finditer(plain)]
    return found
