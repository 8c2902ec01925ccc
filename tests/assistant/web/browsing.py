"""What the browser tests share beside their fixtures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLACE = 'region="510704" as-of="2023-06-15"'
"""A place and a day on which a shipped rule is in force."""

Serving = Callable[..., int]
Opened = Callable[..., "Page"]


def ask(page: Page, text: str) -> None:
    """Write a question into the widget and press Enter."""
    field = page.locator("policy-hotline textarea").first
    field.fill(text)
    field.press("Enter")
