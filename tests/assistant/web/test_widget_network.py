"""Slow, cut and missing networks, reloads, and conversations that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.assistant.web.browsing import Opened, ask
from tests.assistant.web.line import Line

if TYPE_CHECKING:
    from playwright.sync_api import Page

FACT = "在职的门诊统筹一年封顶是多少"
BILL = "我是在职职工，在三级医院普通门诊花了1850元，能报多少？"
LOST = "ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION|ERR_EMPTY|404|Failed to fetch"


@pytest.fixture
def page(opened: Opened, embedding: str) -> Page:
    """A foreign page with the widget open; lost connections may be complained of."""
    page = opened(embedding, expected=LOST)
    page.locator(".welcome .choices button").nth(4).wait_for()
    return page


def sent(page: Page) -> list[dict[str, object]]:
    """A list that grows with every question sent."""
    bodies: list[dict[str, object]] = []
    page.on("request", lambda r: bodies.append(r.post_data_json) if r.url.endswith("/chat/stream") else None)
    return bodies


def test_what_is_being_done_is_what_the_server_says(page: Page, line: Line) -> None:
    """While it is held up, the status is the server's last word, and what came of the answer can be read."""
    with line.held(b"event: reply"):
        ask(page, BILL)
        page.locator(".draft .conclusion").wait_for()
        assert "825元" in page.locator(".draft").inner_text()
        assert page.locator(".waiting .status").inner_text().startswith("正在")
        assert page.locator(".waiting .status").inner_text() != "正在查…"
        assert page.get_by_role("button", name="停止").is_visible()
    page.locator("article.reply").wait_for()
    assert page.locator(".waiting").count() == 0


def test_an_answer_that_was_cut_is_not_sent_twice(page: Page, line: Line) -> None:
    """Cut in the middle, it says so; 再试一次 sends the same request, which the server answers once."""
    bodies = sent(page)
    with line.cut(b"event: reply"):
        ask(page, FACT)
        page.locator(".trouble").get_by_text("不会重复提交").wait_for()
    page.get_by_role("button", name="再试一次").click()
    page.locator("article.reply").wait_for()
    assert page.locator(".trouble").count() == 0
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]


def test_stopped_by_the_person_it_can_go_on(page: Page, line: Line) -> None:
    """停止 ends the waiting at once and leaves the question with a way to try again."""
    with line.held(b"event: block"):
        ask(page, FACT)
        page.get_by_role("button", name="停止").click()
        page.get_by_role("button", name="再试一次").wait_for()
        assert page.locator(".waiting").count() == 0
    page.get_by_role("button", name="再试一次").click()
    page.locator("article.reply").wait_for()


def test_without_a_network_it_says_so(page: Page) -> None:
    """Offline a line says so and the question stays; back online it is answered when the person wants it."""
    page.context.set_offline(True)
    page.locator(".offline").wait_for()
    ask(page, FACT)
    page.locator(".trouble").get_by_text("连不上服务").wait_for()
    page.context.set_offline(False)
    page.locator(".offline").wait_for(state="hidden")
    page.get_by_role("button", name="再试一次").click()
    page.locator("article.reply").wait_for()


def test_a_reload_loses_nothing(page: Page) -> None:
    """Questions, answers and what is remembered outlast a reload; the window is open as it was."""
    ask(page, BILL)
    page.locator("article.reply").wait_for()
    page.reload()
    page.locator("article.reply").wait_for()
    assert "1850元" in page.locator("article.mine").inner_text()
    page.locator(".chip", has_text="在职").click()
    page.get_by_role("button", name="退休", exact=True).click()
    page.get_by_text("统筹基金支付1020元").first.wait_for()


def test_cleared_it_is_gone_on_the_server(page: Page, line: Line) -> None:
    """清除对话 asks once, then deletes here and there; without a network nothing is said to be deleted."""
    ask(page, FACT)
    page.locator("article.reply").wait_for()
    kept = page.evaluate("JSON.parse(Object.entries(sessionStorage).find(([key]) => key.endsWith('conversation'))[1])")
    page.get_by_role("button", name="清除对话").click()
    page.context.set_offline(True)
    page.locator(".confirm").get_by_role("button", name="清除对话").click()
    page.locator(".confirm").get_by_text("连不上服务").wait_for()
    assert page.locator("article.reply").count() == 1
    page.context.set_offline(False)
    page.locator(".confirm").get_by_role("button", name="清除对话").click()
    page.locator(".welcome").wait_for()
    assert page.locator("article").count() == 0
    answer = page.request.get(f"{line.url}/api/v1/conversations/{kept}")
    assert answer.status == 404


def test_a_conversation_deleted_elsewhere_begins_anew(page: Page, line: Line) -> None:
    """Where the server has forgotten it, the question is kept and goes into a new conversation."""
    ask(page, FACT)
    page.locator("article.reply").wait_for()
    kept = page.evaluate("JSON.parse(Object.entries(sessionStorage).find(([key]) => key.endsWith('conversation'))[1])")
    assert page.request.delete(f"{line.url}/api/v1/conversations/{kept}").status == 204
    ask(page, BILL)
    page.locator(".trouble").get_by_text("新的对话").wait_for()
    page.get_by_role("button", name="再试一次").click()
    page.locator("article.reply", has_text="825元").wait_for()


def test_what_a_person_thinks_is_kept(page: Page, line: Line) -> None:
    """没用 with its reason and the grade at the end reach the server with their turn."""
    ask(page, FACT)
    page.get_by_role("button", name="没用").click()
    page.get_by_label("还想说的话").fill("找不到")
    with page.expect_response("**/feedback") as given:
        page.get_by_role("button", name="没说全").click()
    assert given.value.status == 204
    assert given.value.request.post_data_json["verdict"] == "incomplete"
    page.locator("[role=log]").get_by_text("谢谢，已经记下了。").wait_for()
    page.get_by_role("button", name="评价").click()
    with page.expect_response("**/feedback") as given:
        page.get_by_role("button", name="满意", exact=True).click()
    assert given.value.status == 204
    assert given.value.request.post_data_json["rating"] == 4
