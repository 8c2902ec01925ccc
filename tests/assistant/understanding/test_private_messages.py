"""The generator of messages with personal data is itself checked: a wrong label would measure nothing."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from stdnum import luhn
from stdnum.cn import ric

from tests.assistant.understanding.private_messages import KINDS, SHARES, SLOT, WITHOUT, Labelled, messages
from tests.assistant.understanding.private_values import STOCK

COUNT = 4000


@pytest.fixture(scope="module")
def made() -> list[Labelled]:
    """Messages of one seed."""
    return list(messages(9, COUNT))


def written_out(text: str) -> str:
    """The letters and digits of a value, whatever the way of writing."""
    wide = {chr(sign + 0xFEE0): chr(sign) for sign in range(0x21, 0x7F)}
    digits = dict(zip("〇零幺一壹貳贰二三叁叄四肆五伍六陆陸七柒八捌九玖", "001112223334455666778899", strict=True))
    text = re.sub("四[个個](.)", r"\1\1\1\1", text).translate(str.maketrans(wide | digits | {"叉": "X"}))
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def values_of(message: Labelled, kind: str, full: set[int]) -> list[str]:
    """The values of a kind, those read in pieces put together."""
    values: list[str] = []
    for span in (span for span in message.spans if span.kind == kind):
        piece = written_out(message.text[span.start : span.end])
        if values and len(values[-1]) not in full:
            values[-1] += piece
        else:
            values.append(piece)
    return values


def test_the_same_seed_gives_the_same_messages(made: list[Labelled]) -> None:
    """A measurement can be repeated."""
    assert list(messages(9, 50)) == made[:50]
    assert list(messages(10, 50)) != made[:50]


def test_labels_lie_on_the_text_in_order_and_apart(made: list[Labelled]) -> None:
    """Every label can be cut out of its text."""
    for message in made:
        for labels in (
            message.spans,
            message.kept,
            sorted([*message.spans, *message.kept], key=lambda label: label.start),
        ):
            assert all(0 <= label.start < label.end <= len(message.text) for label in labels)
            assert all(left.end <= right.start for left, right in pairwise(labels)), message
        assert all(
            message.text[span.start : span.end].strip() == message.text[span.start : span.end] for span in message.spans
        )
        assert {span.kind for span in message.spans} <= KINDS


def test_nothing_of_a_template_is_left(made: list[Labelled]) -> None:
    """No slot and no digit stays unfilled."""
    for message in made:
        assert not re.search(r"[{}#]", message.text), message.text
        assert message.text.strip()


def test_every_identity_card_is_valid_and_nobodys(made: list[Labelled]) -> None:
    """The oracle accepts each; its sequence is one that no office gives out."""
    seen = [value for message in made for value in values_of(message, "id_card", {15, 18})]
    assert {len(value) for value in seen} == {15, 18}
    for value in seen:
        whole = value if len(value) == 18 else f"{value[:6]}19{value[6:]}"
        whole += "" if len(value) == 18 else ric.calc_check_digit(whole + "0")
        assert ric.is_valid(whole), value
        assert whole[14:17] == "000"


def test_telephones_and_cards_have_their_length(made: list[Labelled]) -> None:
    """What is read in pieces is whole when put together."""
    for message in made:
        for value in values_of(message, "mobile", {11}):
            assert re.fullmatch(r"1[3-9]\d{9}", value), message.text
        for value in values_of(message, "bank_card", {16, 19}):
            assert len(value) in (16, 19) and luhn.is_valid(value), message.text


def test_no_figure_to_keep_is_a_number_of_a_person(made: list[Labelled]) -> None:
    """What must survive has no checksum of a card by accident."""
    agency = {re.sub(r"\D", "", phone) for phone in STOCK["figures"]["agency_phone"]}
    for message in made:
        for value in values_of(message, "landline", {7, 8, 10, 11, 12}):
            assert value not in agency
        for kept in message.kept:
            for figure in re.findall(r"\d(?:[ .,-]?\d)+", message.text[kept.start : kept.end]):
                run = re.sub(r"\D", "", figure)
                assert len(run) < 13 or not (luhn.is_valid(run) or ric.is_valid(run)), message.text


def test_numbers_end_where_the_next_begins(made: list[Labelled]) -> None:
    """No digit or numeral touches a number, so its label has one reading."""
    numbers = {"id_card", "mobile", "landline", "bank_card"}
    for message in made:
        for span in message.spans:
            if span.kind in numbers:
                before = re.sub(r"\+(86|８６)$", "", message.text[: span.start])[-1:]
                assert not written_out(before + message.text[span.end : span.end + 1]), message.text


def test_shares_of_kinds_and_of_messages_without(made: list[Labelled]) -> None:
    """Each kind comes often enough to be measured."""
    without = sum(not message.spans for message in made) / COUNT
    assert WITHOUT - 0.04 < without < WITHOUT + 0.04
    seen = Counter(kind for message in made for kind in {span.kind for span in message.spans})
    assert set(seen) == KINDS
    for kind, share in SHARES.items():
        assert seen[kind] > 0.3 * share / sum(SHARES.values()) * COUNT * (1 - WITHOUT), (kind, seen)
    assert all(message.kept or message.spans or len(message.text) < 40 for message in made)


def test_ways_of_writing_all_occur(made: list[Labelled]) -> None:
    """Nothing that people do with numbers is missing."""
    texts = "\n".join(message.text for message in made)
    for way in (
        "１",
        "幺",
        "然后是",
        r"\+86",
        "转8",
        "市民：",
        "😊",
        "身份證",
        "貳|贰|壹",
        "〔2023〕",
        r"四个\d",
        "[Xx]",
        "Ｘ",
        "叉",
    ):
        assert re.search(way, texts), way


def test_every_slot_is_known() -> None:
    """A slip in the word list is told here, with its template."""
    known = {
        *STOCK["figures"],
        *STOCK["words"],
        *KINDS,
        "ask",
        "keep",
        "landline_bare",
        "mobile_head",
        "mobile_tail",
        "o",
        "c",
    }
    lists = [
        *STOCK["private"].values(),
        *(STOCK[key] for key in ("several", "transcripts", "public_transcripts", "asks", "near")),
    ]
    for template in (template for templates in lists for template in templates):
        assert {slot[1] for slot in SLOT.finditer(template)} <= known, template
