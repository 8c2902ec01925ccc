"""A case from a stored turn: what was asked, where and when; what is right of it a person must say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.conversation import State
from assistant.replay import recorded_turn
from assistant.reply import Reply
from eval.convert import render
from eval.suite import Subject, load_suite
from knowledge.errors import HotlineError, InputError
from knowledge.settings import Settings


@dataclass(frozen=True, slots=True)
class Added:
    """Where the case stands, and what has to be filled in, in Chinese."""

    path: Path
    line: int
    todo: tuple[str, ...]


def add_case(settings: Settings, turn_id: str, folder: Path, suite: str) -> Added:
    """Append the case to `<folder>/<suite>.yaml`; InputError where there is no such turn or it was added before.

    The message is the masked one; nothing else of the person is stored.
    """
    recorded = recorded_turn(settings, turn_id)
    reply, given = Reply.model_validate_json(recorded.reply), json.loads(recorded.trace).get("given") or {}
    row = _row(turn_id, recorded.message, reply, given)
    path = folder / f"{suite}.yaml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    head, _, case = render(suite, Subject.BLIND, sealed=False, cases=[row]).partition("cases:\n")
    text = (before.rstrip("\n") or f"{head}cases:") + "\n" + case
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}：写不进去（{error.strerror}）；请检查文件夹是否存在、是否有写权限") from error
    try:
        load_suite(path)
    except HotlineError:  # the file is left as it was: added twice, or not a suite
        if before:
            path.write_text(before, encoding="utf-8")
        else:
            path.unlink()
        raise
    return Added(path, text.count("\n") - case.count("\n") + 1, tuple(_todo(row, reply, given)))


def _row(turn_id: str, message: str, reply: Reply, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"turn-{turn_id[:12]}",
        "turns": [message],
        "region": given.get("region") or given.get("home_region"),
        "as_of": given.get("as_of"),
        "expect": [reply.kind.value],
        "cite": [citation.clause_id for citation in reply.citations],
    }


def _todo(row: dict[str, Any], reply: Reply, given: dict[str, Any]) -> list[str]:
    todo = [
        f"expect：照抄了当时的回答 {reply.kind.value}；答得不对就改成应有的类别",
        "must：写出回答里必须有的事实，例如 must: [2000元, [一年, 每年]]；不该出现的写进 must_not",
    ]
    if reply.calculations:
        todo.append(f"calc：要算出的数，例如 {reply.calculations[0].result.value}元；请另行核算，不要照抄")
    if row["cite"]:
        todo.append("cite：照抄了当时引用的条款；不对就改成正确的，用 hotline knowledge search 查编号")
    else:
        todo.append("cite：有条款能回答就写上编号（hotline knowledge search 可查），没有就不写")
    if not row["region"]:
        todo.append("region：当时没有说明地区；需要就补上")
    if not row["as_of"]:
        todo.append("as_of：问的那一天，不写则随日历变化")
    if given.get("state") and State.model_validate(given["state"]) != State():
        todo.append("turns：这句话是接着前文问的；请把前面的话依次写在它前面")
    if given.get("facts"):
        todo.append("turns：当时在屏幕上另选了情况（" + "、".join(given["facts"]) + "）；请写进问题里")
    return todo
