"""The widget on other people's pages: hostile styles, a strict policy, several at once, events, and its going away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.assistant.web.browsing import PLACE, Opened, ask
from tests.assistant.web.host import Host
from tests.assistant.web.line import Line

if TYPE_CHECKING:
    from playwright.sync_api import Page

FACT = "在职的门诊统筹一年封顶是多少"
HOSTILE = """<style>
  * { all: unset !important; display: none !important; color: red !important; font-size: 3px !important; }
  html, body, div, button, policy-hotline, policy-hotline * {
    visibility: hidden !important; opacity: .1 !important; direction: rtl !important; float: left !important;
    pointer-events: none !important; line-height: 0 !important; letter-spacing: 2em !important;
    text-transform: uppercase !important; transform: none !important; width: 1px !important; height: 1px !important;
  }
  html, body { display: block !important; opacity: 1 !important; }
</style>"""
LOOKS = """() => {
  const panel = document.querySelector("policy-hotline").shadowRoot.querySelector(".panel");
  const of = (node) => {
    const style = getComputedStyle(node);
    return [style.color, style.fontSize, style.visibility, style.opacity, style.direction, style.letterSpacing,
      style.textTransform, style.pointerEvents, style.display, node.offsetWidth, node.offsetHeight];
  };
  return [panel, panel.querySelector("h2"), panel.querySelector(".welcome button"), panel.querySelector("textarea")].map(of);
}"""


def embed(line: Line, attributes: str = f"{PLACE} open") -> str:
    """The widget as an element, after the loader."""
    return f'<script src="{line.url}/widget.js"></script><policy-hotline {attributes}></policy-hotline>'


def greeted(page: Page) -> None:
    """Until the greeting with the place's own questions stands there."""
    page.locator(".welcome .choices button").nth(4).wait_for()


def test_hostile_styles_change_nothing(opened: Opened, host: Host, line: Line) -> None:
    """Where the page's styles hide, shrink and turn everything, the widget looks as on an empty page."""
    looks = []
    for styles in ("", HOSTILE):
        page = opened(host.put(styles + embed(line)))
        page.wait_for_function(
            "document.querySelector('policy-hotline').shadowRoot?.querySelectorAll('.welcome button').length > 4"
        )
        looks.append(page.evaluate(LOOKS))
    assert looks[0] == looks[1]
    ask(page, FACT)
    page.locator("article.reply").wait_for()


def test_a_strict_policy_is_enough(opened: Opened, host: Host, line: Line) -> None:
    """With our address in script-src and connect-src and nothing else, everything works and nothing is complained of."""
    policy = f"default-src 'none'; script-src {line.url}; connect-src {line.url}; base-uri 'none'; form-action 'none'"
    loader = f'<script src="{line.url}/widget.js" data-region="510704" data-as-of="2023-06-15"></script>'
    page = opened(host.put(loader, policy))
    page.get_by_role("button", name="政策咨询").click()
    greeted(page)
    ask(page, "我是在职职工，在三级医院普通门诊花了1850元，能报多少？")
    page.locator(".bar").wait_for()
    fund, self = page.locator(".bar .payer").evaluate_all("(parts) => parts.map((part) => part.offsetWidth)")
    assert 0 < fund < self
    assert page.locator(".panel").evaluate("(panel) => getComputedStyle(panel).position") == "fixed"
    page.get_by_role("button", name="打印").click()
    page.locator("iframe").wait_for(state="attached")


def test_the_loader_adds_one_widget(opened: Opened, host: Host, line: Line) -> None:
    """data-* become attributes; beside an element on the page nothing is added; the place is the one that was named."""
    loader = f'<script src="{line.url}/widget.js" data-region="510704" data-position="bottom-left"></script>'
    page = opened(host.put(loader))
    launcher = page.get_by_role("button", name="政策咨询")
    launcher.wait_for()
    assert launcher.bounding_box()["x"] < 100
    launcher.click()
    page.get_by_role("button", name="参保地区：四川省绵阳市游仙区").wait_for()
    page = opened(host.put(embed(line)))
    greeted(page)
    assert page.locator("policy-hotline").count() == 1


def test_several_on_a_page_do_not_meet(opened: Opened, host: Host, line: Line) -> None:
    """Two widgets for two places: each its own conversation, which each finds again after a reload."""
    two = (
        embed(line, 'region="510704" position="inline"')
        + '<policy-hotline region="620522" position="inline"></policy-hotline>'
    )
    page = opened(host.put(two))
    first, second = page.locator("policy-hotline").first, page.locator("policy-hotline").nth(1)
    second.locator(".welcome .choices button").nth(4).wait_for()
    ask(page, FACT)
    first.locator("article.reply").wait_for()
    assert second.locator("article").count() == 0
    page.reload()
    first.locator("article.reply").wait_for()
    assert second.locator("article").count() == 0


def test_events_tell_the_page_without_the_words(opened: Opened, host: Host, line: Line) -> None:
    """Opening, asking, answering, closing and going away are told; what a person wrote is not."""
    page = opened(host.put(embed(line, PLACE)))
    page.locator(".launcher").wait_for()
    page.evaluate(
        """() => {
          window.told = [];
          for (const name of ["open", "close", "ask", "reply", "destroy"])
            document.addEventListener(`policy-hotline-${name}`, (event) => window.told.push([name, event.detail]));
        }"""
    )
    page.evaluate("document.querySelector('policy-hotline').open('在职的门诊统筹一年封顶是多少')")
    page.locator("article.reply").wait_for()
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('policy-hotline').destroy()")
    told = page.evaluate("window.told")
    assert [name for name, _ in told] == ["open", "ask", "reply", "close", "destroy"]
    assert told[2][1]["kind"] == "answer"
    assert "门诊" not in str(told)
    assert page.locator("policy-hotline").count() == 0


def test_it_goes_without_a_trace_and_comes_again(opened: Opened, host: Host, line: Line) -> None:
    """Taken off in the middle of an answer it stops; put back, it begins anew."""
    page = opened(host.put(embed(line)))
    greeted(page)
    with line.held(b"event: reply"):
        ask(page, FACT)
        page.locator(".waiting").wait_for()
        page.evaluate("window.taken = document.querySelector('policy-hotline'); window.taken.destroy()")
        assert page.evaluate("window.taken.shadowRoot.querySelector('.frame').childElementCount") == 0
    page.evaluate("document.body.append(window.taken)")
    greeted(page)


def test_no_cookie_is_set_or_sent(opened: Opened, host: Host, line: Line) -> None:
    """Neither the page nor the server gets one, and the address of the page is not passed on."""
    page = opened(host.put(embed(line)))
    headers: list[dict[str, str]] = []
    page.on("request", lambda request: headers.append(request.all_headers()) if "/api/" in request.url else None)
    greeted(page)
    ask(page, FACT)
    page.locator("article.reply").wait_for()
    assert page.context.cookies() == []
    assert headers
    assert all("cookie" not in found and "referer" not in found for found in headers)


def test_its_colours_can_be_set_and_its_parts_reached(opened: Opened, host: Host, line: Line) -> None:
    """Variables and parts are what a page may style."""
    styles = "<style>policy-hotline { --hotline-accent: rgb(120, 0, 60); --hotline-width: 500px } policy-hotline::part(launcher) { letter-spacing: 3px }</style>"
    page = opened(host.put(styles + embed(line, 'theme="light"')))
    launcher = page.locator(".launcher")
    launcher.wait_for()
    shown = launcher.evaluate(
        "(node) => [getComputedStyle(node).backgroundColor, getComputedStyle(node).letterSpacing]"
    )
    assert shown == ["rgb(120, 0, 60)", "3px"]
    launcher.click()
    assert page.locator(".panel").evaluate("(panel) => panel.offsetWidth") == 500


def test_where_it_cannot_load_the_phone_is_there(opened: Opened, host: Host, line: Line) -> None:
    """A page whose policy forbids our modules still shows 12345, and says in its console what to allow."""
    policy = f"script-src {line.url}/widget.js"
    page = opened(
        host.put(f'<script src="{line.url}/widget.js"></script>', policy),
        expected="policy-hotline|Content Security Policy",
    )
    page.get_by_role("link", name="12345").wait_for()


def test_it_stands_at_four_hundred_per_cent(opened: Opened, host: Host, line: Line) -> None:
    """1280 × 1024 enlarged four times leaves 320 × 256: everything can be reached by scrolling one way."""
    page = opened(host.put(embed(line)), width=320, height=256)
    greeted(page)
    ask(page, "我是在职职工，在三级医院普通门诊花了1850元，能报多少？")
    page.locator("article.reply").wait_for()
    assert page.locator(".panel").evaluate("(panel) => panel.scrollWidth <= 320")
    question = page.locator("article.mine").bounding_box()
    assert question is not None
    assert 0 <= question["y"] < 256
    page.locator("textarea").scroll_into_view_if_needed()
    assert page.locator("textarea").is_visible()


def test_the_pages_of_our_own(opened: Opened, line: Line) -> None:
    """The demo page asks for the day that is set on it; the description of the interface is drawn from this server's own."""
    page = opened(line.url)
    page.locator("#day").fill("2023-06-15")
    page.locator(".welcome").wait_for()
    with page.expect_request("**/chat/stream") as asked:
        ask(page, FACT)
    assert asked.value.post_data_json["as_of"] == "2023-06-15"
    page.locator("article.reply").wait_for()
    page.goto(f"{line.url}/docs")
    page.get_by_role("heading", name="POST /api/v1/chat", exact=True).wait_for()
    page.get_by_text("例子").first.click()
    page.get_by_text("退休职工门诊一年最多报多少？").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
