"""`hotline eval add`: a stored turn becomes a case that loads, and what is left to a person is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.chain import Message
from assistant.wiring import open_assistant
from eval.adding import add_case
from eval.suite import load_suite
from knowledge.errors import HotlineError, InputError
from knowledge.settings import Settings

ID_CARD = "11010119900307999X"  # no valid check digit


@pytest.fixture(scope="module")
def settings(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home of its own that keeps conversations, over the shared generation."""
    home = tmp_path_factory.mktemp("adding")
    for name in ("generations", "current"):
        (home / name).symlink_to(built_home / name)
    return Settings(home=home, builtin=True, region=None, embedding_model=None)


@pytest.fixture(scope="module")
def turns(settings: Settings) -> list[str]:
    """Ids of two turns of one conversation."""
    assistant = open_assistant(settings, keep=True)
    first = assistant.answer(
        Message(f"我身份证{ID_CARD}，在职的门诊统筹一年封顶是多少", region="游仙区", as_of=date(2023, 6, 1))
    )
    second = assistant.answer(
        Message("退休的呢", conversation_id=first.conversation_id, region="游仙区", as_of=date(2023, 6, 1))
    )
    return [first.turn_id, second.turn_id]


def test_a_stored_turn_becomes_a_case(settings: Settings, turns: list[str], tmp_path: Path) -> None:
    """Question, place, day, kind and clauses are there, personal data is not, and the file is a suite."""
    added = add_case(settings, turns[0], tmp_path, "mine")
    (case,) = load_suite(tmp_path / "mine.yaml").cases
    assert ID_CARD not in added.path.read_text(encoding="utf-8")
    assert "封顶" in case.turns[0]
    assert (case.region, case.as_of, case.expect) == ("510704", date(2023, 6, 1), ("answer",))
    assert "youxian-interview-2023.outpatient-cap" in case.cite
    assert added.path.read_text(encoding="utf-8").splitlines()[added.line - 1].startswith("  - id:")
    assert [text.partition("：")[0] for text in added.todo] == ["expect", "must", "cite"]


def test_a_follow_up_says_that_the_turns_before_are_missing(
    settings: Settings, turns: list[str], tmp_path: Path
) -> None:
    """What was said before is not stored with the turn, so the editor is told to write it."""
    assert any("接着前文" in text for text in add_case(settings, turns[1], tmp_path, "mine").todo)


def test_a_turn_is_added_once(settings: Settings, turns: list[str], tmp_path: Path) -> None:
    """A second time the file stays as it was."""
    path = add_case(settings, turns[0], tmp_path, "mine").path
    before = path.read_bytes()
    with pytest.raises(HotlineError, match="重复"):
        add_case(settings, turns[0], tmp_path, "mine")
    assert path.read_bytes() == before
    add_case(settings, turns[1], tmp_path, "mine")
    assert len(load_suite(path).cases) == 2


def test_a_turn_that_is_not_stored(settings: Settings, tmp_path: Path) -> None:
    """An id that nothing bears is one clear line, and no file is left."""
    with pytest.raises(InputError, match="turn_id"):
        add_case(settings, "nosuch", tmp_path, "mine")
    assert not list(tmp_path.iterdir())
