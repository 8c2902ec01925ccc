"""Whatever field of a rendered Reply is spoilt, the last look sees it, and the person reads nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant import release
from assistant.checking.release import faults
from assistant.model.protocol import Label
from assistant.release import released
from assistant.render import render
from assistant.reply import (
    CalculationBlock,
    Clarify,
    Contact,
    Contacts,
    Kind,
    Notice,
    NoticeBlock,
    Option,
    Paragraph,
    RegionName,
    Reply,
    Steps,
    Table,
)
from assistant.steps.verify import verify
from assistant.turn import Turn
from knowledge.generation import Generation
from tests.assistant.conftest import Walk

QUESTION = "在职职工在三级医院看门诊花了1600元能报多少"


@pytest.fixture
def turn(walk: Walk, generation: Generation) -> Turn:
    """A calculated answer, verified."""
    done = walk(QUESTION, "compose")
    verify(done, generation)
    return done


def changed(name: str, **values: Any) -> Callable[[Reply], dict[str, Any]]:
    """The first of a tuple field with other values."""
    return lambda reply: {name: (getattr(reply, name)[0].model_copy(update=values), *getattr(reply, name)[1:])}


def calculated(**values: Any) -> Callable[[Reply], dict[str, Any]]:
    """The block of the calculation with other values."""
    return lambda reply: {
        "blocks": (CalculationBlock(calculation=reply.calculations[0].model_copy(update=values)),),
    }


def block(one: Any) -> Callable[[Reply], dict[str, Any]]:
    """A block more."""
    return lambda reply: {"blocks": (*reply.blocks, one)}


SPOILT: dict[str, Callable[[Reply], dict[str, Any]]] = {
    "text: another sum": lambda reply: {"text": reply.text.replace("700元", "800元")},
    "text: another unit": lambda reply: {"text": reply.text + "\n一年200天。"},
    "text: a link": lambda reply: {"text": reply.text + "\n详见https://example.com。"},
    "text: a promise": lambda reply: {"text": reply.text + "\n不需要备案。"},
    "script": lambda reply: {"script": "统筹基金支付800元。"},
    "script: a document": lambda reply: {"script": "按《门诊共济细则》，统筹基金支付700元。"},
    "blocks: paragraph": block(Paragraph(text="起付标准是300元。", citations=(1,))),
    "blocks: a number without a citation": block(Paragraph(text="起付标准是200元。", citations=(99,))),
    "blocks: steps": block(Steps(items=("带上材料", "拨打0816-1234567"), citations=(1,))),
    "blocks: table": block(Table(header=("谁", "多少"), rows=(("在职", "300元"),), citations=(1,))),
    "blocks: contacts": block(Contacts(items=(Contact(name="医保局", phone="0816-7654321"),), citations=(1,))),
    "blocks: notice": block(NoticeBlock(code="other", text="这份资料公布于1999-01-01。")),
    "blocks: calculation": calculated(title="别的规定"),
    "calculations": changed("calculations", assumptions=("按全部报销计算",)),
    "citations: quote": changed("citations", quote="起付标准300元"),
    "citations: title": changed("citations", title="门诊共济细则"),
    "citations: number of the document": changed("citations", document_number="川医保发〔2099〕1号"),
    "citations: issuer": changed("citations", issuer="某某局"),
    "citations: day": changed("citations", published=None),
    "citations: place": changed("citations", region=RegionName(code="510100", name="成都市")),
    "citations: clause": changed("citations", clause_id="youxian-interview-2023.invented"),
    "citations: digest as original": changed("citations", wording="original"),
    "notices": lambda reply: {"notices": (Notice(code="x", text="起付标准为300元。"),)},
    "clarify: question": lambda reply: {"clarify": Clarify(slot="x", question="花了5000元吗？")},
    "clarify: option": lambda reply: {"clarify": Clarify(slot="x", question="？", options=(Option(label="5000元", value="1"),))},
    "suggestions": lambda reply: {"suggestions": ("怎么套现",)},
    "region": lambda reply: {"region": RegionName(code="510704", name="成都市")},
}  # fmt: skip


def test_an_honest_reply_has_no_faults(turn: Turn, generation: Generation) -> None:
    """The product's own answer passes."""
    assert faults(render(turn, "c", "t"), turn, generation) == ()


@pytest.mark.parametrize("spoilt", SPOILT)
def test_sees_each_field(turn: Turn, generation: Generation, spoilt: str) -> None:
    """The fault is named by its field."""
    reply = render(turn, "c", "t")
    found = faults(reply.model_copy(update=SPOILT[spoilt](reply)), turn, generation)
    assert found, spoilt
    assert any(one.startswith(spoilt.partition(":")[0]) for one in found), found


def spoiling(*, only_of_a_model: bool) -> Callable[..., Reply]:
    """A renderer that exchanges two sums in the script."""

    def render_badly(turn: Turn, *ids: str) -> Reply:
        reply = render(turn, *ids)
        if only_of_a_model and turn.worded_by is None:
            return reply
        return reply.model_copy(update={"script": reply.script.replace("700元", "900元")})

    return render_badly


def test_a_spoilt_reply_does_not_leave(turn: Turn, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its place: that nothing was found. What was wrong stays with the turn."""
    monkeypatch.setattr(release, "render", spoiling(only_of_a_model=False))
    reply = released(turn, "c", "t")
    assert reply.kind is Kind.NO_BASIS
    assert "900元" not in reply.model_dump_json()
    assert turn.reasons == ["script: turned"]


def test_a_models_words_go_first(turn: Turn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where they do not hold in the whole answer, the composed ones take their place."""
    plain = render(turn, "c", "t")
    turn.drafts[0].worded, turn.worded_by = "您好，" + turn.drafts[0].said, Label("m")
    monkeypatch.setattr(release, "render", spoiling(only_of_a_model=True))
    reply = released(turn, "c", "t")
    assert (reply.text, reply.script, reply.generated_by) == (plain.text, plain.script, "policy_text")
    assert "degraded" in {notice.code for notice in reply.notices}
