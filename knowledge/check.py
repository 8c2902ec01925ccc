"""Everything that must hold of the knowledge, found in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from knowledge import clock
from knowledge.benefit import Rule, failures, load_rule
from knowledge.checks import figures, headers, phones, wording
from knowledge.checks.problem import Check, Problem, Scene, of_error
from knowledge.errors import HotlineError, RuleError
from knowledge.home import Home
from knowledge.library import read_library
from knowledge.reminders import ending_values
from knowledge.settings import Settings
from knowledge.wordlists import WordLists, using

_CHECKS: dict[str, Check] = {
    "编号": headers.ids,
    "日期": headers.days,
    "地区": headers.regions,
    "重复": headers.twice,
    "电话": phones.dialled,
    "电话用途": phones.contradictory,
    "数额": figures.contradictions,
    "措辞": wording.as_the_original,
    "到期": headers.due,
}


def check(
    settings: Settings,
    *,
    today: date | None = None,
    progress: Callable[[str, int, int], None] = lambda step, done, total: None,
) -> list[Problem]:
    """Everything that is wrong, errors first; nothing wrong: empty. `today` defaults to the day in Shanghai."""
    home = Home(settings.home)
    faults: list[HotlineError] = []
    with using(WordLists.of_home(home.root, faults)):
        library = read_library(home, builtin=settings.builtin, faults=faults)
        scene = Scene(home, library, today or clock.today())
        problems = [of_error(fault) for fault in faults]
        for done, (name, find) in enumerate(_CHECKS.items(), 1):
            problems += find(scene)
            progress(name, done, len(_CHECKS))
        problems += _rules(scene)
    return sorted(problems, key=lambda p: (p.severity != "error", str(p.file), p.line or 0))


def _rules(scene: Scene) -> Iterator[Problem]:
    """Rules that are refused, worked examples that come to another amount, values that end soon."""
    clauses = scene.library.clauses
    rules: dict[str, Rule] = {}
    for path in scene.library.rule_files:
        try:
            rule = load_rule(path, clauses)
        except RuleError as error:
            yield of_error(error)
            continue
        if rule.id in rules:
            yield Problem("error", path, None, "id", f"“{rule.id}”已在另一个规则文件里", "请换一个编号或删去一个文件")
        rules[rule.id] = rule
        for ending in ending_values(rule, scene.today):
            message = f"{ending.what}将于 {ending.day} 到期（{ending.stage} 天内）"
            yield Problem("warning", path, None, "to", message, "请备好接续的数值")
        for failure in failures(rule):
            key = f"examples.{failure.example}"
            yield Problem(
                "error", path, None, key, f"例子“{failure.example}”不对：{failure.message}", "请改正例子或参数"
            )
