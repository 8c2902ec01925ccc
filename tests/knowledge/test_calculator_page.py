"""The page on what can be calculated is the one that the rules make."""

from __future__ import annotations

from pathlib import Path

from knowledge.calculator_page import page
from knowledge.library import PACKAGE

PAGE = Path(__file__).parents[2] / "docs" / "calculator.md"


def test_page_is_never_stale() -> None:
    """What is committed equals what the rules say; else: python -m knowledge.calculator_page > docs/calculator.md."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_rule_stands_on_the_page() -> None:
    """No shipped rule is left out."""
    names = [path.stem for path in (PACKAGE / "rules").glob("*.yaml")]
    shown = page()
    assert names
    assert all(f"`{name}`" in shown for name in names)
