"""The operator's console: a call from the first word to the work order, from the keyboard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import httpx
import pytest
from playwright.sync_api import expect

from tests.assistant.web.browsing import Opened
from tests.assistant.web.line import Line

if TYPE_CHECKING:
    from playwright.sync_api import Page

BILL = "我是在职职工，在三级医院普通门诊花了1850元，能报多少？"
WHERE = "region=510704&as_of=2023-06-15"


@pytest.fixture
def console(opened: Opened, line: Line) -> Page:
    """The console, ready, for a place and a day on which a shipped rule is in force."""
    page = opened(f"{line.url}/console?{WHERE}", expected="40[14]")
    page.get_by_role("button", name="地区：四川省绵阳市游仙区").wait_for()
    return page


def type_(page: Page, text: str, script: str) -> None:
    """Write into the box, which has the focus, and wait for what is to be read aloud."""
    page.keyboard.type(text)
    page.locator(".answer-column .script", has_text=script).wait_for()


def settle(page: Page, text: str = BILL, script: str = "825元", turn: int = 0) -> None:
    """Ask for good, and leave the box."""
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    page.locator(".turn").nth(turn).wait_for()
    page.locator(".answer-column .script", has_text=script).wait_for()
    page.keyboard.press("Escape")


def test_a_call_by_keyboard_alone(console: Page) -> None:
    """Answered while it is written, settled, copied, complained of in two keys, and found in the list."""
    console.context.grant_permissions(["clipboard-read", "clipboard-write"])
    type_(console, BILL, "825元")
    assert console.locator(".turn").count() == 0  # a draft is no turn
    assert "没有保存" in console.locator(".answer-column .kind").inner_text()
    console.keyboard.press("Enter")
    console.locator(".turn").wait_for()
    assert console.locator("#box").input_value() == ""
    assert "200元" in console.locator(".clauses-column mark").all_inner_texts()
    console.keyboard.press("Escape")
    console.keyboard.press("c")
    console.locator(".told", has_text="已经复制").wait_for()
    script = console.locator(".answer-column .script").inner_text()
    assert console.evaluate("navigator.clipboard.readText()") == script
    console.keyboard.press("j")
    clause = console.evaluate("document.activeElement.dataset.clause")
    console.keyboard.press("f")
    console.keyboard.press("2")
    console.locator(".told", has_text="已经记下：过期").wait_for()
    console.keyboard.press("5")
    row = console.locator(".opinions tbody tr").first
    row.wait_for()
    assert "过期" in row.inner_text()
    assert clause in row.inner_text().replace("\n", "")


def test_a_chip_works_it_out_again(console: Page) -> None:
    """在职 → 退休: of a draft, and of what was settled."""
    type_(console, BILL, "825元")
    for now, script in (("退休", "1020元"), ("在职", "825元")):
        console.get_by_role("button", name="在职或退休").click()
        console.get_by_role("group", name="在职或退休").get_by_role("button", name=now).click()
        console.locator(".answer-column .script", has_text=script).wait_for()
    assert console.locator(".turn").count() == 0
    console.locator("#box").press("Enter")
    console.locator(".turn").wait_for()
    console.get_by_role("button", name="在职或退休").click()
    console.get_by_role("group", name="在职或退休").get_by_role("button", name="退休").click()
    console.locator(".turn").nth(1).wait_for()
    assert "1020元" in console.locator(".answer-column .script").inner_text()


def test_another_place_asks_again(console: Page) -> None:
    """The same question for the place that was chosen."""
    settle(console)
    console.keyboard.press("p")
    console.keyboard.type("秦安")
    console.keyboard.press("Enter")
    console.locator(".place:focus", has_text="秦安县").wait_for()
    console.keyboard.press("Enter")
    console.locator(".understood-column", has_text="秦安县").wait_for()
    assert console.locator(".turn").count() == 2
    assert "825元" not in console.locator(".answer-column").inner_text()


def test_nothing_jumps_under_the_pointer(console: Page) -> None:
    """A draft that comes while the pointer is in the answer waits until it leaves, or until it is asked for."""
    type_(console, BILL, "825元")
    console.locator(".answer-column").hover()
    console.locator("#box").fill(BILL.replace("在职", "退休"))
    console.locator(".held").wait_for()
    assert "825元" in console.locator(".answer-column .script").inner_text()
    console.mouse.move(5, 5)
    console.locator(".held").wait_for(state="hidden")
    assert "1020元" in console.locator(".answer-column .script").inner_text()


def test_a_call_streams_in(console: Page, line: Line) -> None:
    """What speech recognition sends stands in the box and is answered; the caret stays where it was."""
    said = f"{line.url}/api/v1/calls/tel-7/utterances"
    console.get_by_label("通话编号").fill("tel-7")
    console.locator("#box").click()  # leaving the field takes the call
    console.locator(".heard", has_text="等待通话").wait_for()
    httpx.post(said, json={"text": BILL[:12]}, trust_env=False)
    console.locator(".heard", has_text="已接上").wait_for()
    console.locator("#box").evaluate("box => box.setSelectionRange(3, 3)")
    httpx.post(said, json={"text": "在三级医院普通门", "final": False}, trust_env=False)
    console.locator(".heard", has_text="在三级医院普通门").wait_for()
    httpx.post(said, json={"text": BILL[8:]}, trust_env=False)
    console.locator(".answer-column .script", has_text="825元").wait_for()
    assert console.locator("#box").input_value() == normalize("NFKC", f"{BILL[:12]}\n{BILL[8:]}")
    assert console.locator("#box").evaluate("box => box.selectionStart") == 3


def test_search_tells_its_reasons(console: Page) -> None:
    """The hits of the place and day, why they are there, and what was set aside."""
    console.keyboard.press("Escape")
    console.keyboard.press("2")
    console.keyboard.type("职工门诊起付标准")
    console.get_by_label("连同没有采用的").check()
    console.get_by_label("检索词或问题").press("Enter")
    console.locator(".hits .card").first.wait_for()
    first = console.locator(".hits .card").first.inner_text()
    assert "200元" in first
    assert "排序理由" in first
    assert console.locator(".hits .notice", has_text="没有采用").count() > 0


def test_the_calculator_is_filled_from_the_call(console: Page) -> None:
    """The rule of the answer and its facts stand there; another amount is another result, by keyboard alone."""
    settle(console)
    console.keyboard.press("3")
    amount = console.get_by_label("费用总额（元）")
    amount.wait_for()
    assert amount.input_value() == "1850"
    assert console.get_by_label("人员类别").input_value() == "active"
    amount.fill("１６００．５")
    amount.press("Enter")
    console.locator(".result .script", has_text="700.25元").wait_for()
    assert "(1600.5元 - 200元) × 50% = 700.25元" in console.locator(".result table").inner_text()
    amount.fill("")
    amount.press("Enter")
    console.locator(".result .script", has_text="花了多少元").wait_for()
    assert amount.evaluate("box => box === document.activeElement")


def test_a_work_order_is_confirmed_and_exported(console: Page) -> None:
    """Drafted from the call with its numbers masked, changed by hand, and what is exported is what was confirmed."""

    settle(console, f"我的电话是13812345678，{BILL}", "50%")
    console.keyboard.press("4")
    text = console.get_by_label("诉求内容")
    expect(text).not_to_have_value("")
    assert "13812345678" not in text.input_value()
    assert "outpatient-ratio" in console.get_by_label("已经答复的内容和依据").input_value()
    console.get_by_label("转办单位").fill("游仙区医保局职工科")
    assert not console.get_by_role("button", name="导出 JSON").is_visible()
    console.get_by_label("转办单位").press("Control+Enter")
    with console.expect_download() as download:
        console.keyboard.press("Enter")  # the focus is on it
    ticket = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert ticket["unit"] == "游仙区医保局职工科"
    assert ticket["kind"] == "咨询"
    assert "youxian-interview-2023.outpatient-ratio" in ticket["turns"][0]["clauses"]
    with console.expect_download() as download:
        console.get_by_role("button", name="导出文本").press("Enter")
    assert "转办单位：\n游仙区医保局职工科" in Path(download.value.path()).read_text(encoding="utf-8")


def test_gaps_have_a_state(console: Page) -> None:
    """What could not be answered is counted, and its state is changed from the list."""
    settle(console, "职工住院三级医院报销比例是多少", "")
    console.keyboard.press("5")
    row = console.locator(".gaps tbody tr", has_text="职工住院三级医院").first
    row.wait_for()
    row.get_by_role("combobox").select_option("dismissed")
    console.locator(".told", has_text="已经改为不补").wait_for()
    console.get_by_role("combobox", name="状态", exact=True).select_option("dismissed")
    console.locator(".gaps tbody tr", has_text="职工住院三级医院").wait_for()


def test_keys_rest_while_something_is_written(console: Page) -> None:
    """In a field they are letters, while an input method composes they are nobody's, and they can be put off."""
    console.keyboard.type("?2")
    assert console.locator("#box").input_value() == "?2"
    assert not console.locator("dialog").is_visible()
    enter = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    assert console.locator("#box").evaluate(f"box => box.dispatchEvent({enter})")  # nobody took it
    assert console.locator("#box").input_value() == "?2"
    console.keyboard.press("Escape")
    console.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: '2', isComposing: true}))")
    assert console.locator("nav [aria-current]").inner_text() == "1 接听"
    console.keyboard.press("?")
    console.get_by_label("启用单键快捷键").uncheck()
    console.keyboard.press("Escape")
    console.keyboard.press("2")
    assert console.locator("nav [aria-current]").inner_text() == "1 接听"


def test_whose_login_ended_comes_back_after_it(console: Page) -> None:
    """The login page, and the way back to the console."""
    console.route("**/api/v1/gaps*", lambda route: route.fulfill(status=401, json={"detail": "请先登录"}))
    console.keyboard.press("Escape")
    console.keyboard.press("5")
    console.wait_for_url("**/login?next=/console")
