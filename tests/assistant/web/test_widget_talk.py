"""What a citizen does with the widget, by keyboard and by hand, against a real server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.assistant.web.browsing import PLACE, Opened, ask
from tests.assistant.web.host import Host
from tests.assistant.web.line import Line

if TYPE_CHECKING:
    from playwright.sync_api import Page

BILL = "我是在职职工，在三级医院普通门诊花了1850元，能报多少？"
FACT = "在职的门诊统筹一年封顶是多少"
FOCUSED = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  return at ? (at.getAttribute("aria-label") || at.textContent || at.tagName).trim() : "";
}"""
SPOKEN = """() => {
  window.spoken = [];
  const node = document.querySelector("policy-hotline").shadowRoot.querySelector("[role=status]");
  new MutationObserver(() => node.textContent && window.spoken.push(node.textContent))
    .observe(node, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def page(opened: Opened, embedding: str) -> Page:
    """A foreign page with the widget open."""
    page = opened(embedding)
    page.locator(".welcome .choices button").first.wait_for()
    return page


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until the control of that name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate(FOCUSED):
            return
    pytest.fail(f"{name} cannot be reached with Tab")


def test_a_citizen_learns_what_a_bill_pays_back_without_a_policy_word(page: Page) -> None:
    """Asked for the missing facts one by one, the answer comes by pressing what is true."""
    ask(page, "我看门诊花了1850元，能报多少钱")
    for choice in ("职工医保", "在职", "三级"):
        page.locator(".onward > .choices").get_by_role("button", name=re.compile(f"^{choice}")).click()
    answer = page.locator("article.reply.answer")
    answer.wait_for()
    assert "统筹基金支付825元" in answer.inner_text()
    assert answer.locator(".bar .payer").count() == 2


def test_the_answer_stands_in_its_order(page: Page) -> None:
    """Conclusion, calculation, notices, sources, what to change, what to ask next."""
    ask(page, BILL)
    page.locator("article.reply").wait_for()
    order = page.locator("article.reply").evaluate(
        """(article) => [".conclusion", ".calculation", ":scope > .notice", ".sources", ".understood", ".suggestions"]
           .map((part) => [...article.querySelectorAll("*")].indexOf(article.querySelector(part)))"""
    )
    assert -1 not in order
    assert order == sorted(order)


def test_the_bar_shows_who_pays_what(page: Page) -> None:
    """The parts of the bar are as wide as the parts of the bill, within the gap between them."""
    ask(page, BILL)
    page.locator(".bar").wait_for()
    fund, self = page.locator(".bar .payer").evaluate_all(
        "(parts) => parts.map((p) => p.getBoundingClientRect().width)"
    )
    assert fund / (fund + self) == pytest.approx(825 / 1850, abs=0.01)


def test_a_citation_opens_the_very_clause(page: Page) -> None:
    """[1] opens the source: title, number, issuer, dates, whether it is the original, and the clause in full."""
    page.evaluate("document.querySelector('policy-hotline').setAttribute('region', '620522')")
    ask(page, "甘医改办发〔2017〕4号是什么")
    page.locator(".mark").first.click()
    citation = page.locator("details.citation[open]")
    whole = citation.locator(".clause")
    whole.wait_for()
    said = citation.inner_text()
    assert all(
        word in said
        for word in ("编写要点", "文号", "84号", "发布机关", "2018-09-18", "条款编号", "qinan-notice-2018.")
    )
    assert "[1]" in page.evaluate(FOCUSED)
    assert whole.locator("mark").inner_text() == citation.locator("blockquote").inner_text()
    assert len(whole.inner_text()) > len(whole.locator("mark").inner_text())


def test_a_fact_changed_afterwards_is_worked_out_again(page: Page) -> None:
    """在职 → 退休 on the chip gives the amount of a retired person; so does another amount."""
    ask(page, BILL)
    page.locator(".chip", has_text="在职").click()
    page.get_by_role("button", name="退休", exact=True).click()
    page.get_by_text("统筹基金支付1020元").first.wait_for()
    page.locator(".chip", has_text="1850元").click()
    page.locator(".edit input").fill("２０００元")
    page.keyboard.press("Enter")
    page.get_by_text("统筹基金支付1110元").first.wait_for()
    assert page.locator(".chip").first.is_visible()
    assert page.locator(".onward").count() == 1


def test_the_place_chosen_is_asked_for_and_asked_again(page: Page) -> None:
    """Another place chosen after an answer is asked for, by its name, and shown on the button."""
    ask(page, FACT)
    page.locator("article.reply").wait_for()
    page.get_by_role("button", name="参保地区").click()
    page.get_by_role("searchbox").fill("涪城")
    page.locator(".place", has_text="涪城区").click()
    page.locator("article.reply").nth(1).wait_for()
    assert "涪城区" in page.locator("article.mine").last.inner_text()
    assert page.get_by_role("button", name="参保地区：四川省绵阳市涪城区").count() == 1


def test_everything_can_be_done_from_the_keyboard(opened: Opened, host: Host, line: Line) -> None:
    """Open, choose a size, ask, open a source, change a fact, close with Esc: the focus is never lost."""
    url = host.put(
        f'<button>别处</button><script src="{line.url}/widget.js"></script><policy-hotline {PLACE}></policy-hotline>'
    )
    page = opened(url)
    page.locator(".launcher").wait_for()
    tab_to(page, "政策咨询")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "TEXTAREA"
    page.keyboard.type(BILL)
    page.keyboard.press("Enter")
    page.locator("article.reply").wait_for()
    assert page.evaluate(FOCUSED) == "TEXTAREA"
    page.locator("[role=log]").focus()
    tab_to(page, "看出处1")
    page.keyboard.press("Enter")
    assert "救命钱" in page.evaluate(FOCUSED)
    tab_to(page, "在职，点一下修改")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "退休"
    page.keyboard.press("Escape")
    assert "在职" in page.evaluate(FOCUSED)
    assert page.locator(".panel").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_text("统筹基金支付1020元").first.wait_for()
    assert page.evaluate(FOCUSED) == "TEXTAREA"
    page.locator(".head button", has_text="显示").focus()
    page.keyboard.press("Enter")
    page.locator(".display").wait_for()
    page.keyboard.press("ArrowRight")
    assert page.locator(".frame").get_attribute("data-size") == "1.5"
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "显示"
    page.keyboard.press("Escape")
    assert page.locator(".panel").is_hidden()
    assert page.evaluate(FOCUSED) == "政策咨询"


def test_enter_that_picks_a_word_sends_nothing(page: Page) -> None:
    """The Enter of an input method is not the person's; Shift+Enter begins a line."""
    page.locator("textarea").fill("门诊")
    page.locator("textarea").evaluate(
        "(field) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))"
    )
    page.locator("textarea").press("Shift+Enter")
    assert page.locator("article").count() == 0
    assert page.locator("textarea").input_value() == "门诊\n"


def test_an_answer_is_announced_once_and_whole(page: Page) -> None:
    """A screen reader hears that it is being looked up, then the finished answer; the log itself does not speak."""
    page.evaluate(SPOKEN)
    ask(page, BILL)
    page.locator("article.reply").wait_for()
    page.wait_for_function("window.spoken.some((text) => text.startsWith('回答：'))")
    page.wait_for_timeout(300)
    answers = [text for text in page.evaluate("window.spoken") if text.startswith("回答：")]
    assert len(answers) == 1
    assert "统筹基金支付825元，个人负担1025元" in answers[0]
    assert page.locator("[role=log]").get_attribute("aria-live") == "off"
    assert page.locator("policy-hotline [aria-live=polite]").count() == 1


def test_the_record_holds_answers_and_sources(page: Page, tmp_path: Path) -> None:
    """What is downloaded can be shown at the counter: question, answer, every line, every source."""
    ask(page, BILL)
    page.locator("article.reply").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").click()
    download.value.save_as(tmp_path / "record.txt")
    text = (tmp_path / "record.txt").read_text(encoding="utf-8-sig")
    for part in (
        BILL,
        "统筹基金支付825元",
        "年度起付标准（在职）　200元",
        "[1] 《增强医疗保障功能",
        "12345",
        "编写要点",
    ):
        assert part in text


def test_printing_prints_the_talk_alone_and_unfolded(page: Page) -> None:
    """The page that is printed holds the sources opened, in a style of its own, and goes away afterwards."""
    ask(page, BILL)
    page.locator("article.reply").wait_for()
    page.evaluate(
        """() => {
          const add = Node.prototype.appendChild;
          Node.prototype.appendChild = function (node) {
            const added = add.call(this, node);
            if (node.contentWindow) node.contentWindow.print = () => {
              const { body, adoptedStyleSheets } = node.contentDocument;
              window.printed = { text: body.innerText, sheets: adoptedStyleSheets.length };
              node.contentWindow.dispatchEvent(new Event("afterprint"));
            };
            return added;
          };
        }"""
    )
    page.get_by_role("button", name="打印").click()
    page.wait_for_function("window.printed")
    printed = page.evaluate("window.printed")
    assert printed["sheets"] == 1
    assert "统筹基金支付825元" in printed["text"]
    assert "在职职工200元/年" in printed["text"]
    page.locator("iframe").wait_for(state="detached")


def test_how_it_looks_is_kept_and_large_letters_are_large(page: Page) -> None:
    """Letters twice as large, simple layout and another language outlast a reload; answers stay Chinese."""
    before = float(page.locator(".about").evaluate("(node) => getComputedStyle(node).fontSize").removesuffix("px"))
    page.get_by_role("button", name="显示").click()
    page.get_by_text("特大").click()
    page.get_by_text("简洁版").click()
    page.get_by_text("English").click()
    page.get_by_role("button", name="Send").wait_for()
    page.reload()
    page.get_by_role("button", name="Send").wait_for()
    after = float(page.locator(".about").evaluate("(node) => getComputedStyle(node).fontSize").removesuffix("px"))
    assert after == pytest.approx(2 * before)
    ask(page, BILL)
    answer = page.locator("article.reply")
    answer.wait_for()
    assert answer.get_attribute("lang") == "zh-CN"
    assert "统筹基金支付825元" in answer.inner_text()
    assert page.locator("details.how").is_hidden()


def test_what_can_be_pressed_is_large_enough(page: Page) -> None:
    """Every control measures 44 pixels or more each way; a link in running text may be lower."""
    ask(page, BILL)
    page.locator("article.reply").wait_for()
    page.locator("details.citation summary").first.click()
    small = page.evaluate(
        """() => [...document.querySelector("policy-hotline").shadowRoot.querySelectorAll("button, summary, input, textarea, .person")]
          .filter((node) => node.offsetParent && Math.min(node.offsetHeight, node.offsetWidth) < 44)
          .map((node) => node.textContent)"""
    )
    assert small == []


def test_the_waiting_dot_rests_where_motion_is_unwanted(opened: Opened, embedding: str, line: Line) -> None:
    """With reduced motion nothing moves, and in forced colours the window keeps its frame."""
    page = opened(embedding)
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    page.locator(".welcome").wait_for()
    with line.held(b"event: block"):
        ask(page, BILL)
        dot = page.locator(".waiting .status")
        dot.wait_for()
        assert dot.evaluate("(node) => getComputedStyle(node, '::before').animationName") == "none"
    page.locator("article.reply").wait_for()
    assert page.locator(".panel").evaluate("(node) => getComputedStyle(node).borderTopStyle") == "solid"
