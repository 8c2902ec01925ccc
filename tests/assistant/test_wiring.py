"""The one place where the product is put together."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.chain import Message
from assistant.wiring import open_assistant
from knowledge.errors import AmbiguousRegion, IndexUnusable, UnknownRegion
from knowledge.settings import Settings

QUESTION = "职工医保普通门诊的起付标准是多少"


def settings_of(home: Path, region: str | None = None) -> Settings:
    """Settings of a home, whatever the environment says."""
    return Settings(home=home, builtin=True, region=region, embedding_model=None)


def test_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    """An empty home is one line that names the command."""
    with pytest.raises(IndexUnusable, match="hotline knowledge build"):
        open_assistant(settings_of(tmp_path / "fresh"))
    assert not (tmp_path / "fresh").exists()


def test_without_an_index_nothing_is_made(tmp_path: Path) -> None:
    """A home that cannot answer is left as it was, kept conversations or not."""
    with pytest.raises(IndexUnusable):
        open_assistant(settings_of(tmp_path / "fresh"), keep=True)
    assert not (tmp_path / "fresh").exists()


def test_single_questions_write_nothing(built_home: Path) -> None:
    """Without `keep` no conversation is stored."""
    before = {path: path.stat().st_mtime_ns for path in built_home.rglob("*") if path.name.startswith("hotline.sqlite")}
    open_assistant(settings_of(built_home)).answer(Message(QUESTION, region="游仙区"))
    after = {path: path.stat().st_mtime_ns for path in built_home.rglob("*") if path.name.startswith("hotline.sqlite")}
    assert after == before


def test_kept_conversations_go_on_in_another_process(built_home: Path, tmp_path: Path) -> None:
    """With `keep` a conversation begun in one assistant continues in another one over the same home."""
    home = tmp_path / "home"
    shutil.copytree(built_home, home)
    day = date(2023, 6, 1)
    first = open_assistant(settings_of(home), keep=True).answer(Message(QUESTION, region="游仙区", as_of=day))
    again = open_assistant(settings_of(home), keep=True)
    second = again.answer(Message("支付限额呢", conversation_id=first.conversation_id, region="游仙区", as_of=day))
    assert "2000元" in second.text


def test_the_deployments_region_stands_in(built_home: Path) -> None:
    """A request without a region is asked of the deployment's own; one with a region is not."""
    own = open_assistant(settings_of(built_home, "游仙区"))
    day = date(2023, 6, 1)
    assert "200元" in own.answer(Message(QUESTION, as_of=day)).text
    assert own.answer(Message(QUESTION, region="秦安县", as_of=day)).kind == "no_basis"


@pytest.mark.parametrize(("region", "error"), [("没有这个地方", UnknownRegion), ("鼓楼区", AmbiguousRegion)])
def test_a_wrong_region_of_the_deployment_is_refused(built_home: Path, region: str, error: type[Exception]) -> None:
    """A region setting that means no place, or several, is refused at the start."""
    with pytest.raises(error):
        open_assistant(settings_of(built_home, region))
