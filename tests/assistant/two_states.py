"""A home with two generations: another document, another rule, other words; and how an answer tells which it is from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import knowledge
from assistant.reply import Reply
from knowledge.build import build
from knowledge.settings import Settings

PACKAGE = Path(knowledge.__file__).parent
DOCUMENT = "youxian-interview-2023"
RULE = "510700.employee-outpatient"
DEDUCTIBLE = "职工医保普通门诊的起付标准是多少"
BILL = "我是在职职工，在三级医院普通门诊花了1600元，能报多少？"
COINED = "职工医保普通门诊的破瓢坎是多少"
"""A word that only the word lists of the second state know."""


@dataclass(frozen=True)
class State:
    """The yearly deductible of a state, and what the fund pays of BILL with it; `words` are its own word list."""

    deductible: str
    pays: str
    words: str


STATES = (State("200", "700", ""), State("260", "670", "破瓢坎: 起付标准\n"))


def settings_of(home: Path) -> Settings:
    """Settings of a home of its own documents and the national ones."""
    return Settings(home=home, builtin=False, region=None, embedding_model=None)


def write_state(home: Path, state: State) -> None:
    """Put the document, the rule and the word list of a state into the home."""
    for folder, name in (("documents", f"{DOCUMENT}.md"), ("rules", f"{RULE}.yaml")):
        text = (PACKAGE / folder / name).read_text(encoding="utf-8")
        text = text.replace("在职职工200元", f"在职职工{state.deductible}元")
        text = text.replace("{active: 200, retired: 150}", f"{{active: {state.deductible}, retired: 150}}")
        (home / folder).mkdir(parents=True, exist_ok=True)
        # The home's own rule file must not bear the name of a shipped one.
        (home / folder / f"own-{name}").write_text(text, encoding="utf-8")
    (home / "words").mkdir(exist_ok=True)
    (home / "words" / "said.yaml").write_text(state.words, encoding="utf-8")


def build_states(home: Path, *states: State) -> Settings:
    """Build a generation of each state in turn; the last one answers."""
    settings = settings_of(home)
    for state in states:
        write_state(home, state)
        build(settings, lambda step, done, total: None, publish=True)
    return settings


def told_deductibles(reply: Reply) -> set[str]:
    """The deductibles of all states that the text of a reply states."""
    return {s.deductible for s in STATES if re.search(rf"(?<!\d){s.deductible}元", reply.text)}
