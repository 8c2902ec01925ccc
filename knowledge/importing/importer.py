"""Brings files into a home: documents with clauses, rules, hospital directories.

First every file is read and it is settled what would become of it (`prepare`), so that a person can look
at all of it; then it is written (`carry_out`). What goes wrong with one file never stops the others.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterable
from pathlib import Path

from knowledge.errors import HotlineError, InputError
from knowledge.home import Home
from knowledge.importing.building import Overrides, build_document
from knowledge.importing.known import Known
from knowledge.importing.loaders import reported_suffixes
from knowledge.importing.planner import RULES, TABLES, Planner
from knowledge.importing.result import ImportResult, Plan, error_line
from knowledge.region import places
from knowledge.wordlists import WordLists, using

__all__ = ["ImportResult", "Overrides", "Plan", "build_document", "carry_out", "expand", "import_paths", "prepare"]

Progress = Callable[[int, int, Path], None]


def import_paths(
    paths: Iterable[str | Path],
    home_documents: Path,
    overrides: Overrides | None = None,
    on_progress: Progress | None = None,
    *,
    builtin: bool = True,
) -> list[ImportResult]:
    """Import files, folders (recursive) and globs; one result a file, in order.

    `on_progress(done, total, path)` is called after each file is read. Raises InputError only for overrides
    that cannot be used (an unknown region, one title for several files) and DocumentError only for the home's
    word lists, since they concern every file.
    """
    return carry_out(prepare(paths, Home(home_documents.parent), overrides, on_progress, builtin=builtin))


def prepare(
    paths: Iterable[str | Path],
    home: Home,
    overrides: Overrides | None = None,
    on_progress: Progress | None = None,
    *,
    builtin: bool = True,
) -> list[Plan]:
    """Read every file and settle what it would become; nothing is written. Arguments as in import_paths.

    Texts are understood with the home's word lists; raises DocumentError where those cannot be used.
    """
    wanted = overrides or Overrides()
    if wanted.region is not None:
        places().resolve(wanted.region)
    found = expand(paths)
    if wanted.title is not None and sum(path.suffix.lower() not in RULES for path in found) > 1:
        raise InputError("--title 只能用于一个文件；请逐个导入")
    with using(WordLists.of_home(home.root)):
        planner = Planner(home, wanted, Known(home, builtin=builtin))
        plans: dict[Path, Plan] = {}
        # Rules come last: they are proved against the clauses of this very import.
        for done, path in enumerate(sorted(found, key=lambda p: p.suffix.lower() in RULES), 1):
            plans[path] = planner.plan(path, found[path])
            if on_progress:
                on_progress(done, len(found), path)
        return [planner.with_broken_rules(plans[path]) for path in found]


def carry_out(plans: Iterable[Plan]) -> list[ImportResult]:
    """Write what was planned."""
    return [_carried_out(plan) for plan in plans]


def _carried_out(plan: Plan) -> ImportResult:
    try:
        if plan.write:
            plan.write()
    except (HotlineError, OSError) as error:
        return ImportResult(plan.result.path, error=error_line(plan.result.path, error), warnings=plan.result.warnings)
    return plan.result


def expand(paths: Iterable[str | Path]) -> dict[Path, Path | None]:
    """The files that paths, folders and globs mean, each once, with the folder whose member it is.

    A folder gives the formats that can be read, and the papers that people should save in another format. A
    path that is nothing stays among them, so that its error is reported.
    """
    found: dict[Path, Path | None] = {}
    usable = {*reported_suffixes(), *RULES, *TABLES}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            members = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
            found.update(dict.fromkeys((p for p in members if p.suffix.lower() in usable), path))
        elif not path.exists() and glob.has_magic(str(given)):
            matches = [Path(p) for p in sorted(glob.glob(str(given), recursive=True))]  # noqa: PTH207 (absolute patterns)
            found.update(expand(matches) if matches else {path: None})
        else:
            found[path] = None
    return found


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
