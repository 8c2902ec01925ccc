"""Every state that a person can find the widget in, in every colour and width, without a fault that axe finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.assistant.web.browsing import Opened, ask
from tests.assistant.web.line import Line

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
THEMES = ("light", "dark", "contrast")
SIZES = ((320, 640), (768, 1024), (1366, 768))
FACT = "在职的门诊统筹一年封顶是多少"
BILL = "我是在职职工，在三级医院普通门诊花了1850元，能报多少？"
FAULTS = """async (options) => {
  const found = await axe.run(document.querySelector("policy-hotline"), { ...options, resultTypes: ["violations"], preload: false });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.target} ${node.failureSummary}`));
}"""
ALL = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""The only rule that sees another thing where nothing but the colours changed."""

Held = Callable[[], Any]


def answered(text: str, opening: str = "") -> Callable[[Page, Line], Any]:
    """A question answered, and something in the answer opened."""

    def reach(page: Page, line: Line) -> Any:
        ask(page, text)
        page.locator("article.reply").wait_for()
        if opening:
            page.locator(opening).first.click()
        return nullcontext()

    return reach


def choosing(page: Page, line: Line) -> Any:
    """The place chooser with places found."""
    page.get_by_role("button", name="参保地区").click()
    page.get_by_role("searchbox").fill("游仙")
    page.locator(".place", has_text="游仙区").wait_for()
    return nullcontext()


def held_at(mark: bytes, shown: str) -> Callable[[Page, Line], Any]:
    """An answer that is on its way and does not come further."""

    @contextmanager
    def hold(page: Page, line: Line) -> Iterator[None]:
        with line.held(mark):
            ask(page, BILL)
            page.locator(shown).first.wait_for()
            yield

    return hold


def offline(page: Page, line: Line) -> Any:
    """Without a network."""
    page.context.set_offline(True)
    page.locator(".offline").wait_for()
    ask(page, BILL)
    page.locator(".trouble").wait_for()
    return nullcontext()


def refused(page: Page, line: Line) -> Any:
    """A question that the server does not take."""
    page.evaluate("document.querySelector('policy-hotline').ask('长'.repeat(32001))")
    page.locator(".trouble").wait_for()
    return nullcontext()


STATES: dict[str, Callable[[Page, Line], Any]] = {
    "greeting": lambda page, line: nullcontext(),
    "place chooser": choosing,
    "waiting": held_at(b"event: block", ".waiting .status"),
    "streaming": held_at(b"event: reply", ".draft .calculation"),
    "answer": answered(FACT, "details.citation summary"),
    "calculation": answered(BILL, "details.how summary"),
    "clarify": answered("门诊花了1000元能报多少"),
    "no basis": answered("职工住院三级医院报销比例是多少"),
    "handoff": answered("转人工"),
    "offline": offline,
    "error": refused,
    "rating": answered(FACT, "text=评价"),
}


@pytest.mark.parametrize("name", STATES)
def test_state_has_no_fault(name: str, opened: Opened, embedding: str, line: Line) -> None:
    """A state can be read and worked in every colour, from a phone to a desktop, and never scrolls sideways."""
    if not AXE.exists():
        pytest.fail(f"{AXE} is missing; run: npm ci")
    page = opened(embedding, expected="ERR_INTERNET_DISCONNECTED|413")
    page.locator(".welcome .choices button").nth(4).wait_for()  # the place's own questions are there
    page.evaluate(AXE.read_text(encoding="utf-8"))
    faults = []
    with STATES[name](page, line):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for theme in THEMES:
                page.evaluate("theme => document.querySelector('policy-hotline').setAttribute('theme', theme)", theme)
                found = page.evaluate(FAULTS, ALL if theme == THEMES[0] else COLOURS)
                faults += [f"{theme} {width}: {fault}" for fault in found]
            wide = page.evaluate(
                "Math.max(document.documentElement.scrollWidth, document.querySelector('policy-hotline').shadowRoot.querySelector('.panel').scrollWidth)"
            )
            assert wide <= width, f"{name} scrolls sideways at {width}"
    assert faults == []
