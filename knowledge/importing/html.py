"""A web page to plain text: one block element a line, menus, footers and scripts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

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


def page_text(markup: str) -> tuple[str, dict[str, str]]:
    """The page's text and what its own meta tags say (`title`, `published`, `issuer`)."""
    soup = BeautifulSoup(markup, "lxml")
    hints = _hints(soup)
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
        body = _text(title) + "\n" + _text(root)
    else:
        body = _text(root)
    lines = [re.sub(r"[ \xa0]+", " ", line).strip() for line in body.split("\n")]
    return "\n".join(line for line in lines if line), hints


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
                yield re.sub(r"[\t\n\r ]+", " ", item)
        elif isinstance(item, str):
            yield item
        elif item.name == "br":
            yield "\n"
        else:
            around = "\n" if item.name in _BLOCKS else "\t" if item.name in ("td", "th") else ""
            stack.append(around)
            stack.extend(child for child in reversed(item.contents) if isinstance(child, (Tag, NavigableString)))
            if around == "\n":
                stack.append("\n")
