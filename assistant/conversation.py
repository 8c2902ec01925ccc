"""What is carried from turn to turn: small, explicit, rebuilt from the stored turns."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

_KEPT = 6
"""So many earlier matters can be taken up again."""


class Topic(BaseModel):
    """One matter spoken of.

    `ask` is what a message that says little leans on, `head` the last ask of it that stood by itself, `beside` the
    figure asked together with it, `wants` what was wanted last, `who` whose case it is, as people.yaml names them,
    `dated` the one year that the figures asked for were of, `spent` the bills told one after another; `slots` are the
    facts that hold for it, `bills` the sums that a calculation was made of, `pointed` documents without a region,
    `cited` what the last answer of it rested on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: str | None = None
    head: str | None = None
    beside: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    who: str | None = None
    dated: str = ""
    spent: tuple[str, ...] = ()
    slots: dict[str, str] = {}
    bills: tuple[dict[str, str], ...] = ()
    pointed: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()


class State(Topic):
    """The memory of a conversation: the matter spoken of now, earlier ones, and what outlasts them.

    `region` is the place where the person is insured, as they said; `asked` another place that the last ask was about;
    `pending` the slot that was asked back, `choices` its options (value → label), `tries` how often it was asked in
    vain; `said` is the last message without its signs, `repeated` how often it was said again; `people` what was said
    of each person (their name there → facts); `topics` the earlier matters, the latest last.
    """

    region: str | None = None
    asked: str | None = None
    pending: str | None = None
    choices: dict[str, str] = {}
    tries: int = 0
    people: dict[str, dict[str, str]] = {}
    topics: tuple[Topic, ...] = ()
    said: str = ""
    repeated: int = 0

    @property
    def topic(self) -> Topic:
        """The matter spoken of now."""
        return Topic(**{name: getattr(self, name) for name in Topic.model_fields})

    def left(self) -> tuple[Topic, ...]:
        """The earlier matters once the present one is left."""
        if self.ask is None:
            return self.topics
        return (*(topic for topic in self.topics if topic.ask != self.ask), self.topic)[-_KEPT:]

    def back_to(self, topic: Topic) -> State:
        """The memory with an earlier matter taken up again."""
        others = tuple(one for one in self.left() if one != topic)
        return self.model_copy(update={**{name: getattr(topic, name) for name in Topic.model_fields}, "topics": others})
