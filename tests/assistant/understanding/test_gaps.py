"""What a clause says that its source leaves open."""

from __future__ import annotations

import pytest

from assistant.ask import Ask
from assistant.understanding.gaps import admits_gap
from knowledge.clause import Clause
from knowledge.wants import wants

CLAUSE = Clause(
    id="d.filing",
    document_id="d",
    text="增设19个备案点，可通过窗口、电话传真、手机APP办理备案。",
    notice="原文没有写办理备案的电话号码和手机APP的名称，也没有写补助金额；“一个修复”原文没有解释。",
)


def asked(text: str) -> Ask:
    """An ask of these words alone."""
    return Ask(text=text, query=text, wants=wants(text))


@pytest.mark.parametrize("text", ["备案打哪个电话号码", "那个手机APP叫什么名字", "补助多少钱", "一个修复是什么意思"])
def test_what_is_left_open_is_admitted(text: str) -> None:
    """The phone, the name, the sum, the words that the source does not explain."""
    assert admits_gap(asked(text), CLAUSE)


@pytest.mark.parametrize("text", ["备案有哪些渠道", "备案点有几个", "除了窗口还有什么法子备案"])
def test_what_is_given_is_no_gap(text: str) -> None:
    """A list of ways is no list of names, though the notice speaks of names."""
    assert not admits_gap(asked(text), CLAUSE)


def test_no_notice_leaves_nothing_open() -> None:
    """A clause without a notice admits nothing."""
    assert not admits_gap(asked("备案打哪个电话号码"), CLAUSE.model_copy(update={"notice": None}))
