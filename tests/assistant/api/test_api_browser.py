from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from api_process import Serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
BILL = "我是在职职工，在三级医院普通门诊花了1000元，能报多少？"
WIDTHS = [(1366, 768), (320, 640)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; closed with the module, since playwright holds the thread's event loop."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing; run: apt-get update && apt-get install -y chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def url(serve: Serve) -> Iterator[str]:
    """The address of a real server."""
    with serve(1) as (url, _):
        yield url


@pytest.fixture(params=WIDTHS, ids=lambda size: str(size[0]))
def page(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The demo page at a desktop's and a small phone's width; whatever the console complains of fails the test."""
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    page.set_default_timeout(20_000)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    page.fill("#region", "绵阳市游仙区")
    page.fill("#day", "2023-06-15")
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    page.close()
    assert [c for c in complaints if "ERR_INTERNET_DISCONNECTED" not in c] == []


def ask(page: Page, text: str) -> None:
    """Write a question and press Enter."""
    page.fill("#message", text)
    page.keyboard.press("Enter")


def test_question_is_answered_with_its_citation(page: Page, tmp_path: Path) -> None:
    """A question shows the amount, how it was calculated, and a citation that unfolds to its words."""
    ask(page, BILL)
    reply = page.locator("article.reply")
    reply.wait_for()
    assert "400元" in reply.inner_text()
    page.screenshot(path=tmp_path / "answer.png")
    page.locator("details.calculation summary").click()
    assert page.locator("details.calculation").get_by_text("年度起付标准（在职）").is_visible()
    page.locator(".mark").first.click()
    citation = page.locator("details.citation").first
    assert citation.locator("blockquote").is_visible()
    assert "2023-05-31" in citation.inner_text()
    assert "编写要点" in citation.inner_text()
    page.screenshot(path=tmp_path / "citation.png", full_page=True)
    assert page.locator("#announce").inner_text().startswith("回答：")


def test_choice_goes_on_with_the_conversation(page: Page) -> None:
    """A question back has buttons; pressing one by keyboard answers it."""
    ask(page, BILL.replace("在三级医院", ""))
    option = page.locator("article.clarify .choice", has_text="三级")
    option.focus()
    page.keyboard.press("Enter")
    page.locator("article.answer").wait_for()
    assert "400元" in page.locator("article.answer").inner_text()
    assert page.locator("article.clarify .choice").count() == 0


def test_lost_connection_is_said_and_can_be_repeated(page: Page) -> None:
    """Offline the page says so, and 再试一次 sends the same question when the connection is back."""
    page.context.set_offline(True)
    ask(page, BILL)
    page.get_by_text("连不上服务").first.wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="再试一次").click()
    page.locator("article.answer").wait_for()
    assert page.locator("article.trouble").count() == 0


def test_start_over_forgets_the_conversation(page: Page) -> None:
    """重新开始 clears the talk and offers the first questions again."""
    ask(page, BILL)
    page.locator("article.reply").wait_for()
    page.get_by_role("button", name="重新开始").click()
    assert page.locator("article").count() == 0
    assert page.locator("#welcome").is_visible()


def test_description_is_drawn_without_foreign_files(page: Page, url: str) -> None:
    """/docs shows the interface from this server's own description."""
    page.goto(f"{url}/docs")
    page.get_by_role("heading", name="POST /api/v1/chat", exact=True).wait_for()
    page.get_by_text("例子").first.click()
    page.get_by_text("退休职工门诊一年最多报多少？").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.goto(url)
