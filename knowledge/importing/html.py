"""A web page to plain text: one block element or table row a line, menus, footers and scripts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from knowledge.importing.source import Draft, SourceText
from knowledge.importing.tables import MAX_COLUMNS, Cell, table_lines

_DROPPED = (
    "script",
    "style",
    "noscript",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "select",
    "iframe",
    "svg",
    "template",
    "object",
    "textarea",
)
_FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:nav\w*|menu\w*|top\w*bar|bread\w*|crumbs?|foot\w*|share\w*|bdshare\w*|side\w*|related?\w*|relevant\w*|"
    r"search\w*|page[rs]?|pagination|tool\w*|comments?|copyright|banner|qrcode|ewm|hidden|position|location)(?:$|[-_ ])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "ul",
        "ucapcontent",
        "founder-content",
    ]
)
# The names that the national standard for government pages gives to a page's own data.
_META = {"articletitle": "title", "pubdate": "published", "contentsource": "issuer"}


_ROW = "\x02"  # begins a line that is a row of a table; taken out of the page's own text
_LONGEST_CELL = 2_000


def read_page(markup: str, name: str) -> SourceText:
    """The page's text and what its own meta tags say (`title`, `published`, `issuer`)."""
    soup = BeautifulSoup(markup, "lxml")
    draft = Draft(name)
    draft.hints.update(_hints(soup))
    for tag in soup.find_all(_DROPPED):
        if tag.name != "header" or tag.find("h1") is None:
            tag.decompose()
    for tag in soup.find_all(True):
        # The property `decomposed` searches the whole tag for a child of that name where it is unset.
        if "_decomposed" not in vars(tag) and _is_furniture(tag):
            tag.decompose()
    title = soup.find("h1")
    root = soup.find("article") or soup.find("main") or soup.body or soup
    if isinstance(title, Tag) and root is not title and title not in root.find_all("h1"):
        draft.add(_text(title))
    for line in _text(root).split("\n"):
        if line.startswith(_ROW):
            draft.add(line.removeprefix(_ROW), row=True)
        else:
            # What stands in the cells of a table that only lays out keeps its distance.
            draft.add(line)
    return draft.source()


def _hints(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        key = _META.get(str(tag.get("name", "")).lower())
        value = str(tag.get("content", "")).strip()
        if key and value:
            found.setdefault(key, value)
    if "title" not in found and soup.title is not None and soup.find("h1") is None:
        # The site's own name follows the title: 关于……的通知_某某市人民政府
        name = re.split(r"\s*[-_|—–]+\s*", soup.title.get_text(strip=True))[0]
        if name:
            found["title"] = name
    return found


def _is_furniture(tag: Tag) -> bool:
    if tag.name in ("html", "body", "article", "main", "h1"):
        return False
    names = " ".join([*tag.get_attribute_list("class"), *tag.get_attribute_list("id")][:6] if tag.attrs else [])
    style = str(tag.get("style", "")).replace(" ", "").lower()
    return "display:none" in style or bool(names and _FURNITURE.search(names) and tag.find("h1") is None)


def _text(root: Tag) -> str:
    return "".join(_pieces(root))


def _pieces(root: Tag) -> Iterator[str]:
    """Text in reading order; an explicit stack, as pages may nest deeper than Python recurses."""
    stack: list[Tag | NavigableString | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, NavigableString):
            if not isinstance(item, PreformattedString):  # comments, doctypes
                yield re.sub(r"[\x02\t\n\r ]+", " ", item)
        elif isinstance(item, str):
            yield item
        elif item.name == "br":
            yield "\n"
        elif item.name == "table" and (rows := _rows(item)):
            for text, is_row in table_lines(rows):
                yield f"\n{_ROW if is_row else ''}{text}"
            yield "\n"
        else:
            around = "\n" if item.name in _BLOCKS else "\t" if item.name in ("td", "th") else ""
            stack.append(around)
            stack.extend(child for child in reversed(item.contents) if isinstance(child, (Tag, NavigableString)))
            if around == "\n":
                stack.append("\n")


def _rows(table: Tag) -> list[list[Cell]]:
    """The cells of a table that holds data; empty where it only lays out a page."""
    if table.find(("table", "h1", "h2", "article")) is not None:
        return []
    rows = []
    for tr in table.find_all("tr"):
        cells = [td for td in tr.find_all(("td", "th"), recursive=False) if isinstance(td, Tag)]
        head = tr.parent is not None and tr.parent.name == "thead"
        rows.append(
            [
                Cell(text, _count(td, "colspan"), _count(td, "rowspan"), head or td.name == "th")
                for td in cells[:MAX_COLUMNS]
                for text in [" ".join(_text(td).split())]
            ]
        )
    if sum(len(row) > 1 for row in rows) < 2 or any(len(c.text) > _LONGEST_CELL for row in rows for c in row):
        return []
    return rows


def _count(tag: Tag, name: str) -> int:
    value = str(tag.get(name, "")).strip()
    return min(int(value), 10_000) if re.fullmatch(r"\d{1,6}", value) else 1
