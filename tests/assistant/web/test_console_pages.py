"""Each page of the console in every colour and width, and with markup in every text that it shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.assistant.web.browsing import Opened
from tests.assistant.web.line import Line
from tests.assistant.web.test_console import BILL, WHERE, settle
from tests.assistant.web.test_widget_injection import ARMED, FOREIGN, FOURS, PAYLOADS, hostile
from tests.assistant.web.test_widget_states import ALL, AXE, COLOURS

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

WIDTHS = ((1366, 768), (768, 1024))
FAULTS = """async (options) => {
  const found = await axe.run(document, { ...options, resultTypes: ["violations"], preload: false });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.target} ${node.failureSummary}`));
}"""
DRAWN = """() => {
  const all = [...document.body.querySelectorAll("*")];
  return {
    tags: [...new Set(all.map((node) => node.localName))],
    handlers: all.flatMap((node) => node.getAttributeNames()).filter((name) => name.startsWith("on")),
    links: [...new Set(all.filter((node) => node.href).map((node) => node.protocol))],
  };
}"""


def faults(page: Page, name: str) -> list[str]:
    """What axe finds in the page as it stands, by width and colours."""
    found = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark", "contrast"):
            page.evaluate("theme => { document.body.dataset.theme = theme; }", theme)
            said = page.evaluate(FAULTS, ALL if theme == "light" else COLOURS)
            found += [f"{name} {theme} {width}: {fault}" for fault in said]
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} scrolls sideways at {width}"
    return found


def test_no_page_has_a_fault(opened: Opened, line: Line) -> None:
    """Everything that an operator opens can be read and worked."""
    page = opened(f"{line.url}/console?{WHERE}")
    page.get_by_role("button", name="地区：四川省绵阳市游仙区").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = faults(page, "empty")
    settle(page, BILL)
    found += faults(page, "answer")
    page.keyboard.press("f")
    found += faults(page, "feedback")
    page.keyboard.press("1")
    page.locator(".told", has_text="已经记下").wait_for()
    page.keyboard.press("?")
    found += faults(page, "keys")
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.get_by_label("费用总额（元）").press("Enter")
    page.locator(".result table").wait_for()
    found += faults(page, "calculation")
    for key, ready in (("4", ".of-text textarea"), ("5", ".opinions td"), ("2", ".search input")):
        page.keyboard.press("Escape")
        page.keyboard.press(key)
        page.locator(ready).first.wait_for()
        found += faults(page, key)
    assert found == []


def test_markup_is_text(opened: Opened, line: Line) -> None:
    """All payloads in every field of a Reply, in clauses and hits, in what was asked: nothing runs, nothing could."""
    page = opened(f"{line.url}/console?{WHERE}")
    page.evaluate(f"() => {{ {ARMED} }}")
    four = iter(FOURS)

    def answer(route: Route) -> None:
        reply = hostile(" ".join(next(four))) | {"route": "policy"}
        route.fulfill(content_type="text/event-stream", body=f"event: reply\ndata: {json.dumps(reply)}\n\n")

    def found(route: Route) -> None:
        one = hostile("\n".join(FOURS[0]))["citations"][0] | {"text": FOURS[1][0], "score": 1, "reasons": FOURS[2]}
        route.fulfill(json={"region": one["region"], "as_of": "", "degraded": False, "hits": [one], "set_aside": None})

    page.route("**/chat/stream", answer)
    page.route("**/clauses/**", lambda route: route.fulfill(json={"quote": "又及".join(PAYLOADS)}))
    page.route("**/api/v1/search*", found)
    for number, payloads in enumerate(FOURS):
        page.locator("#box").fill(" ".join(payloads))
        page.locator("#box").press("Enter")
        page.locator(".turn").nth(number).wait_for()
        page.locator(".clause mark").first.wait_for()
        drawn = page.evaluate(DRAWN)
        assert FOREIGN.isdisjoint(drawn["tags"])
        assert drawn["handlers"] == []
        assert set(drawn["links"]) <= {"tel:", "http:", "https:"}
    assert page.locator(".turn").first.inner_text() == " ".join(FOURS[0])
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.keyboard.type("问")
    page.keyboard.press("Enter")
    page.locator(".hits .card").wait_for()
    assert FOREIGN.isdisjoint(page.evaluate(DRAWN)["tags"])
    page.wait_for_timeout(200)
    assert page.evaluate("window.hits") == 0
