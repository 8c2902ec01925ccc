"""Phones that cannot be dialled, and two numbers for one purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
from knowledge_texts import policy, put

from knowledge.check import check
from knowledge.settings import Settings


def problems(home: Path, *documents: str) -> list[str]:
    """Severity, key and message of every problem."""
    put(home, *documents)
    return [f"{p.severity} {p.key} {p.message}" for p in check(Settings(home=home, builtin=False))]


@pytest.mark.parametrize(
    "phone",
    [
        "0816-66908019",
        "0816-6690801",
        "０８１６－６６９０８０１",
        "(0816)6690801",
        "95598",
        "12345",
        "110",
        "4001234567",
        "13800138000",
    ],
)
def test_can_be_dialled(tmp_path: Path, phone: str) -> None:
    """Landlines, mobiles, short numbers and 400 numbers pass, in full width too."""
    assert problems(tmp_path, policy("own", f"咨询电话：{phone}。")) == []


@pytest.mark.parametrize(
    "phone", ["0816-669080166908067", "010-6690801", "138001380001", "1380013800", "6690801966908067"]
)
def test_cannot_be_dialled(tmp_path: Path, phone: str) -> None:
    """Too many or too few digits are an error that names the number."""
    (told,) = problems(tmp_path, policy("own", f"咨询电话：{phone}。"))
    assert told.startswith("error own.c1 电话 ")
    assert phone.replace("-", "") in told.replace("-", "")


@pytest.mark.parametrize("text", ["标准号0500-51。", "编号020-6。", "共170000017元。", "2020-2025年。"])
def test_no_phone(tmp_path: Path, text: str) -> None:
    """Other numbers are not taken for phones."""
    assert problems(tmp_path, policy("own", text)) == []


def test_admitted(tmp_path: Path) -> None:
    """A wrong number that the source has is right once a notice says so."""
    assert problems(tmp_path, policy("own", "@notice: 原文电话位数有误\n\n电话0816-234567。")) == []


def test_two_phones_for_one_purpose(tmp_path: Path) -> None:
    """Two clauses of one place that give one purpose different phones are a reminder; one shared phone is enough."""
    where = {"region": "510704"}
    one = policy("a", "异地就医备案电话是0816-5037001。", **where)
    found = problems(tmp_path, one, policy("b", "拨打异地就医备案电话0816-5037002。", **where))
    assert len(found) == 1
    assert found[0].startswith("warning b.c1 ") and "08165037002" in found[0] and "a.c1" in found[0]
    assert problems(tmp_path, one, policy("b", "异地就医备案电话：0816-5037001、0816-5037002。", **where)) == []


@pytest.mark.parametrize(
    "other",
    [
        {"region": "510703"},
        {"region": "510704", "effective_to": "2022-12-31"},
    ],
)
def test_another_case(tmp_path: Path, other: dict[str, str]) -> None:
    """Another place or another time has its own phone."""
    one = policy("a", "异地就医备案电话是0816-5037001。", region="510704", effective_from="2023-01-01")
    assert problems(tmp_path, one, policy("b", "异地就医备案电话是0816-5037002。", **other)) == []


@pytest.mark.parametrize("purpose", ["咨询", "县局咨询服务", "本单位监督举报"])
def test_vague_purpose(tmp_path: Path, purpose: str) -> None:
    """咨询电话 and its like are no purpose: each office has its own."""
    documents = [policy(id, f"{purpose}电话：0816-503700{n}。", region="510704") for n, id in enumerate("ab")]
    assert problems(tmp_path, *documents) == []
