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
# 是, a colon, an emoji.
_LINK = rf"(?P<link>(?:{one_of(_WORDS['links'])}|[^0-9A-Za-z\u3400-\u9fff〕\n。;；!！?？,，、]){{0,4}})"
_CUE = re.compile(
    rf"(?P<own>姓{_SURNAME}[ ,，]?(?:我?(?:的?名字)?叫(?:做)?|名叫?))|(?P<introduced>{one_of(_WORDS['introduced'])})"
    rf"|(?:(?P<sure>{one_of(_WORDS['sure'])}|(?:{one_of(_WORDS['relatives'])})(?= ?(?:叫|名叫|是叫)))|(?P<speaker>{one_of(_WORDS['speakers'])})|{one_of(_WORDS['perhaps'])}){_LINK}"
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
_AGE = "[0-9一二两三四五六七八九十]{1,3}岁"
_PHRASE_ENDS = re.compile(rf"$|{_AGE}")
_GOES_ON = re.compile(rf"$|{_AGE}|[^\u3400-\u9fff]|[{_WORDS['never']}]|{one_of(_WORDS['goes_on'])}")
_OTHER_DATA = [*WORDS["landline"], *(cue for cues in WORDS["documents"].values() for cue in cues)]
_GOES_ON_CLEARLY = re.compile(
    rf"$|{_AGE}|[^\u3400-\u9fff]|{one_of([*_OTHER_DATA, *(word for word in _WORDS['goes_on'] if len(word) > 1)])}"
)
# jieba's tags of people, places and other proper names.
_NAMING = frozenset({"nr", "ns", "nz", "nrt", "nrfg"})
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
    start, linked = match.end(), _is_linked(match)
    sure = match["own"] is not None or match["sure"] is not None or "叫" in (match["link"] or "")
    if match["speaker"] is not None and linked:
        return 0
    if dotted := _DOTTED.match(view, start):
        return _last_part(dotted)
    if sure and (parted := _PARTED.match(view, start)):
        return parted.end()
    if sure and (latin := _LATIN.match(view, start)) and latin[0][0].isupper():
        return latin.end()
    han = _HAN.match(view, start)
    if han is None or han[0][0] in _NEVER:
        return 0
    said, surname = han[0], _SURNAMED.match(han[0])
    length = 0
    if surname is not None and _TITLE.match(said, surname.end()):
        return 0
    if surname is not None:
        length = _length(said, surname.end(), told=linked or (sure and surname[0] not in _AMBIGUOUS))
        if length and not sure and not _stands_alone(said, length, match, surname[0]):
            return 0
    elif match["own"] is not None:
        length = _length(said, 0, told=True)
    if not length and match["introduced"] is None:
        length = _without_surname(said, linked=linked and sure)
        length = length if sure or length > 3 else 0  # 本人养老金
    return start + length if length else 0


def _stands_alone(said: str, length: int, match: re.Match[str], surname: str) -> bool:
    """Whether what looks like a name ends where it seems to, and is not a place: 我是秦安的, 我是涂山那边的."""
    if any(places().named(said[:end]) for end in (2, 3, length)):
        return False
    if match["introduced"] is not None:
        ends = _GOES_ON_CLEARLY
    elif surname in _AMBIGUOUS:
        ends = _GOES_ON_CLEARLY if _is_linked(match) else _PHRASE_ENDS
    else:
        ends = _GOES_ON
    return bool(ends.match(said, length)) and not (match["introduced"] and _OF_A_PLACE.match(said, length))


def _is_linked(match: re.Match[str]) -> bool:
    return bool(match["own"] or _LINKED.search(match["link"] or "") or match[0].endswith("叫"))


def _length(said: str, surname: int, *, told: bool) -> int:
    """How many characters of what is said are a name with so long a surname; 0: none."""
    one, two = surname + 1, surname + 2
    if len(said) < one or said[surname] in _NEVER:
        return 0
    if len(said) < two or said[one] in _NEVER or _GOES_ON_CLEARLY.match(said, one):
        length = one
    elif _GOES_ON_CLEARLY.match(said, two):
        length = two
    elif _GOES_ON.match(said, one):  # 张伟有高血压, 韩桂花开户
        length = _by_words(said, one, two, otherwise=one)
    elif _GOES_ON.match(said, two):
        length = two
    elif told and len(said) == two + 1:  # 吉克阿牛
        length = len(said)
    else:
        length = _by_words(said, one, two, otherwise=two) if told else 0
    return length if length and (surname > 1 or not _is_a_word(said, length)) else 0


def _without_surname(said: str, *, linked: bool) -> int:
    """How many characters are a name that no surname begins: 乌兰图雅; where nothing links it to its cue it stands alone."""
    length = next((end for end in range(1, len(said) + 1) if _GOES_ON.match(said, end)), 0)
    if not 3 <= length <= 6 or (not linked and length < len(said)) or any(sign in _NEVER for sign in said[:length]):
        return 0
    words = tagged_words(said[:length])
    return length if all(len(word) == 1 or tag in _NAMING for word, tag in words) else 0


def _by_words(said: str, one: int, two: int, *, otherwise: int) -> int:
    """The one of two places where the words of what is said begin anew; `otherwise` where both or neither is one."""
    ends, at = set(), 0
    for word, _ in tagged_words(said):
        at += len(word)
        ends.add(at)
    return otherwise if (one in ends) == (two in ends) else one if one in ends else two


def _is_a_word(said: str, length: int) -> bool:
    """Whether what looks like a name is an ordinary word or is cut from one: 高血压, 常住, but not 黄金花."""
    word, tag = tagged_words(said)[0]
    return len(word) > 1 and tag not in _NAMING and len(word) >= length


def _last_part(dotted: re.Match[str]) -> int:
    """Up to where the last part of a name with dots reaches."""
    parts = re.split(r"[·•・‧]", dotted[0])
    last = parts[-1]
    for length in range(1, len(last) + 1):
        if length >= 2 and _GOES_ON.match(last, length):
            return dotted.end() - len(last) + length
    return dotted.end() - max(0, len(last) - 4)
