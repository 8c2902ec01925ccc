"""The Reply: the product's outside, as the contract fixes it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.reply import (
    SCRIPT_LIMIT,
    CalculationShown,
    Citation,
    Clarify,
    Kind,
    NoticeBlock,
    Paragraph,
    Reply,
)
from tests.assistant.replies import small_reply


def test_the_fields_of_the_contract() -> None:
    """Every field that the contract names is there; none may be dropped."""
    assert set(Reply.model_fields) >= {
        "conversation_id", "turn_id", "kind", "text", "script", "blocks", "citations", "calculations", "clarify",
        "slots", "notices", "suggestions", "generated_by", "generation",
    }  # fmt: skip
    assert set(Citation.model_fields) >= {
        "number", "clause_id", "document_id", "title", "document_number", "issuer", "region", "published",
        "effective_from", "effective_to", "heading", "quote", "wording", "digest", "source",
    }  # fmt: skip
    assert set(CalculationShown.model_fields) >= {"rule_id", "title", "result", "lines", "assumptions"}
    assert set(Clarify.model_fields) >= {"slot", "question", "options"}


def test_the_kinds_of_the_contract() -> None:
    """A turn ends in one of seven ways."""
    assert {k.value for k in Kind} == {"answer", "partial", "clarify", "no_basis", "handoff", "refuse", "chat"}


def test_a_script_over_the_limit_is_refused() -> None:
    """What an operator reads aloud has at most 120 characters, exactly."""
    data = small_reply().model_dump()
    assert Reply.model_validate({**data, "script": "字" * SCRIPT_LIMIT}).script
    with pytest.raises(ValidationError):
        Reply.model_validate({**data, "script": "字" * (SCRIPT_LIMIT + 1)})


def test_blocks_are_told_apart_by_their_type() -> None:
    """A block is read back as what it was; an unknown type is refused."""
    data = small_reply().model_dump(mode="json")
    blocks = [{"type": "paragraph", "text": "甲", "citations": [1]}, {"type": "notice", "code": "digest", "text": "乙"}]
    assert Reply.model_validate({**data, "blocks": blocks}).blocks == (
        Paragraph(text="甲", citations=(1,)),
        NoticeBlock(code="digest", text="乙"),
    )
    with pytest.raises(ValidationError):
        Reply.model_validate({**data, "blocks": [{"type": "html", "text": "<b>"}]})


def test_goes_through_json_whole() -> None:
    """A reply that was stored is the reply that was given."""
    reply = small_reply()
    assert Reply.model_validate_json(reply.model_dump_json()) == reply
