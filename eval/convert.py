"""Blind questions (JSON Lines) into suites, half open and half sealed.

    python -m eval.convert IN.jsonl… --out eval/suites --name blind1

A question's half follows from a hash of the name and its id, so it never changes sides when others
are added; `--half` puts all into one, where another set is the other half. Evidence becomes spans and sentence numbers: no source wording stands in the project.
Only counts are printed; the sealed half is not for reading.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import yaml

from eval.evidence import SOURCES, source_text, touched
from eval.suite import NAME, SEALED_FOLDER, SUITES, Subject, load_suite
from knowledge.clause import Span
from knowledge.errors import DocumentError, HotlineError, InputError

Row = dict[str, Any]

# blind key → suite key, in the order in which a case is written
_KEYS = {
    "id": "id",
    "turns": "turns",
    "region": "region",
    "as_of": "as_of",
    "kind": "expect",
    "source": "source",
    "evidence": "evidence",
    "must": "must",
    "must_not": "must_not",
    "slots": "slots",
    "calc": "calc",
    "note": "note",
}


def is_sealed(name: str, case_id: str) -> bool:
    """Which half a question falls into."""
    return hashlib.sha256(f"{name}:{case_id}".encode()).digest()[0] % 2 == 1


def convert(
    inputs: list[Path],
    out: Path,
    name: str,
    sources: Path = SOURCES,
    kind: Subject = Subject.BLIND,
    half: str | None = None,
) -> dict[str, int]:
    """Write the suites; suite name → number of cases."""
    if not re.fullmatch(NAME, name):
        raise InputError(f"名称“{name}”只能用小写字母、数字和“-”")
    groups: dict[tuple[str, bool], list[Row]] = defaultdict(list)
    seen: set[str] = set()
    for path in inputs:
        for line, row in _rows(path):
            if row["id"] in seen:
                raise DocumentError("id：与前面的问题重复；请换一个", path, line)
            seen.add(row["id"])
            case = {ours: row[theirs] for theirs, ours in _KEYS.items() if row.get(theirs) not in (None, [], {}, "")}
            case["evidence"] = _passages(row, sources, path, line)
            sealed = is_sealed(name, row["id"]) if half is None else half == "sealed"
            groups[_subject(row), sealed].append(case)
    counts = {}
    for (subject, sealed), cases in sorted(groups.items()):
        suite = f"{name}-{'sealed' if sealed else 'open'}-{subject}"
        target = out / SEALED_FOLDER / f"{suite}.yaml" if sealed else out / f"{suite}.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(render(suite, kind, sealed, cases), encoding="utf-8")
        counts[suite] = len(load_suite(target).cases)
    return counts


def render(suite: str, kind: Subject, sealed: bool, cases: list[Row]) -> str:
    """A blind suite as an editor would write it: one key a line, lists in brackets."""
    lines = [f"suite: {suite}", f"kind: {kind}", f"sealed: {str(sealed).lower()}", "cases:"]
    for case in cases:
        for n, (key, value) in enumerate((k, v) for k, v in case.items() if v not in (None, [])):
            written = value if key == "as_of" else _passage_list(value) if key == "evidence" else flow(value)
            lines.append(f"  {'- ' if n == 0 else '  '}{key}: {written}")
    return "\n".join(lines) + "\n"


def flow(value: Any) -> str:
    """A value of YAML in one line."""
    dumped: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False)
    return dumped.removesuffix("\n").removesuffix("\n...").strip()


def _passage_list(passages: list[Row]) -> str:
    return "[" + ", ".join(f"{{at: {p['at']}, sentences: {p['sentences']}}}" for p in passages) + "]"


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError("读不到这个文件；请检查路径，并存为 UTF-8", path) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise DocumentError("不是合法的 JSON", path, number) from error
        if not isinstance(row, dict) or not {"id", "turns", "kind"} <= row.keys():
            raise DocumentError("缺少 id、turns 或 kind；请补上", path, number)
        if unknown := row.keys() - _KEYS.keys():
            raise DocumentError(f"不认识的键 {'、'.join(sorted(unknown))}；可用：{'、'.join(_KEYS)}", path, number)
        yield number, row


def _subject(row: Row) -> str:
    """The source that the writer worked on, named by the id; so questions that nothing answers stay beside it."""
    match = re.match(r"(?:\d{3}|[a-z]+)(?=-)", str(row["id"]))
    return match[0] if match else row.get("source") or "none"


def _passages(row: Row, sources: Path, path: Path, line: int) -> list[Row]:
    evidence = row.get("evidence") or []
    if not evidence:
        return []
    text = source_text(sources, str(row.get("source")))
    if text is None:
        raise DocumentError(f"source：{sources} 里没有这个来源；请用 --sources 指明文件夹", path, line)
    passages = []
    for quote in evidence:
        # where the source says the same words twice, either place answers
        starts = [match.start() for match in re.finditer(f"(?={re.escape(quote)})", text)] if quote else []
        if not starts:
            raise DocumentError("evidence：来源里没有这段原文；请逐字抄录", path, line)
        for start in starts:
            span = Span(start=start, end=start + len(quote))
            passages.append({"at": f"{span.start}-{span.end}", "sentences": list(touched(text, span))})
    return passages


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=SUITES, help="套件文件夹")
@click.option("--name", required=True, help="套件名称的开头，也是分半的种子")
@click.option("--sources", type=click.Path(path_type=Path, file_okay=False), default=SOURCES, help="来源原文所在文件夹")
@click.option("--kind", type=click.Choice([s.value for s in Subject]), default=Subject.BLIND.value, help="套件考察什么")
@click.option("--half", type=click.Choice(["open", "sealed"]), help="全部放入这一半；不写则按编号分两半")
def main(inputs: tuple[Path, ...], out: Path, name: str, sources: Path, kind: str, half: str | None) -> None:
    """把盲测问题（JSON Lines）转成开放和密封两半套件。"""
    try:
        counts = convert(list(inputs), out, name, sources, Subject(kind), half)
    except HotlineError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    for suite, number in counts.items():
        click.echo(f"{suite} {number}")


if __name__ == "__main__":
    main()
