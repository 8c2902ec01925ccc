"""The numbers that Word shows before paragraphs (第一条, 一、, （一）, 1.) and what a style says of a paragraph.

They stand nowhere in the text: each paragraph names a list and a level, and counting gives the number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

Element = Any  # lxml's elements have no types of their own

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LEVELS = 9
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_DIGITS = "〇一二三四五六七八九"


def qn(name: str) -> str:
    """A name in Word's namespace as lxml writes it."""
    return f"{{{_W}}}{name}"


def _val(parent: Element | None, path: str) -> str | None:
    if parent is None:
        return None
    found = parent.find("/".join(qn(p) for p in path.split("/")))
    return None if found is None else found.get(qn("val"))


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value is not None and re.fullmatch(r"\d{1,6}", value) else otherwise


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's style says: level of the heading (0 none), whether title, line of contents, its list and level."""

    level: int = 0
    title: bool = False
    contents: bool = False
    list_id: str | None = None
    list_level: int | None = None


class StyleSheet:
    """The paragraph styles of a document, inheritance followed."""

    def __init__(self, styles: Element) -> None:
        self._elements = {s.get(qn("styleId")): s for s in styles.findall(qn("style"))}
        self._found: dict[str | None, Style] = {}
        defaults = (
            s
            for s in styles.findall(qn("style"))
            if s.get(qn("type")) == "paragraph" and s.get(qn("default")) in ("1", "true", "on")
        )
        self._default = next((s.get(qn("styleId")) for s in defaults), None)

    def of(self, paragraph: Element) -> Style:
        """The style of a paragraph, with the outline level that it may set itself."""
        style = self.named(_val(paragraph, "pPr/pStyle") or self._default)
        outline = _val(paragraph, "pPr/outlineLvl")
        if outline is not None and not style.title:
            level = _number(outline, 9)
            return Style(level + 1 if level < 6 else 0, False, style.contents, style.list_id, style.list_level)
        return style

    def named(self, style_id: str | None) -> Style:
        """What a style and those that it is based on say."""
        if style_id not in self._found:
            self._found[style_id] = self._read(style_id)
        return self._found[style_id]

    def _read(self, style_id: str | None) -> Style:
        level = 0
        title = contents = False
        list_id: str | None = None
        list_level: int | None = None
        for _ in range(20):  # a circle of styles ends here
            element = self._elements.get(style_id)
            if element is None:
                break
            name = (_val(element, "name") or "").strip()
            heading = _HEADING.fullmatch(name)
            outline = _val(element, "pPr/outlineLvl")
            if not level and heading:
                level = min(int(heading[1]), 6)
            elif not level and outline is not None and _number(outline, 9) < 6:
                level = _number(outline, 9) + 1
            title = title or name.lower() in ("title", "标题")
            contents = contents or bool(re.fullmatch(r"(?:toc|目录)\s*\d", name, re.IGNORECASE))
            if list_id is None:
                list_id = _val(element, "pPr/numPr/numId")
            if list_level is None and _val(element, "pPr/numPr/ilvl") is not None:
                list_level = _number(_val(element, "pPr/numPr/ilvl"), 0)
            style_id = _val(element, "basedOn")
        return Style(0 if title else level, title, contents, list_id, list_level)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    legal: bool
    restart: int | None


class Numbering:
    """Counts the lists of a document as their paragraphs come."""

    def __init__(self, numbering: Element | None, styles: StyleSheet) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        if numbering is not None:
            self._abstract = {a.get(qn("abstractNumId")): a for a in numbering.findall(qn("abstractNum"))}
            self._lists = {n.get(qn("numId")): n for n in numbering.findall(qn("num"))}
        self._levels: dict[tuple[str, int], _Level | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def next(self, paragraph: Element) -> str:
        """The number that stands before this paragraph, empty where none does; counts it."""
        style = self._styles.of(paragraph)
        list_id = _val(paragraph, "pPr/numPr/numId") or style.list_id
        if list_id in (None, "0") or list_id not in self._lists or list_id is None:
            return ""
        if not any((t.text or "").strip() for t in paragraph.iter(qn("t"))):
            return ""
        said = _val(paragraph, "pPr/numPr/ilvl")
        at = min(_number(said, 0) if said is not None else self._style_level(list_id, paragraph, style), _LEVELS - 1)
        level = self._level(list_id, at)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._key(list_id), [None] * _LEVELS)
        if (list_id, at) not in self._started and self._restarts(list_id, at):
            counts[at] = None
        self._started.add((list_id, at))
        current = counts[at]
        counts[at] = level.start if current is None else current + 1
        for deeper in range(at + 1, _LEVELS):
            below = self._level(list_id, deeper)
            if below is not None and (below.restart is None or at < below.restart):
                counts[deeper] = None
        return self._shown(list_id, level, counts)

    def _style_level(self, list_id: str, paragraph: Element, style: Style) -> int:
        """The level that the list ties to the paragraph's style, else what the style says."""
        name = _val(paragraph, "pPr/pStyle")
        if name is not None and style.list_level is None:
            abstract = self._abstract_of(list_id)
            for lvl in abstract.findall(qn("lvl")) if abstract is not None else []:
                if _val(lvl, "pStyle") == name:
                    return _number(lvl.get(qn("ilvl")), 0)
        return style.list_level or 0

    def _abstract_of(self, list_id: str) -> Element | None:
        abstract = self._abstract.get(_val(self._lists[list_id], "abstractNumId") or "")
        link = _val(abstract, "numStyleLink")
        if link is not None:
            target = self._styles.named(link).list_id
            if target in self._lists and target != list_id:
                return self._abstract.get(_val(self._lists[target], "abstractNumId") or "")
        return abstract

    def _key(self, list_id: str) -> str:
        """Lists of one abstract list count on together."""
        return _val(self._lists[list_id], "abstractNumId") or f"#{list_id}"

    def _override(self, list_id: str, at: int) -> Element | None:
        overrides = self._lists[list_id].findall(qn("lvlOverride"))
        return next((o for o in overrides if o.get(qn("ilvl")) == str(at)), None)

    def _restarts(self, list_id: str, at: int) -> bool:
        return _val(self._override(list_id, at), "startOverride") is not None

    def _level(self, list_id: str, at: int) -> _Level | None:
        key = (list_id, at)
        if key not in self._levels:
            override = self._override(list_id, at)
            element = override.find(qn("lvl")) if override is not None else None
            if element is None:
                abstract = self._abstract_of(list_id)
                levels = [] if abstract is None else abstract.findall(qn("lvl"))
                element = next((lv for lv in levels if lv.get(qn("ilvl")) == str(at)), None)
            self._levels[key] = None if element is None else _level(element, _val(override, "startOverride"))
        return self._levels[key]

    def _shown(self, list_id: str, level: _Level, counts: list[int | None]) -> str:
        if level.form in ("bullet", "none") and "%" not in level.text:
            return ""

        def one(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self._level(list_id, at)
            value = counts[at] if counts[at] is not None else (other.start if other else 1)
            return spelled(value or 0, "decimal" if level.legal or other is None else other.form)

        return re.sub(r"%([1-9])", one, level.text).strip()


def _level(element: Element, start: str | None) -> _Level:
    legal = element.find(qn("isLgl"))
    restart = _val(element, "lvlRestart")
    return _Level(
        start=_number(start if start is not None else _val(element, "start"), 0),
        form=_val(element, "numFmt") or "decimal",
        text=(_val(element, "lvlText") or "")[:60],
        legal=legal is not None and legal.get(qn("val")) not in ("0", "false", "off"),
        restart=None if restart is None else _number(restart, 0),
    )


def spelled(number: int, form: str) -> str:
    """A number in one of Word's forms; decimal where the form is unknown."""
    if form in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    ):
        return _han(number)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(d)] for d in str(number))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)
    if form == "decimalEnclosedParen":
        return f"（{number}）"
    if form == "decimalEnclosedFullstop":
        return f"{number}."
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 5)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 400:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "none":
        return ""
    return str(number)


def _han(number: int) -> str:
    if not 0 < number < 10_000:
        return str(number)
    found, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            found += (
                ("零" if zero and found else "")
                + ("" if digit == 1 and power == 10 and not found else _DIGITS[digit])
                + unit
            )
            zero = False
        else:
            zero = True
    return found


def _roman(number: int) -> str:
    found = ""
    for value, letters in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        found += letters * (number // value)
        number %= value
    return found
