"""An assistant behind HTTP, asked as any client asks it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date

import httpx
from pydantic import ValidationError

from assistant.reply import Reply
from eval.result import Answered
from eval.runner import Unreachable


class RemoteAnswerer:
    """Answers through `POST /api/v1/chat` of a running server."""

    def __init__(self, url: str, timeout: float = 60.0) -> None:
        self._url = url
        try:
            # a proxy of the environment would be asked for 127.0.0.1 and would mark the request as forwarded
            self._client = httpx.Client(base_url=url.rstrip("/"), timeout=timeout, trust_env=False)
        except (httpx.InvalidURL, ValueError) as error:
            raise Unreachable(f"{url} 不是网址；请写成 http://127.0.0.1:8000 的形式") from error

    def converse(self, turns: Sequence[str], *, region: str | None, as_of: date | None) -> list[Answered]:
        """One conversation, turn by turn."""
        answered: list[Answered] = []
        for turn in turns:
            body = {"message": turn, "region": region, "as_of": as_of.isoformat() if as_of else None}
            if answered:
                body["conversation_id"] = answered[-1].reply.conversation_id
            started = time.perf_counter()
            reply = self._post({key: value for key, value in body.items() if value is not None})
            answered.append(Answered(reply, time.perf_counter() - started))
        return answered

    def _post(self, body: dict[str, str]) -> Reply:
        try:
            response = self._client.post("/api/v1/chat", json=body)
        except (httpx.ConnectError, httpx.UnsupportedProtocol) as error:
            raise Unreachable(f"连不上 {self._url}；请先启动服务（make run）或改正 --url") from error
        if response.status_code in (401, 403, 404) and "conversation_id" not in body:
            # not this question's fault: the next one would fare the same
            raise Unreachable(f"{self._url}/api/v1/chat 返回 {response.status_code}；请检查地址和访问权限")
        response.raise_for_status()
        try:
            return Reply.model_validate_json(response.content)
        except ValidationError as error:
            places = "、".join(".".join(map(str, e["loc"])) for e in error.errors()[:3])
            raise ValueError(f"not a Reply: {places}") from error
