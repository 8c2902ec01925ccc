"""Grades what was understood of a message: facts, asks, route and place, each one item that is right or wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assistant.reply import Kind, Reply
from eval.judge import same
from eval.talks.talk import Said
from knowledge.region import places

MONEY = frozenset(
    ["amount", "amounts", "out_of_scope", "accrued", "paid", "own", "reported", "base", "balance", "pension"]
)
"""Facts that are sums."""
CHAT = frozenset({"greeting", "small_talk", "thanks", "about_us", "abuse"})
"""Routes that a talk calls `chat`."""
TO_ASK = "ask"
"""The place has to be asked back."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be understood: `what` kind it is of (fact, ask, route, place), `said` in words, whether it was right."""

    what: str
    said: str
    right: bool
    money: bool = False


def grade(wanted: Said, reply: Reply, *, first: bool) -> list[Item]:
    """The items of one turn; a fact that nobody said is wrong too where no earlier turn can have said it (`first`)."""
    return [*_facts(wanted, reply, first=first), *_asks(wanted, reply), _route(wanted, reply), _place(wanted, reply)]


def corrected(wanted: Said, reply: Reply) -> bool:
    """Whether a fact is still used that the person took back."""
    return any(same(reply.slots.get(name), value) for name, value in wanted.denied.items())


def wrong_place(wanted: Said, reply: Reply) -> bool:
    """Whether the policy of another place was taken: neither the right one nor one around or inside it."""
    got = reply.region.code if reply.region else None
    if wanted.place in (None, TO_ASK) or got is None or wanted.route != "policy":
        return False
    return not places().on_one_line(got, wanted.place)


def _facts(wanted: Said, reply: Reply, *, first: bool) -> Iterable[Item]:
    if wanted.route != "policy":
        return
    got = reply.slots
    for name, value in wanted.facts.items():
        found = got.get(name)
        yield Item("fact", f"{name}={value}, got {found}", _same(name, found, value), name in MONEY)
    expected = {**wanted.maybe, **wanted.facts}
    for name, value in got.items():
        # What may be inferred may not be inferred otherwise.
        other = name in wanted.maybe and name not in wanted.facts and not _same(name, value, wanted.maybe[name])
        if other or (first and name not in expected):
            yield Item("fact", f"{name}={value}, not said", False, name in MONEY)


def _same(name: str, found: str | None, value: str) -> bool:
    if name == "amounts":
        return found is not None and list(map(Decimal, found.split(","))) == list(map(Decimal, value.split(",")))
    if name.endswith("_region") and found is not None:
        return places().on_one_line(found, value)
    return same(found, value)


def _asks(wanted: Said, reply: Reply) -> Iterable[Item]:
    if wanted.route != "policy":
        return
    got = [frozenset(ask.wants) for ask in reply.asks]
    for n in range(max(len(wanted.asks), len(got))):
        right = n < len(got) and n < len(wanted.asks) and bool(got[n] & set(wanted.asks[n]))
        label = wanted.asks[n] if n < len(wanted.asks) else ()
        yield Item("ask", f"{'/'.join(label)}, got {'/'.join(sorted(got[n])) if n < len(got) else None}", right)


def _route(wanted: Said, reply: Reply) -> Item:
    got = "chat" if reply.route in CHAT else reply.route
    right = got == wanted.route or (wanted.route == "off_topic" and reply.kind is Kind.NO_BASIS)
    return Item("route", f"{wanted.route}, got {got}", right)


def _place(wanted: Said, reply: Reply) -> Item:
    got = reply.region.code if reply.region else None
    if wanted.route != "policy":
        return Item("place", "", True)
    asked = reply.clarify is not None and reply.clarify.slot == "insured_region"
    if wanted.place in (None, TO_ASK):
        return Item("place", f"{wanted.place}, got {got}", got is None or asked)
    right = got is not None and places().on_one_line(got, wanted.place)
    return Item("place", f"{wanted.place}, got {got}", right)
