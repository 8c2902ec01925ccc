"""A rule that another one follows in the middle of a year: each answers for its own days, and a year is told both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.cli import run
from assistant.reply import Kind, Reply
from assistant.wiring import open_assistant
from knowledge.build import build
from knowledge.settings import Settings

PLACE = "青川县"
ASKED = "居民住院起付线是多少"
OLD, NEW = "300元", "400元"
BOTH = {OLD, NEW}
DOCUMENT = """---
id: {id}
title: 青川县居民医保待遇办法（{id}）
issuer: 青川县医疗保障局
region: '510822'
published: {published}
effective_from: {begins}
{more}---
# 住院待遇
## 起付标准 {{#deductible}}
@insured: resident
@care: inpatient

青川县城乡居民医保住院起付标准为每次{figure}。
## 报销比例 {{#ratio}}
@insured: resident
@care: inpatient

青川县城乡居民医保住院政策范围内费用报销比例为{ratio}。
"""

Asked = Callable[[str, str], Reply]


def documents(home: Path, *, old_more: str = "", new_more: str = "") -> Settings:
    """A home with the old rule of 2024-01-01 and the new one of 2024-07-01, not built yet."""
    folder = home / "documents"
    folder.mkdir(parents=True)
    old = DOCUMENT.format(id="old", published="2023-12-20", begins="2024-01-01", figure=OLD, ratio="60%", more=old_more)
    new = DOCUMENT.format(id="new", published="2024-05-20", begins="2024-07-01", figure=NEW, ratio="65%", more=new_more)
    (folder / "old.md").write_text(old, encoding="utf-8")
    (folder / "new.md").write_text(new, encoding="utf-8")
    return Settings(home=home, builtin=False, region=None, embedding_model=None)


def stated(home: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """The old document names its last day itself."""
    settings = documents(home, old_more="effective_to: 2024-06-30\n", new_more="supersedes: old\n")
    build(settings, lambda step, done, total: None, publish=True)
    return open_assistant(settings)


def superseded(home: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """Only the new document says that it supersedes the old one."""
    settings = documents(home, new_more="supersedes: old\n")
    build(settings, lambda step, done, total: None, publish=True)
    return open_assistant(settings)


def retired(home: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """`hotline knowledge retire old --superseded-by new` ended it."""
    settings = documents(home)
    monkeypatch.setenv("HOTLINE_HOME", str(home))
    monkeypatch.setenv("HOTLINE_BUILTIN", "0")
    assert run(["knowledge", "retire", "old", "--superseded-by", "new"]) == 0
    assert run(["knowledge", "build"]) == 0
    return open_assistant(settings)


@pytest.fixture(scope="module", params=[stated, superseded, retired])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """`asked(text, day)` in the place of the two documents, one ended by the other in each way there is."""
    with pytest.MonkeyPatch.context() as patch:
        assistant: Assistant = request.param(tmp_path_factory.mktemp("mid-year"), patch)
    return lambda text, day: assistant.converse([text], region=PLACE, as_of=date.fromisoformat(day))[-1]


def figures(reply: Reply) -> set[str]:
    """Which of the two rules' figures an answer holds."""
    return {figure for figure in BOTH if figure in reply.text}


@pytest.mark.parametrize(
    ("day", "figure"),
    [("2024-01-01", OLD), ("2024-06-30", OLD), ("2024-07-01", NEW), ("2024-07-02", NEW), ("2025-03-01", NEW)],
)
def test_the_days_around_the_change(asked: Asked, day: str, figure: str) -> None:
    """Until its last day the old rule answers, from the next one the new."""
    assert figures(asked(ASKED, day)) == {figure}


def test_before_both_nothing_is_told(asked: Asked) -> None:
    """On the day before the first rule there is no figure."""
    reply = asked(ASKED, "2023-12-31")
    assert reply.kind is Kind.NO_BASIS and not figures(reply)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"2024年{ASKED}", "2024-03-01"),
        (f"2024年{ASKED}", "2024-09-01"),
        (f"2024年{ASKED}", "2025-03-01"),
        (f"今年{ASKED}", "2024-09-01"),
        (f"去年{ASKED}", "2025-03-01"),
        (f"2024年1月到12月{ASKED}", "2025-03-01"),
    ],
)
def test_a_year_is_told_both_with_their_days(asked: Asked, text: str, day: str) -> None:
    """Where only the year is named, each figure stands behind the days on which it was in force."""
    lines = asked(text, day).text.split("\n")
    (old,), (new,) = ([line for line in lines if figure in line] for figure in (OLD, NEW))
    assert old.startswith("2024年1月1日至2024年6月30日：")
    assert new.startswith("2024年7月1日起：")


@pytest.mark.parametrize(
    ("text", "day", "figure"),
    [
        (f"今年上半年{ASKED}", "2024-09-01", OLD),
        (f"今年下半年{ASKED}", "2024-03-01", NEW),
        (f"7月以后{ASKED}", "2024-03-01", NEW),
        (f"7月以前{ASKED}", "2024-09-01", OLD),
        (f"2024年6月30号{ASKED}", "2025-03-01", OLD),
        (f"去年7月1日{ASKED}", "2025-03-01", NEW),
        (f"5月份{ASKED}", "2024-09-01", OLD),
        (f"下个月1号起{ASKED}", "2024-06-15", NEW),
        (f"改之前{ASKED}", "2024-09-01", OLD),
        (f"改之前{ASKED}", "2025-03-01", OLD),
        (f"新办法出来之前{ASKED}", "2024-06-15", OLD),
        (f"新政策实施以后{ASKED}", "2024-06-15", NEW),
    ],
)
def test_a_part_of_the_year_is_told_its_own(asked: Asked, text: str, day: str, figure: str) -> None:
    """A half, a month, a day or a side of the change has one rule, whenever it is asked for."""
    assert figures(asked(text, day)) == {figure}


def test_sides_of_the_change_are_compared(asked: Asked) -> None:
    """Before and after, asked for together, are told apart by name."""
    text = asked("改之前和改之后居民住院起付线分别是多少", "2024-09-01").text
    before, after = text.split("\n")[:2]
    assert before.startswith("调整以前") and OLD in before
    assert after.startswith("调整以后") and NEW in after


def test_the_citation_carries_the_last_day(asked: Asked) -> None:
    """What a citation shows of the old rule ends on its last day."""
    (citation,) = asked(f"改之前{ASKED}", "2024-09-01").citations
    assert (citation.document_id, citation.effective_to) == ("old", date(2024, 6, 30))
