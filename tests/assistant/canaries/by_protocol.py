"""The doors that are used over a socket: OpenAI's protocol, the Model Context Protocol, running calls, the chat model."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import anyio
import httpx
import openai
from mcp import Client
from mcp.shared.exceptions import MCPError

from assistant.api.completions import MODEL
from tests.assistant.canaries.scene import WHERE, Scene, bundled
from tests.assistant.model.stand_in import Answer, passages_of, running
from tests.assistant.model.with_model import with_model


def completions(scene: Scene, sent: list[str]) -> str:
    """OpenAI's own client: whole and streamed, as the question, as what was said before, and where it is refused."""
    told: list[str] = []
    with (
        scene.server() as url,
        httpx.Client(trust_env=False) as plain,
        openai.OpenAI(base_url=f"{url}/v1", api_key="unused", max_retries=0, http_client=plain) as client,
    ):
        asked = bundled(sent, 4)
        for n, text in enumerate(asked):
            said: list[Any] = [
                {"role": "system", "content": text},
                {"role": "user", "content": asked[n - 1]},
                {"role": "assistant", "content": text},
                {"role": "user", "content": text},
            ]
            if n % 2:
                done = client.chat.completions.create(model=MODEL, messages=said, extra_body=WHERE, user=text)
                told.append(done.model_dump_json())
            else:
                with client.chat.completions.create(
                    model=MODEL, messages=said, extra_body=WHERE, stream=True
                ) as pieces:
                    chunks = list(pieces)
                told.append("".join(chunk.choices[0].delta.content or "" for chunk in chunks))
                told += [chunk.model_dump_json() for chunk in chunks]
        for text in sent[:20]:
            user = [{"role": "user", "content": text}]
            for wrong in (
                {"model": text},
                {"region": text},
                {"as_of": text},
                {"tools": [text]},
                {"messages": [{"role": text}]},
            ):
                refused = plain.post(f"{url}/v1/chat/completions", json={"model": MODEL, "messages": user, **wrong})
                assert refused.status_code // 100 == 4
                told.append(refused.text)
            told.append(plain.get(f"{url}/v1/models/{quote(text[:50])}").text)
    return "".join(told)


def mcp(scene: Scene, sent: list[str]) -> str:
    """The official client of the Model Context Protocol: its three tools, and what they cannot use."""
    told: list[str] = []

    async def use(url: str) -> None:
        async with Client(f"{url}/mcp") as client:

            async def call(tool: str, **arguments: Any) -> None:
                try:
                    told.append((await client.call_tool(tool, arguments)).model_dump_json())
                except MCPError as error:
                    told.append(str(error))

            for text in bundled(sent, 4):
                await call("answer_policy_question", question=text, **WHERE)
                await call("search_policy", q=text, **WHERE)
            for text in sent[:10]:
                await call("answer_policy_question", question="你好", conversation_id=text)
                await call("answer_policy_question", question="你好", facts={text: text}, region=text)
                await call("calculate_benefit", rule_id=text)
                await call("calculate_benefit", rule_id="510700.employee-outpatient", facts={"amount": text, text: "1"})
                await call(text)

    with scene.server() as url:
        anyio.run(use, url)
    return "".join(told)


def calls(scene: Scene, sent: list[str]) -> str:
    """What speech recognition streams into a running call, what the console reads of it, and its drafts."""
    told: list[str] = []
    with scene.server() as url, httpx.Client(base_url=url, trust_env=False, timeout=20) as client:
        call = "/api/v1/calls/canaries"
        for text in sent:
            told.append(client.post(f"{call}/utterances", json={"text": text[:-2] or text, "final": False}).text)
            told.append(client.post(f"{call}/utterances", json={"text": text}).text)
        heard: list[str] = []
        with client.stream("GET", call) as response:
            for line in response.iter_lines():
                heard += [line] * line.startswith("data:")
                if len(heard) == len(sent):
                    break
        for upto in range(10, len(sent), 25):
            said = "\n".join(json.loads(line.removeprefix("data:"))["text"] for line in heard[:upto])
            for message in (said, "\n".join(sent[:upto])):
                draft = {"message": message, "draft": True, "channel": "operator", **WHERE}
                told.append(client.post("/api/v1/chat/stream", json=draft).text)
        for text in sent[:20]:
            told.append(client.post(f"{call}/utterances", json={text[:90]: text, "text": [text]}).text)
            told.append(client.get(f"/api/v1/calls/{quote(text[:50])}").text)
    return "".join([*told, *heard])


def chat_model(scene: Scene, sent: list[str]) -> str:
    """What a chat model is sent, and what comes of it where the model says all of it again."""

    def echo(system: str, user: str) -> Answer:
        return Answer("\n".join([*passages_of(user), user]))

    with running() as stand_in:
        stand_in.behave = echo
        worded = with_model(scene.assistant, stand_in, store=scene.assistant.store)
        with scene.server(worded) as url, httpx.Client(base_url=url, trust_env=False, timeout=20) as client:
            told = [
                client.post("/api/v1/chat", json={"message": f"职工门诊起付标准是多少\n{text}", **WHERE}).text
                for text in bundled(sent, 4)
            ]
        assert len(stand_in.asked) >= len(told) / 2
        asked = json.dumps([stand_in.asked, stand_in.headers], ensure_ascii=False)
    return "".join(told) + asked
