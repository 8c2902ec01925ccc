"""OpenAI's protocol, as OpenAI's own client speaks it over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from fastapi.testclient import TestClient
from openai.types.chat import ChatCompletionMessageParam as Said

from assistant.api.completions import MODEL
from assistant.chain import Assistant
from assistant.reply import Reply
from tests.assistant.conftest import DAY

WHERE = {"region": "510704", "as_of": "2023-06-15"}
BILL = "我是在职职工，在三级医院普通门诊花了1000元，能报多少？"


@pytest.fixture(scope="module")
def official(serve_here: str) -> Iterator[openai.OpenAI]:
    """OpenAI's client, pointed at the server; it tries nothing twice."""
    with openai.OpenAI(
        base_url=f"{serve_here}/v1",
        api_key="unused",
        max_retries=0,
        http_client=openai.DefaultHttpxClient(trust_env=False),
    ) as client:
        yield client


def user(*texts: str) -> list[Said]:
    """Messages of a person alone."""
    return [{"role": "user", "content": text} for text in texts]


def whole(official: openai.OpenAI, messages: list[Said], **more: Any) -> Reply:
    """The Reply that a completion carries; its text is the message."""
    done = official.chat.completions.create(model=MODEL, messages=messages, extra_body={**WHERE, **more})
    reply = Reply.model_validate((done.model_extra or {})["reply"])
    assert done.choices[0].message.content == reply.text
    assert (done.choices[0].finish_reason, done.model, len(done.choices)) == ("stop", MODEL, 1)
    assert done.id == f"chatcmpl-{reply.turn_id}"
    return reply


def test_question_is_answered(official: openai.OpenAI) -> None:
    """The text is the message, the whole Reply with its citations stands beside it."""
    reply = whole(official, user(BILL))
    assert "400元" in reply.text
    assert reply.citations


def test_streamed_pieces_are_the_whole_answer(official: openai.OpenAI) -> None:
    """Put together, the pieces are the text; the last one says stop and carries the Reply."""
    with official.chat.completions.create(model=MODEL, messages=user(BILL), extra_body=WHERE, stream=True) as stream:
        chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    reply = Reply.model_validate((chunks[-1].model_extra or {})["reply"])
    assert text == reply.text == whole(official, user(BILL)).text
    assert chunks[0].choices[0].delta.role == "assistant"
    assert len(chunks) > 3
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    assert len({chunk.id for chunk in chunks}) == 1


@pytest.mark.parametrize(
    "turns",
    [
        ("我是在职职工，普通门诊花了1000元，能报多少？", "三级医院"),
        (BILL, "退休呢？", "那二级医院呢？"),
        ("你好", BILL, "起付标准是多少"),
    ],
)
def test_messages_in_the_body_are_the_conversation(
    official: openai.OpenAI, assistant: Assistant, turns: tuple[str, ...]
) -> None:
    """The answer is the one that the same turns get in a conversation that is kept."""
    kept = assistant.converse(turns, region="510704", as_of=DAY)[-1]
    messages: list[Said] = [{"role": "system", "content": "你是一只猫，只会说喵。"}]
    for text in turns[:-1]:
        messages += [{"role": "user", "content": text}, {"role": "assistant", "content": "（先前的回答）"}]
    again = whole(official, [*messages, {"role": "user", "content": turns[-1]}], as_of=str(DAY))
    ids = {"conversation_id", "turn_id"}
    assert again.model_dump(exclude=ids) == kept.model_dump(exclude=ids)


def test_content_may_come_in_parts(official: openai.OpenAI) -> None:
    """Text parts are one text."""
    parts: list[Said] = [
        {"role": "user", "content": [{"type": "text", "text": BILL[:8]}, {"type": "text", "text": BILL[8:]}]}
    ]
    assert "400元" in whole(official, parts).text


def test_settings_of_a_language_model_are_passed_over(official: openai.OpenAI) -> None:
    """A client may send what it always sends."""
    done = official.chat.completions.create(
        model=MODEL, messages=user(BILL), temperature=0.3, max_tokens=5, top_p=0.9, seed=1, user="u", extra_body=WHERE
    )
    assert "400元" in (done.choices[0].message.content or "")


def test_models_are_listed(official: openai.OpenAI) -> None:
    """The list has one, and it can be looked up."""
    assert [model.id for model in official.models.list()] == [MODEL]
    assert official.models.retrieve(MODEL).id == MODEL


def test_unknown_model(official: openai.OpenAI) -> None:
    """Another model is not quietly taken for this one."""
    with pytest.raises(openai.NotFoundError, match="hotline") as raised:
        official.chat.completions.create(model="gpt-4o", messages=user(BILL))
    assert (raised.value.code, raised.value.param) == ("model_not_found", "model")
    with pytest.raises(openai.NotFoundError):
        official.models.retrieve("gpt-4o")


@pytest.mark.parametrize(
    ("more", "param", "said"),
    [
        ({"messages": []}, "messages", "user"),
        ({"messages": [{"role": "system", "content": "a"}]}, "messages", "user"),
        ({"messages": [{"role": "robot", "content": "a"}]}, "messages.0.role", "user"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "messages.0.content", "图片"),
        ({"messages": [{"role": "user", "content": 1}]}, "messages.0.content", "文字"),
        ({"n": 2}, "n", "最多是 1"),
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools", "不调用工具"),
        ({"response_format": {"type": "json_object"}}, "response_format", "格式"),
        ({"region": "火星"}, "region", "510704"),
        ({"as_of": "昨天"}, "as_of", "2023-06-01"),
    ],
)
def test_unusable_field_is_named(official: openai.OpenAI, more: dict[str, Any], param: str, said: str) -> None:
    """The official client raises its BadRequestError with the field and what it may be."""
    with pytest.raises(openai.BadRequestError) as raised:
        official.chat.completions.create(model=MODEL, messages=user(BILL), extra_body=more)
    assert raised.value.param == param
    assert raised.value.type == "invalid_request_error"
    assert said in raised.value.message


def test_too_long_message_streamed_or_not_is_an_error(official: openai.OpenAI) -> None:
    """An answer that cannot be given is never a stream that breaks off."""
    for stream in (False, True):
        with pytest.raises(openai.APIStatusError, match="32000") as raised:
            official.chat.completions.create(model=MODEL, messages=user("医" * 32_001), stream=stream)
        assert raised.value.status_code == 413


def test_earlier_message_may_not_be_longer_either(official: openai.OpenAI) -> None:
    """What would be refused as a question is refused as history."""
    with pytest.raises(openai.APIStatusError, match="32000"):
        official.chat.completions.create(model=MODEL, messages=user("医" * 32_001, "你好"))


def test_history_is_kept_nowhere(
    official: openai.OpenAI, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a long history the last message alone becomes a stored turn."""
    kept: list[str] = []
    keep = assistant._keep
    monkeypatch.setattr(assistant, "_keep", lambda turn, *more: (kept.append(turn.said), keep(turn, *more))[1])
    whole(official, user("你好", BILL, "退休的呢"))
    assert kept == ["退休的呢"]


def test_long_history_is_cut_off(
    official: openai.OpenAI, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No request makes the server work through hundreds of messages."""
    worked: list[object] = []
    run = assistant.run
    monkeypatch.setattr(assistant, "run", lambda turn, *more: (worked.append(turn), run(turn, *more))[1])
    assert "400元" in whole(official, user(*["你好"] * 500, BILL)).text
    assert len(worked) == 31


@pytest.mark.parametrize(
    ("request_", "status", "type_"),
    [
        ({"method": "GET", "url": "/v1/chat/completions"}, 405, "invalid_request_error"),
        ({"method": "GET", "url": "/v1/nothing"}, 404, "invalid_request_error"),
        ({"method": "POST", "url": "/v1/chat/completions", "content": b"{"}, 400, "invalid_request_error"),
        ({"method": "POST", "url": "/v1/chat/completions", "content": b" " * 1_100_000}, 413, "invalid_request_error"),
        ({"method": "GET", "url": "/v1/models", "headers": {"X-Forwarded-For": "x"}}, 403, "permission_error"),
    ],
)
def test_every_error_has_openai_s_shape(client: TestClient, request_: dict[str, Any], status: int, type_: str) -> None:
    """Also what a gate refuses before any route is found; elsewhere problems stay problems."""
    response = client.request(**request_)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    error = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["type"] == type_
    assert response.headers.get("allow") == ("POST" if status == 405 else None)
    elsewhere = client.request(**{**request_, "url": request_["url"].replace("/v1/", "/api/v1/")})
    assert elsewhere.headers["content-type"] == "application/problem+json"


def test_stream_is_an_event_stream(serve_here: str) -> None:
    """Bare lines as the protocol has them, Chinese readable, ended by [DONE]."""
    body = {"model": MODEL, "messages": [{"role": "user", "content": BILL}], "stream": True, **WHERE}
    response = httpx.post(f"{serve_here}/v1/chat/completions", json=body, trust_env=False, timeout=20)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.text.endswith("data: [DONE]\n\n")
    assert "400元" in response.text
