"""Names of people, told by the words before them: 我叫, 户名, 患者, 我姓…叫."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.privacy.span import Known, Span
from assistant.understanding.privacy.wording import WORDS, one_of
from knowledge.region import places
from knowledge.words import tagged_words

_KIND = "姓名"
_WORDS = WORDS["names"]
_NEVER, _AMBIGUOUS = frozenset(_WORDS["never"]), frozenset(_WORDS["ambiguous"])
_SURNAME = rf"(?:{one_of(_WORDS['compound'])}|[{_WORDS['surnames']}])"
_LINK = f"(?P<link>(?:{one_of(_WORDS['links'])}){{0,3}})"
_CUE = re.compile(
    rf"(?P<own>姓{_SURNAME}[ ,，]?(?:我?(?:的?名字)?叫(?:做)?|名叫?))|(?P<introduced>{one_of(_WORDS['introduced'])})"
    rf"|(?:(?P<sure>{one_of(_WORDS['sure'])})|{one_of(_WORDS['perhaps'])}){_LINK}"
)
_LINKED = re.compile(r"[叫是为:：]")
_HAN = re.compile(r"[\u3400-\u9fff]{1,9}")
_SURNAMED = re.compile(_SURNAME)
# 阿依古丽·买买提
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·•・‧][\u4e00-\u9fff]{1,8}){1,3}")
_PARTED = re.compile(rf"{_SURNAME} [\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff])")
_LATIN = re.compile(r"[A-Za-z]+(?:[ .'-]{1,2}[A-Z][A-Za-z]*){0,3}")
_LATIN_CUE = re.compile(rf"(?:{one_of(_WORDS['latin'])})[:：]?\s+(?P<name>[A-Z][a-z]+(?:[ -][A-Z][a-z]*){{0,3}})")
_TITLE = re.compile(one_of(_WORDS["titles"]))
_GOES_ON = re.compile(rf"$|[^\u3400-\u9fff]|[{_WORDS['never']}]|{one_of(_WORDS['goes_on'])}")
_GOES_ON_CLEARLY = re.compile(rf"$|[^\u3400-\u9fff]|{one_of(w for w in _WORDS['goes_on'] if len(w) > 1)}")
_OF_A_PLACE = re.compile(rf".{{0,3}}?[省市区县镇乡村州]|{one_of(_WORDS['of_a_place'])}")


def names(view: str, known: Known) -> Iterator[Span]:
    """Every name behind a word that announces one."""
    for match in _CUE.finditer(view):
        end = _end(view, match)
        if end:
            yield Span(match.end(), end, _KIND)
    for match in _LATIN_CUE.finditer(view):
        yield Span(*match.span("name"), _KIND)


def _end(view: str, match: re.Match[str]) -> int:
    """Up to where a name reaches that begins behind the cue; 0 where none does."""
    start = match.end()
    sure = match["own"] is not None or (match["sure"] is not None and _is_linked(match))
    if dotted := _DOTTED.match(view, start):
        return _last_part(dotted)
    if sure and (parted := _PARTED.match(view, start)):
        return parted.end()
    if sure and (latin := _LATIN.match(view, start)) and latin[0][0].isupper():
        return latin.end()
    han = _HAN.match(view, start)
    if han is None:
        return 0
    surname = _SURNAMED.match(han[0])
    if surname is None:
        return start + _length(han[0], 0, sure=True) if match["own"] is not None else 0
    if not sure and not _is_linked(match) and surname[0] in _AMBIGUOUS:
        return 0
    length = _length(han[0], surname.end(), sure=sure)
    if match["introduced"] is not None and not _stands_alone(view, han[0], start, length):
        return 0
    return start + length if length else 0


def _stands_alone(view: str, said: str, start: int, length: int) -> bool:
    """Whether somebody introduces himself, and not where he is from (我是秦安的) or what he is (我是农民)."""
    return (
        bool(_GOES_ON_CLEARLY.match(view, start + length))
        and not _OF_A_PLACE.match(said, length)
        and not any(places().named(said[:end]) for end in (2, 3, length))
    )


def _is_linked(match: re.Match[str]) -> bool:
    return bool(_LINKED.search(match["link"] or "") or match[0].endswith("叫"))


def _length(said: str, surname: int, *, sure: bool) -> int:
    """How many characters of what is said are a name with so long a surname; 0: none."""
    one, two = surname + 1, surname + 2
    if (
        len(said) < one
        or said[surname] in _NEVER
        or (surname == 1 and said[0] in _NEVER)
        or _TITLE.match(said, surname)
    ):
        return 0
    whole, after_one = len(said) >= two and said[one] not in _NEVER, bool(_GOES_ON.match(said, one))
    if not whole or _GOES_ON_CLEARLY.match(said, one):
        length = one
    elif _GOES_ON.match(said, two):
        length = one if after_one and not _GOES_ON_CLEARLY.match(said, two) else two
    elif after_one:
        length = one
    else:
        length = _by_words(said, one, two) if sure else 0
    return length if length and not _is_a_word(said, length, sure=sure) else 0


def _by_words(said: str, one: int, two: int) -> int:
    """Where the words of what is said begin anew; the longer of the two where both or neither is such a place."""
    ends, at = set(), 0
    for word, _ in tagged_words(said):
        at += len(word)
        ends.add(at)
    return one if one in ends and two not in ends else two


def _is_a_word(said: str, length: int, *, sure: bool) -> bool:
    """Whether what looks like a name is, or is cut from, an ordinary word: 高血压, 常住, 张家界."""
    word, tag = tagged_words(said)[0]
    if len(word) < 2 or tag.startswith("nr"):
        return not sure and bool(_OF_A_PLACE.match(said, length))
    return not (sure and len(word) < length)


def _last_part(dotted: re.Match[str]) -> int:
    """Up to where the last part of a name with dots reaches."""
    parts = re.split(r"[·•・‧]", dotted[0])
    last = parts[-1]
    for length in range(1, len(last) + 1):
        if length >= 2 and _GOES_ON.match(last, length):
            return dotted.end() - len(last) + length
    return dotted.end() - max(0, len(last) - 4)
