"""`hotline knowledge publish|rollback|versions|diff|export|collect`, and `build`, as an editor uses them."""

from __future__ import annotations

import errno
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from knowledge_command import Ended, Hotline, refused
from knowledge_texts import policy, put

from assistant.chain import Message
from assistant.wiring import open_assistant
from knowledge import clock
from knowledge.home import Home
from knowledge.locking import writing
from knowledge.pointer import read_pointer
from knowledge.settings import Settings
from tests.assistant.two_states import BILL, COINED, DEDUCTIBLE, DOCUMENT, RULE, STATES, build_states, write_state

TODAY, TOMORROW = date(2026, 12, 31), "2027-01-01"
UNKNOWN = "没有版本 9；可用的版本见 hotline knowledge versions"
BUILT = r"20\d\d-\d\d-\d\d \d\d:\d\d"

Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two generations, the second of which answers."""
    home = tmp_path_factory.mktemp("template") / "home"
    build_states(home, *STATES)
    return home


@pytest.fixture
def home(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Such a home of the test's own, on the last day of 2026."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return Home(shutil.copytree(template, tmp_path / "home"))


@pytest.fixture
def run(hotline: Hotline, home: Home) -> Run:
    """`run("publish", 1, …)`: a knowledge command in that home."""

    def one(*arguments: object) -> Ended:
        return hotline(*arguments, home=home.root, builtin=False)

    return one


def told(ended: Ended) -> Any:
    """The JSON that a command which succeeded printed."""
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


# publish, rollback


def test_publish(run: Run, home: Home) -> None:
    """An older generation answers at once, and so says one line."""
    assert run("publish", 1) == Ended(0, "已启用版本 1。\n", "")
    assert home.current() == 1
    assert told(run("publish", 2, "--json")) == {"generation": 2, "scheduled": []}


def test_publish_from_a_day_on(run: Run, home: Home) -> None:
    """A publish for a day to come is told, listed, moved and taken back."""
    assert run("publish", 1, "--from", TOMORROW) == Ended(0, "版本 1 将从 2027-01-01 起启用。\n", "")
    assert home.current() == 2
    assert "　2027-01-01 起启用" in run("versions").out.splitlines()[0]
    assert told(run("publish", 1, "--from", "2027-02-01", "--json")) == {
        "generation": 2,
        "scheduled": [{"generation": 1, "from": "2027-02-01"}],
    }
    assert [row["from"] for row in told(run("versions", "--json"))] == ["2027-02-01", None]
    assert run("publish", 1, "--cancel") == Ended(0, "版本 1 不再定期启用。\n", "")
    assert read_pointer(home.pointer).scheduled == ()


def test_what_is_still_going_to_come_is_told(run: Run, home: Home) -> None:
    """Who publishes, builds or goes back while another generation is scheduled is told that it will take the place."""
    warning = "版本 1 定在 2027-01-01 起启用，届时取代现在的版本。\n"
    run("publish", 1, "--from", TOMORROW)
    assert run("publish", 2).out == f"已启用版本 2。\n{warning}"
    assert run("build").out.endswith(f"\n{warning}")
    assert run("rollback").out == f"已退回版本 2。\n{warning}"


def test_rollback(run: Run, home: Home) -> None:
    """Back to what answered before, or to a generation by its number; then there may be nothing further back."""
    assert run("rollback") == Ended(0, "已退回版本 1。\n", "")
    assert home.current() == 1
    assert refused(run("rollback")) == "没有更早启用过的版本可以退回；可用的版本见 hotline knowledge versions"
    assert told(run("rollback", 2, "--json")) == {"generation": 2, "scheduled": []}
    assert run("rollback").out == "已退回版本 1。\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("publish", 9), UNKNOWN),
        (("publish", 0), UNKNOWN.replace("9", "0")),
        (("publish", "新"), "参数 GENERATION 不能用"),
        (("publish",), "缺少参数 GENERATION"),
        (("publish", 9, "--from", TOMORROW), UNKNOWN),
        (("publish", 1, "--from", "明天"), "“明天”不是日期；请写成 2023-01-31 的形式"),
        (("publish", 1, "--from", "2027-02-30"), "“2027-02-30”不是日期"),
        (("publish", 1, "--from", "2026-12-31"), "2026-12-31 不在今天之后；马上启用请不写 --from"),
        (("publish", 1, "--from", "2020-01-01"), "2020-01-01 不在今天之后"),
        (("publish", 1, "--from", TOMORROW, "--cancel"), "--from 和 --cancel 不能一起写"),
        (("publish", 1, "--cancel"), "版本 1 没有定期启用；已定的见 hotline knowledge versions"),
        (("publish", 9, "--cancel"), "版本 9 没有定期启用"),
        (("rollback", 9), UNKNOWN),
        (("rollback", 0), UNKNOWN.replace("9", "0")),
        (("diff", 9), UNKNOWN),
        (("diff", 1, 9), UNKNOWN),
        (("diff", 1, 0), UNKNOWN.replace("9", "0")),
        (("export", "--generation", 9), UNKNOWN),
        (("list", "--generation", 9), UNKNOWN),
        (("show", DOCUMENT, "--generation", 9), UNKNOWN),
        (("show", "nothing", "--generation", 1), "没有编号为 nothing 的文档或条款"),
        (("export", "no/such/folder/a.zip"), "没有这个文件或文件夹"),
    ],
)
def test_refused(run: Run, home: Home, arguments: tuple[object, ...], says: str) -> None:
    """What cannot be used ends with 2 and one line that says how, and changes nothing."""
    before = home.pointer.read_bytes()
    assert says in refused(run(*arguments))
    assert home.pointer.read_bytes() == before


@pytest.mark.parametrize("arguments", [("rollback",), ("diff", 1), ("export",)])
def test_before_the_first_build(hotline: Hotline, tmp_path: Path, arguments: tuple[object, ...]) -> None:
    """In an empty home every command says in one line what is missing."""
    said = refused(hotline(*arguments, home=tmp_path / "new"))
    assert "还没有知识库；请先运行 hotline knowledge build" in said or "没有更早启用过的版本" in said


def test_of_another_model(run: Run, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generation whose vectors another model made is not published: no server could answer from it."""
    other = shutil.copytree(Path(__file__).parents[2] / "knowledge" / "model", tmp_path / "model")
    tokenizer = other / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    monkeypatch.setenv("HOTLINE_EMBEDDING_MODEL", str(other))
    assert "请运行 hotline knowledge build 重建" in refused(run("publish", 1))
    assert home.current() == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--generation", 1),
        ("show", DOCUMENT, "--generation", 1),
        ("diff", 1),
        ("diff", 1, 2),
        ("export", "a.zip", "--generation", 1),
        ("publish", 1),
        ("publish", 1, "--from", TOMORROW),
        ("rollback",),
        ("rollback", 1),
    ],
)
def test_what_was_put_away_is_made_again(run: Run, home: Home, arguments: tuple[object, ...]) -> None:
    """Every command takes a generation of which only the sources are left as if it were whole."""
    whole = run(*arguments)
    home.pointer.write_text("2", encoding="utf-8")
    run("publish", 1)
    run("publish", 2)
    Path("a.zip").unlink(missing_ok=True)
    shutil.rmtree(next(home.generation(1).glob("index-*")))
    ended = run(*arguments)
    assert (ended.code, ended.out) == (0, whole.out)
    assert list(home.generation(1).glob("index-*"))


# versions


def test_versions(run: Run, home: Home) -> None:
    """One line a generation: which answers, when it was built (in China), how much it holds, drafts."""
    run("build", "--draft")
    lines = run("versions").out.splitlines()
    assert [re.sub(BUILT, "BUILT", re.sub(r"\d+ 条|\d+ 份", "N", line)) for line in lines] == [
        "  1　BUILT　N文档　N",
        "* 2　BUILT　N文档　N",
        "  3　BUILT　N文档　N　草稿或已退回",
    ]
    rows = told(run("versions", "--json"))
    assert [(row["number"], row["current"], row["published"], row["put_away"]) for row in rows] == [
        (1, False, True, False),
        (2, True, True, False),
        (3, False, False, False),
    ]
    local = clock.local(rows[0]["built"])
    assert local.strftime("%Y-%m-%d %H:%M") in lines[0]
    assert local.utcoffset() == clock.now().utcoffset()


def test_versions_before_the_first_build(hotline: Hotline, tmp_path: Path) -> None:
    """An empty list says what makes the first one."""
    assert hotline("versions", home=tmp_path / "new").out == "还没有任何版本；请先运行 hotline knowledge build\n"
    assert told(hotline("versions", "--json", home=tmp_path / "new")) == []


def test_versions_after_a_rollback(run: Run, home: Home) -> None:
    """One that was taken back is not said never to have answered."""
    run("rollback")
    assert run("versions").out.splitlines()[1].endswith("　草稿或已退回")


def test_versions_of_a_damaged_pointer(run: Run, home: Home) -> None:
    """The list from which the editor chooses is shown all the same, with what is wrong; a publish mends it."""
    home.pointer.write_text("{", encoding="utf-8")
    ended = run("versions")
    assert (ended.code, ended.out.count("\n"), ended.err.count("\n")) == (2, 2, 1)
    assert "current 已损坏" in ended.err
    assert "已退回" not in ended.out
    assert "current 已损坏" in refused(run("rollback"))
    assert run("publish", 1).code == 0
    assert [line[0] for line in run("versions").out.splitlines()] == ["*", " "]


def test_versions_of_a_damaged_generation(run: Run, home: Home) -> None:
    """One that cannot be read is listed with what is wrong, and the others as ever."""
    for path in home.generation(1).glob("manifest*"):
        path.write_text("{}", encoding="utf-8")
    lines = run("versions").out.splitlines()
    assert "知识库版本 1 不存在或已损坏" in lines[0]
    assert lines[1].startswith("* 2　")


@pytest.mark.parametrize(
    ("today", "days"),
    [("2023-10-31", None), ("2023-11-01", 60), ("2023-12-01", 30), ("2023-12-24", 7), ("2023-12-31", 7)],
)
def test_what_ends_soon(run: Run, home: Home, monkeypatch: pytest.MonkeyPatch, today: str, days: int | None) -> None:
    """Norms and values that end are told 60, 30 and 7 days before, by `versions` and by `check`."""
    monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(today))
    write_state(home.root, STATES[0])
    rule = home.rules / f"own-{RULE}.yaml"
    text = rule.read_text(encoding="utf-8")
    cap = text.index("  cap:")
    text = text[:cap] + text[cap:].replace("- from: 2023-01-01", "- from: 2023-01-01\n        to: 2023-12-31", 1)
    rule.write_text(text, encoding="utf-8")
    put(home.root, policy("own", "甲。", "乙。", region="510704", effective_to="'2023-12-31'"))
    run("build")
    reminders = [line for line in run("versions").out.splitlines() if line.startswith("提醒：")]
    warned = [row for row in json.loads(run("check", "--json").out) if "到期" in row["message"]]
    if days is None:
        assert (reminders, warned) == ([], [])
        return
    assert reminders == [
        f"提醒：{days} 天内到期：{RULE} “年度支付限额”，最后一天 2023-12-31",
        f"提醒：{days} 天内到期：own 2 条规定，最后一天 2023-12-31",
    ]
    rows = told(run("versions", "--json"))
    assert [f"提醒：{text}" for text in rows[-1]["reminders"]] == reminders
    assert rows[0]["reminders"] == []
    assert sorted((Path(row["file"]).name, row["severity"], row["message"]) for row in warned) == [
        (f"own-{RULE}.yaml", "warning", f"“年度支付限额”将于 2023-12-31 到期（{days} 天内）"),
        ("own.md", "warning", f"2 条规定将于 2023-12-31 到期（{days} 天内）"),
    ]


# build, list, show


def test_build_as_json(run: Run, home: Home) -> None:
    """A build says as JSON what it made, whether it answers, and what was collected."""
    made = told(run("build", "--draft", "--json"))
    assert (made["generation"], made["published"]) == (3, False)
    assert made["documents"] > 1
    made = told(run("build", "--json"))
    assert (made["generation"], made["published"], made["removed"], made["put_away"]) == (4, True, [], [])
    assert told(run("build", "--if-stale", "--json"))["generation"] == 4


def test_build_collects(run: Run, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build clears away what is no longer of use and says so; so does `collect`."""
    monkeypatch.setenv("HOTLINE_KEEP_GENERATIONS", "1")
    assert run("build").out.endswith("条。已删去旧版本 1。\n")
    assert run("collect") == Ended(0, "没有可清理的版本。\n", "")
    run("build", "--draft")
    run("build", "--draft")
    assert told(run("collect", "--json")) == {"removed": [], "put_away": []}
    assert home.generation_numbers() == [2, 3, 5]


def test_collect_as_text(run: Run, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was removed and what was put away is named."""
    run("build", "--draft")
    run("build", "--draft")
    monkeypatch.setenv("HOTLINE_KEEP_GENERATIONS", "1")
    monkeypatch.setattr("knowledge.lifecycle.gathered", lambda group: [lambda settings: {1}])
    assert run("collect").out == "已删去旧版本 3。\n"
    run("publish", 4)
    assert run("collect").out == "已收起版本 1 的索引（复核旧回答时重建）。\n"
    assert "索引已收起，用到时重建" in run("versions").out.splitlines()[0]


def test_collect_while_another_builds(run: Run, home: Home) -> None:
    """A collection during a build is refused with who builds."""
    with writing(home):
        assert "请等它结束后再试" in refused(run("collect"))


def test_a_build_that_cannot_collect_is_done_all_the_same(
    run: Run, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where old generations cannot be cleared away, the build counts, and one line says why they stayed."""
    monkeypatch.setenv("HOTLINE_KEEP_GENERATIONS", "1")
    home.database.write_bytes(b"no database at all, only some text that is long enough")
    ended = run("build")
    assert (ended.code, home.current()) == (0, 3)
    assert ended.err.startswith("这次没有清理旧版本：")
    assert ended.err.count("\n") == 1


def test_list_and_show_of_a_generation(run: Run, home: Home) -> None:
    """Any generation can be listed and shown, as text and as JSON."""
    clause = f"{DOCUMENT}.outpatient-deductible"
    assert "在职职工260元/年" in run("show", clause).out
    assert "在职职工200元/年" in run("show", clause, "--generation", 1).out
    assert "在职职工200元/年" in told(run("show", clause, "--generation", 1, "--json"))[0]["text"]
    put(home.root, policy("own", "甲。"))
    run("build", "--draft")
    assert "own" not in run("list").out
    assert any(line.startswith("own　") for line in run("list", "--generation", 3).out.splitlines())
    assert "own" in {row["id"] for row in told(run("list", "--generation", 3, "--json"))}


# diff


def test_diff_of_two_generations(run: Run) -> None:
    """The figure that changed stands beside the old one, the rule's too, and the cases that it touches are named."""
    out = run("diff", 1, 2).out
    assert out.startswith("版本 1 → 2\n")
    assert "200元→260元" in out
    assert "起付标准" in out
    assert "words/said.yaml" in out
    found = told(run("diff", 1, 2, "--json"))
    assert (found["from"], found["to"]) == (1, 2)
    assert f"{DOCUMENT}.outpatient-deductible" in json.dumps(found["clauses"], ensure_ascii=False)
    assert RULE in json.dumps(found["rules"], ensure_ascii=False)
    (affected,) = found["affected"]
    because = {reason["id"] for case in affected["cases"] for reason in case["reasons"]}
    assert {f"{DOCUMENT}.outpatient-deductible", RULE} <= because
    assert f"可能受影响的用例：公开 {len(affected['cases'])} 例" in out


def test_diff_with_what_answers(run: Run) -> None:
    """With one number: what publishing it would change."""
    assert run("diff", 1).out.startswith("版本 2 → 1\n")
    assert "260元→200元" in run("diff", 1).out
    assert run("diff", 2).out == "版本 2 → 2\n没有差别\n"


# export


def answers(home: Path, builtin: bool) -> list[dict[str, Any]]:
    """What a home answers, without the ids and the generation's number."""
    assistant = open_assistant(Settings(home=home, builtin=builtin, region=None, embedding_model=None))
    day = date(2023, 6, 1)
    replies = (assistant.answer(Message(q, region="游仙区", as_of=day)) for q in (DEDUCTIBLE, BILL, COINED))
    return [reply.model_dump(exclude={"conversation_id", "turn_id", "generation"}) for reply in replies]


@pytest.mark.parametrize("builtin", [False, True])
def test_export_makes_the_same_home(hotline: Hotline, home: Home, tmp_path: Path, builtin: bool) -> None:
    """The archive, unpacked into a new home and built, gives the same answers, the shipped documents with it or not."""
    source, new = home.root, tmp_path / "new"
    if builtin:
        source = tmp_path / "own"
        put(source, policy("own", "职工医保普通门诊的破瓢坎由本区另定。", region="510704"))
        (source / "words").mkdir()
        (source / "words" / "said.yaml").write_text(STATES[1].words, encoding="utf-8")
        hotline("build", home=source, builtin=True)
    ended = hotline("export", home=source, builtin=builtin)
    name = "knowledge-000001.zip" if builtin else "knowledge-000002.zip"
    assert re.fullmatch(
        rf"版本 \d 已导出到 {name}：\d+ 份文档，\d+ 条。解压后，.*可放进另一个存放文件夹使用。\n", ended.out
    )
    with zipfile.ZipFile(name) as archive:
        archive.extractall(new)
    assert hotline("build", home=new, builtin=builtin).code == 0
    assert answers(new, builtin) == answers(source, builtin)


def test_export_of_a_generation(run: Run, home: Home, tmp_path: Path) -> None:
    """An older generation is exported as it was built, not as the home is now."""
    made = told(run("export", "old.zip", "--generation", 1, "--json"))
    assert (made["generation"], made["file"]) == (1, "old.zip")
    with zipfile.ZipFile("old.zip") as archive:
        names = archive.namelist()
        text = archive.read(f"documents/own-{DOCUMENT}.md").decode()
    assert made["files"] == len(names)
    assert "在职职工200元/年" in text
    assert {name.split("/")[0] for name in names} == {"documents", "rules", "words", "shipped"}


def test_export_never_overwrites(run: Run) -> None:
    """A file that is there stays as it is."""
    Path("there.zip").write_text("mine", encoding="utf-8")
    assert refused(run("export", "there.zip")) == "there.zip 已经存在；请换一个文件名，或先移走它"
    assert Path("there.zip").read_text(encoding="utf-8") == "mine"


def test_export_that_fails_leaves_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half an archive would pass for a whole one, and stand in the way of the next try."""

    def full(*arguments: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "a.zip")

    with monkeypatch.context() as then:
        then.setattr(zipfile.ZipFile, "write", full)
        assert "写不下了" in refused(run("export", "a.zip"))
    assert run("export", "a.zip").code == 0
