"""`python -m eval.generate`: writes the generated suites anew, the same from the same written cases."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import yaml

from eval.convert import render
from eval.evidence import Evidence
from eval.generate.bills import bills, conversations
from eval.generate.draw import SEED
from eval.generate.variants import MAKERS, Base, Row
from eval.suite import SUITES, Subject, Suite, load_suites
from knowledge.clause import Clause, Nature
from knowledge.document import read_document
from knowledge.library import PACKAGE
from knowledge.region import NATION

FOLDER = SUITES / "generated"
_KEYS = ("id", "turns", "region", "as_of", "expect", "source", "evidence", "cite", "must", "must_not", "slots", "calc")


def generated(suites: Sequence[Suite]) -> dict[str, str]:
    """File name → text of every generated suite, made of the written ones among `suites`."""
    words: dict[str, Any] = yaml.safe_load(files("eval.generate").joinpath("words.yaml").read_text(encoding="utf-8"))
    bases = _bases(suites)
    found: dict[str, tuple[Subject, list[Row]]] = {
        "bills": (Subject.CALCULATION, list(bills(words))),
        "bills-again": (Subject.CONVERSATION, list(conversations(words))),
    }
    found |= {name: (subject, list(make(bases, words))) for name, (subject, make) in MAKERS.items()}
    return {f"gen-{name}.yaml": _text(f"gen-{name}", *made) for name, made in found.items()}


def _bases(suites: Sequence[Suite]) -> list[Base]:
    """The open cases that a person wrote and that one message answers, noise and orders not among them."""
    evidence, clauses = Evidence.shipped(), _clauses()
    bases = []
    for suite in suites:
        if suite.sealed or suite.seed is not None or suite.kind not in (Subject.BLIND, Subject.CALCULATION):
            continue
        for case in suite.cases:
            named = [clauses[i] for i in evidence.clauses(case) or () if i in clauses]
            if len(case.turns) > 1 or not case.answerable or not named or not (case.must or case.calc):
                continue
            place = case.region if all(clause.region not in (None, NATION) for clause in named) else None
            norm = all(clause.nature is Nature.NORM and clause.effective_from for clause in named)
            bases.append(Base(suite.suite, case, place, norm))
    return bases


def _clauses() -> dict[str, Clause]:
    return {c.id: c for path in sorted((PACKAGE / "documents").glob("*.md")) for c in read_document(path).clauses}


def _text(name: str, subject: Subject, rows: list[Row]) -> str:
    cases = [{key: row[key] for key in (*_KEYS, "note") if row.get(key) not in (None, [], {})} for row in rows]
    head = f"# 由 python -m eval.generate 生成，请勿手改；改 eval/generate/ 或原来的用例后重新生成。\nseed: {SEED}\n"
    return head + render(name, subject, sealed=False, cases=cases)


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=FOLDER)
def main(out: Path) -> None:
    """Write every file and say how many cases it holds."""
    written = [suite for suite in load_suites() if suite.seed is None]
    out.mkdir(parents=True, exist_ok=True)
    for name, text in generated(written).items():
        (out / name).write_text(text, encoding="utf-8")
        click.echo(f"{name} {text.count('- id: ')}")


if __name__ == "__main__":
    main()
