"""`hotline serve` as a real process, for the tests that need one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from knowledge.settings import Settings

HOTLINE = Path(sys.executable).with_name("hotline")
STARTUP = 60
"""Seconds that a server may take before a test gives up."""

Serve = Callable[[int], AbstractContextManager[tuple[str, "subprocess.Popen[str]"]]]


def settings_of(home: Path) -> Settings:
    """Settings of a home, whatever the environment says."""
    return Settings(home=home, builtin=True, region=None, embedding_model=None)


def environment_of(home: Path) -> dict[str, str]:
    """This process's environment without its own settings, with that home."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("HOTLINE_")}
    return {**kept, "HOTLINE_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, process: subprocess.Popen[str]) -> None:
    """Until /readyz says 200; fails with what the process said where it ended."""
    deadline = time.monotonic() + STARTUP
    while time.monotonic() < deadline:
        if process.poll() is not None:
            _, said = process.communicate()
            pytest.fail(f"hotline serve ended with {process.returncode}: {said}")
        try:
            if httpx.get(f"{url}/readyz", trust_env=False, timeout=STARTUP).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"hotline serve was not ready after {STARTUP} seconds")
