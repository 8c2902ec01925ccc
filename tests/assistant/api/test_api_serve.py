from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from api_process import HOTLINE, Serve, free_port, settings_of

from assistant.api.server import run
from knowledge.errors import IndexUnusable, InputError


@pytest.mark.parametrize("workers", [1, 2])
def test_real_server_answers_and_stops(serve: Serve, workers: int) -> None:
    """`hotline serve` becomes ready, shows its addresses, answers a question and ends when told to."""
    with serve(workers) as (url, process, log):
        assert process.stdout is not None
        shown = [process.stdout.readline() for _ in range(3)]
        for line, page in zip(shown, ("/", "/console", "/docs"), strict=True):
            assert f"{url}{page}\n" in line
        body = {"message": "我是在职职工，在三级医院普通门诊花了1000元，能报多少？", "region": "510704"}
        response = httpx.post(f"{url}/api/v1/chat", json={**body, "as_of": "2023-06-15"}, trust_env=False, timeout=30)
        assert response.status_code == 200
        assert "400元" in response.json()["text"]
        later = {"message": "退休呢？", "conversation_id": response.json()["conversation_id"]}
        for _ in range(4):  # any worker knows the conversation
            assert httpx.post(f"{url}/api/v1/chat", json=later, trust_env=False, timeout=30).status_code == 200
        call = f"{url}/api/v1/calls/serve-{workers}/utterances"
        for index in range(6):  # and what was said in a call
            said = httpx.post(call, json={"text": "您好"}, trust_env=False, timeout=30).json()
            assert said == {"index": index, "text": "您好", "final": True, "shared": True}
        os.kill(process.pid, 15)
        assert process.wait(timeout=30) in (0, -15)
        assert "Traceback" not in log.read_text("utf-8")


def test_used_port_is_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    """A port that is taken ends the command with exit code 2 and one line that says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [HOTLINE, "serve", "--port", port],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "已被占用" in ended.stderr
    assert "--port" in ended.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_other_address_needs_an_administrator(home: Path, host: str) -> None:
    """Nothing but a loopback address is served before there are users."""
    with pytest.raises(InputError, match="hotline user add"):
        run(settings_of(home), host=host, port=0, workers=1)


@pytest.mark.parametrize(
    ("host", "port", "workers", "said"),
    [
        ("127.0.0.1", 70000, 1, "65535"),
        ("127.0.0.1", -1, 1, "65535"),
        ("127.0.0.1", 0, 0, "至少是 1"),
        ("no.such.host.invalid", 0, 1, "没有这个地址"),
        ("", 0, 1, "没有这个地址"),
    ],
)
def test_unusable_address_is_one_line(home: Path, host: str, port: int, workers: int, said: str) -> None:
    """A wrong port, host or number of workers is said in one line."""
    with pytest.raises(InputError, match=said) as raised:
        run(settings_of(home), host=host, port=port, workers=workers)
    assert "\n" not in str(raised.value)


def test_nothing_to_answer_from_is_said_at_once(tmp_path: Path) -> None:
    """Without an index the command ends and names the command that builds one."""
    with pytest.raises(IndexUnusable, match="hotline knowledge build"):
        run(settings_of(tmp_path), host="127.0.0.1", port=free_port(), workers=1)


def test_hanging_thread_does_not_keep_the_process() -> None:
    """Once it was shut down the process ends, though a thread of it never does."""
    hanging = """
import asyncio, threading
from assistant.api import server

async def app(scope, receive, send):
    await send({"type": "lifespan.shutdown.complete"})

async def sent(message):
    print(message["type"], flush=True)

server._LAST_S = 0.2
threading.Thread(target=threading.Event().wait).start()
asyncio.run(server.ends_in_time(app)({"type": "lifespan"}, None, sent))
"""
    ended = subprocess.run([sys.executable, "-c", hanging], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout) == (1, "lifespan.shutdown.complete\n")


@pytest.mark.parametrize("workers", [1, 2])
def test_wrong_region_is_said_at_once(home: Path, workers: int) -> None:
    """A deployment's own region that is none ends the command, however many workers were asked for."""
    settings = settings_of(home).model_copy(update={"region": "乌有市"})
    with pytest.raises(InputError, match="乌有市"):
        run(settings, host="127.0.0.1", port=free_port(), workers=workers)
