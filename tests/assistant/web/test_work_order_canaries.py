"""The work order of a call: made-up personal data that was said in it stands neither in the draft nor in what is exported."""

from __future__ import annotations

from pathlib import Path

import httpx
from playwright.sync_api import expect

from tests.assistant.canaries.scene import AT_ONCE, bundled, canaries, texts
from tests.assistant.web.browsing import Opened
from tests.assistant.web.line import Line


def test_no_canary_stands_in_a_work_order(opened: Opened, line: Line) -> None:
    """A call with half of what is said typed by the operator and half streamed in; its draft, its JSON and its text."""
    sent = canaries()
    typed, *streamed = bundled(texts(sent), AT_ONCE)
    for text in streamed:
        said = httpx.post(f"{line.url}/api/v1/calls/canaries/utterances", json={"text": text}, trust_env=False)
        assert said.status_code == 200
    page = opened(f"{line.url}/console?region=510704&as_of=2023-06-15&call=canaries", expected="40[14]")
    page.locator(".heard", has_text="已接上").wait_for()
    expect(page.locator("#box")).not_to_have_value("")
    for turn, text in enumerate(("", typed)):
        page.locator("#box").focus()
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")
        page.locator(".turn").nth(turn).wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    expect(page.get_by_label("诉求内容")).not_to_have_value("")
    shown = page.locator(".ticket").evaluate("form => [...form.elements].map(field => field.value).join('\\n')")
    page.get_by_role("button", name="确认工单").press("Enter")
    for kind in ("导出 JSON", "导出文本"):
        with page.expect_download() as download:
            page.get_by_role("button", name=kind).press("Enter")
        shown += Path(download.value.path()).read_text(encoding="utf-8")
    assert "〔手机号〕" in shown
    assert [form for canary in sent for form in canary.forms if form in shown] == []
