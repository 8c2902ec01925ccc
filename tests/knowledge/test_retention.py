"""What becomes of old generations: whole, put away, or gone; and that no answer ever given is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from knowledge_texts import open_current, policy, put, silent

from assistant.replay import needed_generations
from assistant.reply import Kind, Reply
from assistant.store.interface import StoreUnavailable
from assistant.store.steady import open_store
from knowledge import clock
from knowledge.build import build
from knowledge.embed import load_embedder
from knowledge.errors import IndexUnusable
from knowledge.home import Home
from knowledge.locking import writing
from knowledge.opening import make_ready, open_generation, opened
from knowledge.pointer import publish, roll_back, schedule
from knowledge.retention import Collected, collect
from knowledge.settings import Settings
from tests.assistant.replies import small_turn


def settings_of(home: Path) -> Settings:
    """Settings of a home that keeps two generations beside the one that answers."""
    return Settings(home=home, builtin=False, embedding_model=None, keep_generations=2)


def build_one(settings: Settings, number: int, *, publish: bool) -> None:
    """The next generation, whose document says its number."""
    put(settings.home, policy("own", f"起付标准{number}元。", region="510704"))
    assert build(settings, silent, publish=publish) == number


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with five generations of which none was published."""
    home = tmp_path_factory.mktemp("drafts") / "home"
    for number in range(1, 6):
        build_one(settings_of(home), number, publish=False)
    return home


@pytest.fixture
def settings(drafts: Path, tmp_path: Path) -> Settings:
    """Such a home of the test's own."""
    return settings_of(shutil.copytree(drafts, tmp_path / "home"))


def build_many(settings: Settings, *kinds: str) -> Home:
    """A generation for each word: published, or a draft."""
    home = Home(settings.home)
    for number in home.generation_numbers()[len(kinds) :]:
        shutil.rmtree(home.generation(number))
    for number, kind in enumerate(kinds, 1):
        if kind == "published":
            publish(home.pointer, number)
    return home


def whole(home: Home) -> list[int]:
    """Numbers of the generations that have their index."""
    return [n for n in home.generation_numbers() if any(home.generation(n).glob("index-*"))]


def record(home: Home, generations: Iterable[int]) -> None:
    """Store an answer from each of these."""
    store = open_store(Settings(home=home.root, database_url=None))
    for number in generations:
        reply = Reply(
            conversation_id=f"c{number}",
            turn_id=f"t{number}",
            kind=Kind.CHAT,
            text="好",
            script="好",
            generation=number,
        )
        store.keep(small_turn(reply))
    store.close()


def test_the_last_published_stay_whole(settings: Settings) -> None:
    """Beside the one that answers, the last two published stay; what is older and needed by nobody goes."""
    home = build_many(settings, *["published"] * 5)
    assert collect(settings, ()) == Collected(removed=(1, 2), put_away=())
    assert whole(home) == home.generation_numbers() == [3, 4, 5]
    assert collect(settings, ()) == Collected()
    assert sorted(path.name for path in home.generations.iterdir()) == ["000003", "000004", "000005"]


def test_what_stayed_is_rolled_back_to_at_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many rollbacks as generations are kept need nothing to be made again."""
    home = build_many(settings, *["published"] * 5)
    collect(settings, ())

    def refuse(*arguments: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("knowledge.opening.restore", refuse)
    for number in (4, 3):
        make_ready(settings, number)
        roll_back(home.pointer)
        assert home.current() == number
        assert open_current(home).store["own.c1"].text == f"起付标准{number}元。"


def test_after_a_rollback(settings: Settings) -> None:
    """What was rolled back from stays as one of the last built; what answers stays however old it is."""
    home = build_many(settings, *["published"] * 5)
    publish(home.pointer, 1)
    assert collect(settings, ()) == Collected(removed=(2, 3), put_away=())
    assert whole(home) == [1, 4, 5]


def test_old_drafts_go(settings: Settings) -> None:
    """Of drafts the last built stay; older ones that nobody published go."""
    home = build_many(settings, "published", "draft", "draft", "draft")
    assert collect(settings, ()) == Collected(removed=(2,), put_away=())
    assert whole(home) == [1, 3, 4]


def test_scheduled_ones_stay(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generation whose day is to come stays whole until then, and afterwards as one that was published."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 31))
    home = build_many(settings, "draft", "published", "published", "published", "published")
    schedule(home.pointer, 1, date(2027, 1, 1))
    assert collect(settings, ()) == Collected(removed=(2,), put_away=())
    assert whole(home) == [1, 3, 4, 5]
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 1))
    assert collect(settings, ()) == Collected(removed=(3,), put_away=())
    assert home.current() == 1


def test_needed_ones_are_put_away(settings: Settings) -> None:
    """Of a generation that recorded answers came from the sources and the manifest stay, the index goes."""
    home = build_many(settings, *["published"] * 5)
    sources = {path: path.read_bytes() for path in home.generation(2).glob("sources/**/*") if path.is_file()}
    assert collect(settings, {2, 5}) == Collected(removed=(1,), put_away=(2,))
    assert home.generation_numbers() == [2, 3, 4, 5]
    assert whole(home) == [3, 4, 5]
    assert sources
    assert {path: path.read_bytes() for path in sources} == sources
    assert collect(settings, {2, 5}) == Collected()  # it is put away once


def test_a_put_away_generation_is_made_again(settings: Settings) -> None:
    """Asked for, it has its index again with the same clauses; the next collection puts it away again."""
    home = build_many(settings, *["published"] * 5)
    before = dict(opened(settings, 1).store)
    collect(settings, {1})
    assert whole(home) == [3, 4, 5]
    generation = open_generation(settings, 1, load_embedder()).generation
    assert dict(generation.store) == before
    assert whole(home) == [1, 3, 4, 5]
    assert collect(settings, {1}) == Collected(removed=(), put_away=(1,))


def test_a_put_away_generation_can_be_published(settings: Settings) -> None:
    """Publishing it makes it again first, so that it answers at once and stays."""
    home = build_many(settings, *["published"] * 5)
    collect(settings, {1})
    make_ready(settings, 1)
    publish(home.pointer, 1)
    assert open_current(home).store["own.c1"].text == "起付标准1元。"
    assert 1 not in collect(settings, ()).removed


def test_recorded_answers_are_never_lost(tmp_path: Path) -> None:
    """However often is built and collected, every generation that a stored answer came from can be opened."""
    settings = settings_of(tmp_path / "new")
    home = Home(settings.home)
    answered = (1, 3)
    for number in range(1, 8):
        build_one(settings, number, publish=True)
        if number in answered:
            record(home, [number])
        collect(settings, needed_generations(settings))
    assert home.generation_numbers() == [1, 3, 5, 6, 7]
    for number in answered:
        assert opened(settings, number).store["own.c1"].text == f"起付标准{number}元。"


def test_not_while_another_builds(settings: Settings) -> None:
    """While a build or a repair runs nothing is collected; the message says who it is."""
    home = build_many(settings, *["published"] * 5)
    with writing(home), pytest.raises(IndexUnusable, match=r"正由进程 \d+.*请等它结束后再试"):
        collect(settings, ())
    assert home.generation_numbers() == [1, 2, 3, 4, 5]


def test_a_damaged_pointer_stops_it(settings: Settings) -> None:
    """Where nobody can tell what answers, nothing is removed."""
    home = build_many(settings, *["published"] * 5)
    home.pointer.write_text("{", encoding="utf-8")
    with pytest.raises(IndexUnusable, match="已损坏"):
        collect(settings, ())
    assert home.generation_numbers() == [1, 2, 3, 4, 5]


def test_a_store_that_cannot_be_read_stops_it(settings: Settings) -> None:
    """Where nobody can tell which answers were given, nothing is known to be without use."""
    home = build_many(settings, "published")
    home.database.write_bytes(b"no database at all, only some text that is long enough")
    with pytest.raises(StoreUnavailable, match="不是数据库"):
        needed_generations(settings)


def test_numbers_are_not_used_again(settings: Settings) -> None:
    """The next build is a new number, whatever was removed, and also where the last folder is damaged."""
    home = build_many(settings, *["published"] * 4)
    collect(settings, ())
    for path in home.generation(4).glob("manifest*.json"):
        path.unlink()
    build_one(settings, 5, publish=True)


def test_what_a_killed_collection_left_goes(settings: Settings) -> None:
    """A folder that a collection had already taken out of sight is removed by the next build."""
    home = build_many(settings, "published")
    (home.generations / "building-left").mkdir()
    build_one(settings, 2, publish=True)
    assert sorted(path.name for path in home.generations.iterdir()) == ["000001", "000002"]
