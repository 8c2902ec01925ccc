"""The table of routes, read from `routes.yaml`: who may use which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from assistant.access.principal import SCOPES, USER_ROLES, Principal

ROLES = frozenset({"open", "anonymous", "widget", *USER_ROLES, *(f"key:{scope}" for scope in SCOPES)})
"""Every name that the table speaks of."""

_PARAMETER = re.compile(r"\\\{\w+(?P<path>:path)?\\\}")


@dataclass(frozen=True, slots=True)
class Row:
    """One path, `{…}` standing for one part of it and `{…:path}` for the rest; for each method the roles that may."""

    path: str
    pattern: re.Pattern[str]
    may: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """All rows, and who may read and delete conversations that others began."""

    rows: tuple[Row, ...]
    others: Mapping[str, frozenset[str]]

    def row(self, path: str) -> Row | None:
        """The row of a request's path; None where there is none, and then nobody may."""
        return next((row for row in self.rows if row.pattern.fullmatch(path)), None)

    def may_others(self, principal: Principal, what: Literal["read", "delete"]) -> bool:
        """Whether it may read or delete what others began."""
        return not principal.roles.isdisjoint(self.others[what])


@cache
def table() -> Table:
    """The table that is shipped."""
    data = yaml.safe_load((files("assistant.access") / "routes.yaml").read_text("utf-8"))
    sets = data["sets"] | {"key": [f"key:{scope}" for scope in SCOPES]}
    rows = tuple(
        Row(path, _pattern(path), {method: _roles(may, sets) for method, may in methods.items()})
        for path, methods in data["routes"].items()
    )
    return Table(rows, {what: _roles(may, sets) for what, may in data["others"].items()})


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(_PARAMETER.sub(lambda found: ".+" if found["path"] else "[^/]+", re.escape(path)))


def _roles(names: Iterable[str], sets: Mapping[str, Any]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        if name in sets:
            found |= _roles(sets[name], sets)
        elif name in ROLES:
            found.add(name)
        else:
            raise ValueError(f"routes.yaml: no role is called {name}")
    return frozenset(found)
