"""`hotline serve` on every address of the machine, set up by commands, used by programs and by a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from api_process import HOTLINE, environment_of, served

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PASSWORD = "eine sehr lange Zeile"


class Elsewhere(NamedTuple):
    """A server's address, where its log goes, its home, and the key of a program."""

    url: str
    log: Path
    home: Path
    key: str


@pytest.fixture(scope="module")
def elsewhere(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """Two workers on all addresses."""
    folder = tmp_path_factory.mktemp("elsewhere")
    copied = shutil.copytree(home, folder / "home", ignore=shutil.ignore_patterns("serving", "hotline.sqlite*"))
    environment = environment_of(copied)

    def hotline(*words: str, given: str = "") -> str:
        done = subprocess.run(
            [HOTLINE, *words], env=environment, cwd=folder, input=given, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    hotline("user", "add", "wang", given=f"{PASSWORD}\n")
    key = hotline("key", "add", "程序", "--scope", "calculate")
    with served(copied, folder, workers=2, host="0.0.0.0") as (url, _, log):
        yield Elsewhere(url, log, copied, key)


def test_programs_and_strangers(elsewhere: Elsewhere) -> None:
    """Every worker knows the key, and nobody without one gets anything."""
    with httpx.Client(base_url=elsewhere.url, trust_env=False, timeout=30) as client:
        for _ in range(4):
            assert client.get("/api/v1/rules", headers={"Authorization": f"Bearer {elsewhere.key}"}).status_code == 200
            assert client.get("/api/v1/rules").status_code == 401
            assert client.get("/api/v1/search?q=门诊", headers={"Authorization": f"Bearer {elsewhere.key}"}).is_error
        assert client.get("/healthz", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 200


def test_a_person_logs_in(elsewhere: Elsewhere) -> None:
    """From a page to the login, after a slip of the pen back to it, and out again; the console has no complaint."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing; run: apt-get update && apt-get install -y chromium fonts-noto-cjk")
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_page(viewport={"width": 320, "height": 640}, locale="zh-CN")
        page.set_default_timeout(20_000)
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{elsewhere.url}/docs")
        expect(page).to_have_url(re.compile("/login"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_label("用户名").fill("wang")
        page.get_by_label("密码").fill("falsch")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text("用户名或密码不对")
        expect(page.get_by_label("密码")).to_be_focused()
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page).to_have_url(f"{elsewhere.url}/docs")
        expect(page.locator("#routes")).to_contain_text("/api/v1/chat")
        page.goto(f"{elsewhere.url}/login?next=//evil.example.com/")
        expect(page.get_by_text("已登录：wang")).to_be_visible()
        page.get_by_role("button", name="退出登录").click()
        expect(page.get_by_label("密码")).to_be_visible()
        page.get_by_label("用户名").fill("wang")
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        # An address elsewhere is not gone to.
        expect(page).to_have_url(f"{elsewhere.url}/")
        browser.close()
    assert [one for one in complaints if "401" not in one] == []  # the browser notes the wrong password


def test_no_secret_stays(elsewhere: Elsewhere) -> None:
    """Neither what the server printed nor any file of the home holds the password or the key."""
    files = [elsewhere.log, *(file for file in elsewhere.home.iterdir() if file.name.startswith("hotline.sqlite"))]
    assert len(files) > 1
    for file in files:
        data = file.read_bytes()
        assert PASSWORD.encode() not in data
        assert elsewhere.key.encode() not in data
