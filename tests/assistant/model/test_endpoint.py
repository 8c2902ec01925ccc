"""Any OpenAI-compatible server, over a real socket: streamed, bounded in time, asked again at most once."""

from __future__ import annotations

import time

import pytest

from assistant.model.endpoint import Endpoint
from assistant.model.protocol import ModelUnavailable
from knowledge.settings import Settings
from tests.assistant.model.stand_in import Answer, StandIn

SECRET = "sk-made-up-000"


def endpoint(stand_in: StandIn) -> Endpoint:
    """A model behind the stand-in."""
    return Endpoint(
        Settings(
            model_url=stand_in.url, model_name="qwen-x", model_key=SECRET, model_timeout=5, model_max_tokens=300, model_filing="川-2025-0001"
        )
    )  # fmt: skip


def said(stand_in: StandIn, seconds: float = 5.0) -> list[str]:
    """The pieces of an answer."""
    return list(endpoint(stand_in).stream("指令", "内容", deadline=time.monotonic() + seconds))


def test_speaks_the_protocol(stand_in: StandIn) -> None:
    """Model, messages, the limit and the key go out as every compatible server knows them."""
    stand_in.behave = lambda system, user: Answer(f"{system}和{user}，照抄。")
    assert "".join(said(stand_in)) == "指令和内容，照抄。"
    (body,) = stand_in.asked
    assert (body["model"], body["max_tokens"], body["stream"]) == ("qwen-x", 300, True)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert stand_in.headers[0]["authorization"] == f"Bearer {SECRET}"


def test_pieces_come_as_they_are_written(stand_in: StandIn) -> None:
    """The first piece is there before the last is written."""
    stand_in.behave = lambda system, user: Answer("一二三四五六七" * 4, pause=0.1)
    stream = endpoint(stand_in).stream("指令", "内容", deadline=time.monotonic() + 5)
    first = next(stream)
    assert len(first) == 7
    assert len("".join(stream)) == 21


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        (Answer(status=500), 2),
        (Answer(status=503), 2),
        (Answer(status=429, retry_after=30), 1),
        (Answer(status=401), 1),
        (Answer(status=404), 1),
        (Answer(raw=b'data: {"error": {"message": "boom"}}\n\n'), 1),
    ],
)
def test_a_server_that_fails_is_asked_once_more_at_most(stand_in: StandIn, answer: Answer, asked: int) -> None:
    """Once more where that may help, never where the server is too busy or refuses."""
    stand_in.behave = lambda system, user: answer
    with pytest.raises(ModelUnavailable):
        said(stand_in)
    assert len(stand_in.asked) == asked


def test_the_second_try_may_succeed(stand_in: StandIn) -> None:
    """A passing failure costs nobody an answer."""
    stand_in.behave = lambda system, user: Answer(status=502) if len(stand_in.asked) == 1 else Answer("好的。")
    assert "".join(said(stand_in)) == "好的。"


def test_nobody_listens() -> None:
    """No server at all is the same as one that fails."""
    with pytest.raises(ModelUnavailable):
        said(StandIn("http://127.0.0.1:9/v1"))


@pytest.mark.parametrize("answer", [Answer("好的。", pause=20), Answer("一二三四五六七" * 99, pause=0.05)])
def test_a_slow_server_ends_at_the_deadline(stand_in: StandIn, answer: Answer) -> None:
    """Silent or dripping, the time is the same."""
    stand_in.behave = lambda system, user: answer
    started = time.monotonic()
    with pytest.raises(ModelUnavailable, match="too slow"):
        said(stand_in, seconds=0.4)
    assert time.monotonic() - started < 5


def test_a_server_that_never_ends_is_cut_off(stand_in: StandIn) -> None:
    """It may ignore the limit that it was given."""
    stand_in.behave = lambda system, user: Answer("您好" * 20_000, piece=2000)
    with pytest.raises(ModelUnavailable, match="too long"):
        said(stand_in)


def test_the_key_is_never_shown(stand_in: StandIn) -> None:
    """Not in the settings as they are listed, not in an error."""
    settings = Settings(model_url=stand_in.url, model_name="m", model_key=SECRET)
    assert SECRET not in str(settings.model_key) + repr(settings)
    stand_in.behave = lambda system, user: Answer(status=401)
    with pytest.raises(ModelUnavailable) as error:
        said(stand_in)
    assert SECRET not in str(error.value)
