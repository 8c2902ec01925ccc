"""`python -m tests.bench.trial`: tried as a new user would, in a real browser on a real server with two workers.

- A citizen who knows no policy word finds out on a phone what a bill of 1,850 yuan pays back.
- An operator answers ten mixed calls from the keyboard alone, and makes a work order of each.

Each step is drawn into `docs/images/trial`; look at what comes out. A step that does not come about ends the trial.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.bench.coldstart import HOTLINE
from tests.bench.load import serving
from tests.bench.trial_calls import CALLS, Call

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
WHERE = "region=510704&as_of=2023-06-15"
KEY_MS = 15
"""Between two keys; the trial looks at what stands there, not at how fast it came."""
PATIENCE_MS = 30_000
COLOURS = 48
PHONE = {"width": 360, "height": 720}
DESK = {"width": 1366, "height": 768}
BILL = "我今天去医院看病花了1850块钱，公家能给我退多少？"
KNOWN = ("职工医保", "退休", "普通门诊", "三级医院", "三级定点医疗机构")
"""What the person presses of what is offered: he was in work and is retired, and was at the large hospital."""


def drawn(page: Page) -> Image.Image:
    """What is seen."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def save(image: Image.Image, file: Path) -> None:
    """In few colours, so that the repository stays small."""
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def strip(images: list[Image.Image], gap: int = 16) -> Image.Image:
    """Side by side."""
    width = sum(image.width for image in images) + gap * (len(images) - 1)
    whole = Image.new("RGB", (width, max(image.height for image in images)), "#888")
    left = 0
    for image in images:
        whole.paste(image, (left, 0))
        left += image.width + gap
    return whole


def citizen(browser: Browser, url: str, folder: Path) -> None:
    """From the button on a page to the figure and the clause behind it, by pressing what is offered."""
    page = browser.new_page(viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN")
    page.set_default_timeout(PATIENCE_MS)
    site = f'<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><h1>绵阳市民网</h1><script src="{url}/widget.js" data-region="510704" data-as-of="2023-06-15"></script>'
    page.route(f"{url}/site", lambda route: route.fulfill(body=site, content_type="text/html; charset=utf-8"))
    page.goto(f"{url}/site")
    page.get_by_role("button", name="政策咨询").wait_for()
    steps = [drawn(page)]
    page.get_by_role("button", name="政策咨询").tap()
    page.locator(".welcome .choices").wait_for()
    steps.append(drawn(page))
    field = page.get_by_label("您的问题")
    field.fill(BILL)
    started = time.perf_counter()
    field.press("Enter")
    pressed = []
    for turn in range(1, 6):
        page.locator(f".reply >> nth={turn - 1}").wait_for()
        steps.append(drawn(page))
        offered = page.locator(".onward > .choices > button")
        wanted = [one for one in offered.all() if one.inner_text().split("\n")[0] in KNOWN]
        if not wanted:
            break
        pressed.append(wanted[0].inner_text().split("\n")[0])
        wanted[0].tap()
    answer = page.locator(".reply").last
    typing = page.evaluate("document.querySelector('policy-hotline').shadowRoot.activeElement.tagName")
    assert typing != "TEXTAREA", "the keyboard of the phone covers the answer"
    assert "1020元" in answer.inner_text(), answer.inner_text()
    answer.locator(".mark").first.tap()
    answer.locator(".citation").first.wait_for()
    steps.append(drawn(page))
    print(f"citizen: 1020元 after {' → '.join(pressed)}, {time.perf_counter() - started:.1f} s")
    half = (len(steps) + 1) // 2
    save(strip(steps[:half]), folder / "citizen-1.png")
    save(strip(steps[half:]), folder / "citizen-2.png")
    page.close()


def answered(page: Page, call: Call, folder: Path) -> None:
    """One call: what is said is typed as it is heard, settled, read aloud, and becomes a work order."""
    from playwright.sync_api import expect

    for turn, (said, script) in enumerate(call.said):
        page.keyboard.type(said, delay=KEY_MS)
        page.locator(".answer-column .script", has_text=script).wait_for()  # while it is still a draft
        page.keyboard.press("Enter")
        page.locator(".turn").nth(turn).wait_for()
    save(drawn(page), folder / f"call-{call.name}.png")
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    expect(page.get_by_label("摘要")).not_to_have_value("")
    kind = page.get_by_label("诉求类型").input_value()
    assert kind == call.kind, f"{call.name}: {kind}"
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="导出 JSON").wait_for()
    save(drawn(page), folder / f"ticket-{call.name}.png")
    with page.expect_download():
        page.keyboard.press("Enter")
    page.keyboard.press("n")
    page.locator(".turn").first.wait_for(state="detached")


def operator(browser: Browser, url: str, folder: Path) -> None:
    """Ten calls; the mouse is never touched."""
    page = browser.new_page(viewport=DESK, locale="zh-CN")
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{url}/console?{WHERE}")
    page.get_by_role("button", name="地区：四川省绵阳市游仙区").wait_for()
    for call in CALLS:
        started = time.perf_counter()
        answered(page, call, folder)
        print(f"operator: {call.name}, {len(call.said)} turns, {call.kind}, {time.perf_counter() - started:.1f} s")
    page.close()


@contextmanager
def served() -> Iterator[str]:
    """The address of a server with two workers over a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOTLINE_HOME"] = home
        subprocess.run([HOTLINE, "knowledge", "build"], check=True, capture_output=True)
        with serving(HOTLINE, "serve", "--port", "PORT", "--workers", "2", ready="/readyz") as (port, _):
            yield f"http://127.0.0.1:{port}"


def main() -> None:
    """Play both."""
    from playwright.sync_api import sync_playwright

    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path, nargs="?", default=Path("docs/images/trial"))
    folder = options.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        citizen(browser, url, folder)
        operator(browser, url, folder)
        browser.close()
    total = sum(file.stat().st_size for file in folder.glob("*.png"))
    print(f"{len(list(folder.glob('*.png')))} pictures, {total / 1000:.0f} kB")


if __name__ == "__main__":
    main()
