"""The doors of the server's own interface."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from assistant.steps.guard import MAX_MESSAGE
from tests.assistant.canaries.scene import WHERE, Scene, bundled

CHAT = "/api/v1/chat"
STREAM = "/api/v1/chat/stream"


def http(scene: Scene, sent: list[str]) -> str:
    """In the message, in facts, as the id of the request."""
    with scene.client() as client:
        back = [
            client.post(CHAT, json={"message": text, "request_id": text[:200], "facts": {"note": text[:200]}})
            for text in sent
        ]
        assert {reply.status_code for reply in back} == {200}
        return "".join(reply.text for reply in back)


def http_errors(scene: Scene, sent: list[str]) -> str:
    """Requests that the server refuses: it says why, never what was sent."""
    with scene.client() as client:
        back = []
        for text in sent[:20]:
            for body in (
                {"message": [text]},
                {"message": "你好", text[:90]: "1"},
                {"message": "你好", "region": text[:200]},
                {"message": "你好", "channel": text},
                {"message": "你好", "as_of": text},
                {"message": "你好", "conversation_id": text[:200]},
                {"message": "你好", "facts": {"insured": text[:200]}},
                {"message": "你好", "facts": {text[:200]: "1"}},
                {"message": text + "字" * MAX_MESSAGE},
            ):
                back.append(client.post(CHAT, json=body))
            back.append(client.post(CHAT, content=json.dumps({"message": text})[:-3].encode()))
            back.append(
                client.post("/api/v1/calculate/510704.employee-outpatient", json={"facts": {"amount": text[:200]}})
            )
        assert {reply.status_code // 100 for reply in back} == {4}
        return "".join(reply.text for reply in back)


def stream(scene: Scene, sent: list[str]) -> str:
    """As it is answered piece by piece; and what goes wrong before and within the stream."""
    with scene.client() as client:
        told = [client.post(STREAM, json={"message": text, **WHERE}).text for text in bundled(sent, 4)]
        assert all("event: reply" in one for one in told)
        for text in sent[:20]:
            for wrong in ({"region": text[:200]}, {"facts": {"insured_region": text[:200]}}, {text[:90]: "1"}):
                told.append(client.post(STREAM, json={"message": text, **wrong}).text)
        return "".join(told)


def conversations(scene: Scene, sent: list[str]) -> str:
    """One long conversation, read, listed and exported; and ids that are none."""
    with scene.client() as client:
        id_ = client.post(CHAT, json={"message": sent[0], **WHERE}).json()["conversation_id"]
        turns = [{"message": text, "conversation_id": id_, **WHERE} for text in bundled(sent[1:], 8)]
        told = [client.post(CHAT, json=turn).text for turn in turns]
        read = client.get(f"/api/v1/conversations/{id_}")
        assert len(read.json()["turns"]) == 1 + len(turns)
        told += [read.text, client.get("/api/v1/gaps").text]
        told += [
            client.request(method, f"/api/v1/conversations/{quote(text)}").text
            for text in sent[:5]
            for method in ("GET", "DELETE")
        ]
    told += [scene.command(*words) for words in (
        ("conversations", "show", id_), ("conversations", "export", id_), ("conversations", "show", sent[0]),
        ("gaps",), ("replay", json.loads(told[0])["turn_id"]),
    )]  # fmt: skip
    return "".join(told)


def feedback(scene: Scene, sent: list[str]) -> str:
    """What is said of an answer in free words, and what is refused; the lists of it."""
    with scene.client() as client:
        turn = client.post(CHAT, json={"message": "职工门诊起付标准是多少", **WHERE}).json()["turn_id"]
        said: dict[str, Any] = {"turn_id": turn, "verdict": "wrong"}
        given = [client.post("/api/v1/feedback", json={**said, "comment": text}) for text in sent]
        assert {one.status_code for one in given} == {204}
        wrong = [
            {**said, name: text[:200]}
            for text in sent[:20]
            for name in ("turn_id", "verdict", "clause_id", "rating", text[:90])
        ]
        given += [client.post("/api/v1/feedback", json=body) for body in wrong]
        listed = client.get("/api/v1/feedback?limit=1000")
        assert len([one for one in listed.json() if one["comment"]]) == len(sent)
        told = listed.text + "".join(one.text for one in given)
    return told + scene.command("feedback", "list", "--json") + scene.command("feedback", "list")


def library(scene: Scene, sent: list[str]) -> str:
    """Where a search, an id or a name of something is asked for."""
    with scene.client() as client:
        back = [client.get("/api/v1/search", params={"q": text, "set_aside": True}) for text in bundled(sent, 8)]
        for text in sent[:20]:
            for path, name in (("search", "region"), ("search", text[:90]), ("regions", "q"), ("greeting", "region")):
                back.append(client.get(f"/api/v1/{path}", params={"q": "门诊", name: text[:50]}))
            for path in ("clauses", "rules", quote(text[:50])):
                back.append(client.get(f"/api/v1/{path}/{quote(text[:50])}"))
            back.append(client.post(f"/api/v1/calculate/{quote(text[:50])}", json={"facts": {}}))
        back.append(client.post("/api/v1/login", json={"name": sent[0], "password": sent[1]}))  # slow on purpose
        return "".join(reply.text for reply in back)
