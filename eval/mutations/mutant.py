"""One change for the worse: read from the list, made to a copy of the program, asked in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

import knowledge
from eval.marked import Marked

ROOT = Path(knowledge.__file__).parent.parent
CODE = "code"
_PACKAGES = ("knowledge", "assistant", "eval")


class Edit(BaseModel):
    """One file below `knowledge/`: every `find` becomes `replace`, or only the first `keep` lines stay."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    file: str
    find: str = ""
    replace: str = ""
    keep: int | None = None


class Mutation(BaseModel):
    """A change for the worse; see the head of `list.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    touches: str
    edits: tuple[Edit, ...]
    gate: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether it was noticed: the first case that became worse (None: none did), after how many were asked.

    `refused: …` where the knowledge no longer builds, so that no case needs to be asked.
    """

    mutation: Mutation
    worse: str | None
    asked: int


def mutations() -> list[Mutation]:
    """All of the list, in its order."""
    path = files("eval.mutations").joinpath("list.yaml")
    data = Marked(path.read_text(encoding="utf-8"), str(path)).data
    groups = TypeAdapter(dict[str, list[Mutation]]).validate_python(data)
    return [one for group in groups.values() for one in group]


def tried(mutation: Mutation, cases: Sequence[str], baseline: Path) -> Tried:
    """Ask a mutated copy the cases (`suite/case`), until one comes out worse than the baseline says."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "program"
        for name in _PACKAGES:
            _linked(ROOT / name, copy / name)
        for edit in mutation.edits:
            _change(copy / "knowledge" / edit.file, edit)
        wanted = Path(folder) / "cases.json"
        wanted.write_text(json.dumps(list(cases)), encoding="utf-8")
        environment = {n: v for n, v in os.environ.items() if not n.upper().startswith("HOTLINE_")}
        ran = subprocess.run(
            [sys.executable, "-m", "eval.mutations.asked", str(Path(folder) / "home"), str(wanted), str(baseline)],
            cwd=copy,
            env={**environment, "PYTHONPATH": str(copy)},
            capture_output=True,
            text=True,
        )
    if ran.returncode:
        raise RuntimeError(f"{mutation.name}: {ran.stderr.strip().splitlines()[-1]}")
    found = json.loads(ran.stdout.splitlines()[-1])
    return Tried(mutation, found["worse"], found["asked"])


def _linked(source: Path, target: Path) -> None:
    """A copy of a package that costs no space; where hard links do not go there, a true copy."""
    try:
        shutil.copytree(source, target, copy_function=os.link, ignore=shutil.ignore_patterns("__pycache__"))
    except (OSError, shutil.Error):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


def _change(path: Path, edit: Edit) -> None:
    text = path.read_text(encoding="utf-8")
    changed = text.replace(edit.find, edit.replace) if edit.find else "".join(text.splitlines(True)[: edit.keep])
    if changed == text:
        raise ValueError(f"{edit.file}: {edit.find!r} is not there; mend eval/mutations/list.yaml")
    path.unlink()  # the link, not what it leads to
    path.write_text(changed, encoding="utf-8")
