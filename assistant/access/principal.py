"""Who is asking, as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UserRole = Literal["operator", "administrator"]
Scope = Literal["chat", "search", "calculate", "mcp", "console", "metrics"]

USER_ROLES: tuple[UserRole, ...] = ("operator", "administrator")
SCOPES: dict[Scope, str] = {
    "chat": "问答（/api/v1/chat、会话、反馈、OpenAI 接口）",
    "search": "检索、条款、文件",
    "calculate": "规则和计算",
    "mcp": "MCP 接口（问答、检索、计算）",
    "console": "会话、反馈、缺口的查看和处理",
    "metrics": "运行指标",
}
"""What a key may be for, and what that opens."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever sends a request.

    `roles`: by these names the table of routes speaks of it: `open`, `anonymous`, `widget`, `operator`,
    `administrator`, or for a key each of its scopes, `key:chat`. `owner`: whose its conversations are; None where
    callers cannot be told apart.
    """

    roles: frozenset[str]
    owner: str | None = None
    name: str | None = None

    @property
    def known(self) -> bool:
        """Whether it has shown who it is."""
        return self.owner is not None


OPEN = Principal(frozenset({"open"}))
"""Everybody at a server that runs open."""
ANONYMOUS = Principal(frozenset({"anonymous"}))
"""Whoever shows nothing at a server that does not."""


def key_principal(id: int, scopes: str) -> Principal:
    """A program with a key of these scopes, separated by spaces."""
    return Principal(frozenset(f"key:{scope}" for scope in scopes.split()), f"key:{id}")


def widget_principal(id: int) -> Principal:
    """A citizen at a page that embeds the widget."""
    return Principal(frozenset({"widget"}), f"widget:{id}")


def user_principal(id: int, name: str, role: str) -> Principal:
    """A person who is logged in."""
    return Principal(frozenset({role}), f"user:{id}", name)
