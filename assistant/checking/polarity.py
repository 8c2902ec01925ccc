"""Does a sentence say what its source says: the words that allow, forbid, limit or name somebody, in their place.

A sentence that stands in a source word for word is that source. Any other is laid beside the source sentence that is
most like it; what differs between the two must hold no such word, and no figure in another's place.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.checking.known import Known

# Words in which the sign means nothing of the kind.
_HARMLESS = re.compile(
    r"不过|不同|不仅|不但|不论|不管|不懂|不明白|可能|可靠|认可|许可|许可证|必要|必需品|除了?以?外|非常|并非|未来|应急|应用|应对|相应|对应|都市|首都|外地|异地|只要|已经"
)
MODAL = re.compile(
    r"不|无需|无须|毋须|未|没|非|否|禁止|严禁|免|暂停|取消|必须|须|应当?|可以|可(?=[^以])|只|仅|除|至少|至多|最多|最高|最低"
)
WHOM = re.compile(
    r"在职|退休|职工|居民|门诊|住院|慢性病|慢特病|生育|三级|二级|一级|乡镇|社区|药店|异地|本地|市内|市外|省内|省外"
)
_DIGITS = re.compile(r"\d+")
# As many characters are more than a chance likeness.
_LIKE = 3
_A_PART = 8
"""What is left out of a source and has more characters is a part of it that was not wanted, not a word taken away."""


def turned(sentence: str, known: Known) -> bool:
    """Whether a sentence (without signs) says otherwise than the sources that are most like it."""
    if not (MODAL.search(sentence) or WHOM.search(sentence) or _DIGITS.search(sentence)):
        return False
    pairs = _pairs(sentence)
    figures = _digits(sentence)
    same_figures = [source for source in known.wordings if figures <= _digits(source)]
    beside = max(same_figures or known.wordings, key=lambda source: (_alike(pairs, source), -len(source)), default="")
    if _alike(pairs, beside) < _LIKE:
        return bool(_weighty(sentence))
    return _differs(sentence, beside, known)


def _differs(sentence: str, source: str, known: Known) -> bool:
    matcher = SequenceMatcher(None, source, sentence, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    at_source, at = (blocks[0].a, 0) if blocks else (0, 0)
    for block in blocks:
        lost, added = source[at_source : block.a], sentence[at : block.b]
        exchanged = _DIGITS.search(lost) and _DIGITS.search(added)  # 个人负担's sum for the fund's
        left_out = len(lost) <= _A_PART and _weighty(lost)
        if exchanged or left_out or _weighty(added) or _somebody_else(added, source, known):
            return True
        at_source, at = block.a + block.size, block.b + block.size
    rest = sentence[at:]
    return bool(_weighty(rest)) or _somebody_else(rest, source, known)


def _weighty(words: str) -> list[str]:
    return MODAL.findall(_HARMLESS.sub("", words))


def _somebody_else(words: str, source: str, known: Known) -> bool:
    """Whether words name somebody or some care that the source does not."""
    return any(word not in source and not known.has(word) for word in WHOM.findall(words))


@lru_cache(maxsize=8192)
def _digits(text: str) -> frozenset[str]:
    return frozenset(_DIGITS.findall(text))


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _alike(pairs: frozenset[str], source: str) -> int:
    return len(pairs & _pairs(source))
