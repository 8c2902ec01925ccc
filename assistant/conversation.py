"""What is carried from turn to turn: small, explicit, rebuilt from the stored turns."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class State(BaseModel):
    """The memory of a conversation.

    `slots` are facts understood so far; `region` the place where the person is insured, as they said;
    `asked` another place that the last ask was about; `ask` the last ask as text; `pending` the slot that was asked back; `pointed` the
    document without a region that the talk is about; `bills` the sums that a calculation was made of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slots: dict[str, str] = {}
    region: str | None = None
    asked: str | None = None
    ask: str | None = None
    pending: str | None = None
    pointed: tuple[str, ...] = ()
    bills: tuple[dict[str, str], ...] = ()
