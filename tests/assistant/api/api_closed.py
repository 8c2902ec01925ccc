"""A server that does not run open, and whoever asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access.logins import log_in
from assistant.access.principal import Principal
from assistant.store.database import Database

SITE = "https://www.example.gov.cn"
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Closed:
    """The application, its database, a client, and the plain secrets that were shown once."""

    app: FastAPI
    client: TestClient
    database: Database
    persons: Mapping[str, Principal]
    keys: Mapping[str, str]
    widget: str
    other_widget: str

    def login(self, name: str) -> str:
        """The secret of a new login; the accounts are called like their roles."""
        return log_in(self.database, self.persons[name])

    def headers(self, role: str) -> dict[str, str]:
        """What somebody of this role sends with a request."""
        if role in self.persons:
            return {"Cookie": f"hotline={self.login(role)}", "Sec-Fetch-Site": "same-origin"}
        if role == "widget":
            return {"X-Widget-Token": self.widget, "Origin": SITE}
        if role.startswith("key:"):
            return {"Authorization": f"Bearer {self.keys[role]}"}
        return {}
