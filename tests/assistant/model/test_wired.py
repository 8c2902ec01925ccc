"""The product as it is put together from its settings, a chat model among them; and its answers given again."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.chain import Message
from assistant.cli import run
from assistant.replay import replay
from assistant.wiring import open_assistant
from knowledge.settings import Settings
from tests.assistant.model.stand_in import Answer, StandIn, passages_of
from tests.assistant.model.test_word import MISHEARD, QUESTION

SECRET = "sk-made-up-000"


@pytest.fixture(scope="module")
def home(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that may be written to."""
    copy = tmp_path_factory.mktemp("with-model") / "home"
    shutil.copytree(built_home, copy)
    return copy


@pytest.mark.parametrize("text", [QUESTION, MISHEARD])
def test_a_worded_answer_is_given_again_without_the_model(home: Path, stand_in: StandIn, text: str) -> None:
    """What was accepted of the model is stored with the turn."""
    stand_in.behave = lambda system, user: Answer(
        "普通门诊｜看的门整" if "可选" in user else "您好，" + "\n".join(passages_of(user))
    )
    settings = Settings(
        home=home, model_url=stand_in.url, model_name="qwen-x", model_label_name="通义", model_filing="甲-1"
    )
    reply = open_assistant(settings, keep=True).answer(Message(text, region="510704", as_of=date(2023, 6, 1)))
    assert reply.text.startswith("您好，")
    assert reply.model is not None
    assert (reply.model.label, reply.model.name, reply.model.filing) == ("AI生成", "通义", "甲-1")
    asked = len(stand_in.asked)
    done = replay(Settings(home=home), reply.turn_id)
    assert done.differing == ()
    assert len(stand_in.asked) == asked


def test_the_key_is_not_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`hotline settings` shows that there is a key, not which."""
    monkeypatch.setenv("HOTLINE_MODEL_KEY", SECRET)
    assert run(["settings"]) == 0
    shown = capsys.readouterr().out
    assert "HOTLINE_MODEL_KEY=***" in shown and SECRET not in shown
