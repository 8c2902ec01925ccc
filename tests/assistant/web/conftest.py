"""One browser, one real server over the built index, one line between them that can be held up, one foreign site."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from assistant.access.credentials import add_widget_token
from assistant.api.app import create_app
from assistant.wiring import open_assistant
from knowledge.settings import Settings
from tests.assistant.web.browsing import PLACE, Opened, Serving
from tests.assistant.web.host import Host
from tests.assistant.web.line import Line

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 20_000


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; closed with the package, since playwright holds the thread's event loop."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing; run: apt-get update && apt-get install -y chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def host() -> Iterator[Host]:
    """A site of other people that embeds the widget."""
    host = Host()
    yield host
    host.close()


@pytest.fixture(scope="package")
def serving(host: Host) -> Iterator[Serving]:
    """`serving(home)` → the port of a server over that home which the foreign site may ask."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(home: Path, *, builtin: bool = True) -> int:
        settings = Settings(home=home, builtin=builtin, region=None, embedding_model=None)
        assistant = open_assistant(settings, keep=True)
        assert assistant.store.database is not None
        add_widget_token(assistant.store.database, "host", [host.url])
        app = create_app(assistant, settings)
        server = uvicorn.Server(uvicorn.Config(app, port=0, ws="none", log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run)
        thread.start()
        running.append((server, thread))
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        return server.servers[0].sockets[0].getsockname()[1]

    yield serve
    for server, thread in running:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="package")
def line(serving: Serving, built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """The line to the server; its `url` is the address that pages use."""
    home = tmp_path_factory.mktemp("web") / "home"
    shutil.copytree(built_home, home)  # conversations are written here
    line = Line(serving(home))
    yield line
    line.close()


@pytest.fixture(scope="package")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """One visitor's browser, so that what was loaded once need not be loaded for every test."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def opened(visitor: BrowserContext, line: Line) -> Iterator[Opened]:
    """`opened(url, width=, height=)` → that page; what its console complains of fails the test, unless expected.

    The visitor is online, and nothing is remembered of the tests before.
    """
    pages: list[Page] = []
    complaints: list[str] = []

    def open_(url: str, width: int = 1366, height: int = 768, expected: str = "(?!)") -> Page:
        def note(said: str) -> None:
            if not re.search(expected, said):
                complaints.append(said)

        page = visitor.new_page()
        pages.append(page)
        page.on("console", lambda message: note(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: note(str(error)))
        page.set_viewport_size({"width": width, "height": height})
        page.goto(url)
        return page

    yield open_
    visitor.set_offline(False)
    for page in pages:
        page.evaluate("localStorage.clear()")
        page.close()
    assert complaints == []


@pytest.fixture(scope="package")
def embedding(host: Host, line: Line) -> str:
    """The address of a foreign page with the widget open on it."""
    return host.put(
        f'<h1>某网站</h1><script src="{line.url}/widget.js"></script><policy-hotline {PLACE} open></policy-hotline>'
    )
