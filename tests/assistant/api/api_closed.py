"""A server that does not run open, and whoever asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access.logins import log_in
from assistant.access.users import verified
from assistant.store.database import Database

SITE = "https://www.example.gov.cn"
PASSWORD = "correct horse battery"
PERSONS = ("operator", "administrator")


@dataclass(frozen=True)
class Closed:
    """The application, its database, a client, and the plain secrets that were shown once."""

    app: FastAPI
    client: TestClient
    database: Database
    keys: Mapping[str, str]
    widget: str
    other_widget: str

    def login(self, name: str) -> str:
        """The secret of a new login; the accounts are called like their roles."""
        person = verified(self.database, name, PASSWORD)
        assert person is not None
        return log_in(self.database, person)

    def headers(self, role: str) -> dict[str, str]:
        """What somebody of this role sends with a request."""
        if role in PERSONS:
            return {"Cookie": f"hotline={self.login(role)}", "Sec-Fetch-Site": "same-origin"}
        if role == "widget":
            return {"X-Widget-Token": self.widget, "Origin": SITE}
        if role.startswith("key:"):
            return {"Authorization": f"Bearer {self.keys[role]}"}
        return {}
