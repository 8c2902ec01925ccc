"""What the pages are made of, without a browser."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import assistant

WEB = Path(assistant.__file__).parent / "web"
SCRIPTS = sorted(WEB.rglob("*.js"))
SHEETS = sorted(WEB.rglob("*.css"))
WIDGET = [
    WEB / "widget.js",
    *(f for part in ("shared", "widget") for f in (WEB / part).rglob("*") if f.suffix in (".js", ".css")),
]
LOADER_LIMIT, LIMIT = 3 * 1024, 35 * 1024


def packed(file: Path) -> int:
    """Bytes as sent with gzip."""
    return len(gzip.compress(file.read_bytes()))


def named(file: Path) -> str:
    """A file as it is asked for."""
    return str(file.relative_to(WEB))


def test_the_widget_is_small() -> None:
    """The loader; everything in all languages as one archive; and what a page loads, file by file."""
    assert packed(WEB / "widget.js") <= LOADER_LIMIT
    assert len(gzip.compress(b"".join(file.read_bytes() for file in WIDGET))) <= LIMIT
    later = {"looks.js", "places.js", "record.js", "zh-TW.js", "en.js"}  # asked for by a press of a button
    assert sum(packed(file) for file in WIDGET if file.name not in later) <= LIMIT


@pytest.mark.parametrize("file", SCRIPTS, ids=named)
def test_scripts_never_write_markup(file: Path) -> None:
    """Whatever comes from the server goes into the page as text, and nothing comes from elsewhere."""
    text = file.read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|document\.cookie", text
    )
    assert not re.search(r"""\b(from |import\()["'`](?!\.)""", text)


@pytest.mark.parametrize("file", SHEETS, ids=named)
def test_styles_are_known_to_chrome_88(file: Path) -> None:
    """No nesting, no :has, no container queries, no newer units or colours; nothing from elsewhere."""
    text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(
        r":has\(|@container|@layer|@scope|\d[dsl]v[hw]\b|color-mix|oklch|text-wrap|url\(|@import|&", text
    )
    depth = 0
    for piece in re.findall(r"@(?:media|keyframes)|[{}]", text):
        depth += {"{": 1, "}": -1}.get(piece, -1)  # the braces of a media query do not count
        assert depth <= 1, "a rule stands in a rule"


@pytest.mark.parametrize("page", ["index.html", "docs.html", "login.html", "console.html"])
def test_page_has_no_inline_code_and_no_foreign_address(page: str) -> None:
    """Scripts and styles stand in files of our own."""
    text = (WEB / page).read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?://", text)
