"""The doors of the command line."""

from __future__ import annotations

import itertools
import json
from typing import Any

from tests.assistant.canaries.scene import Scene, bundled


def ask(scene: Scene, sent: list[str]) -> str:
    """`hotline ask`, some messages at once."""
    ways = itertools.cycle([[], ["--json"]])
    return "".join(scene.command("ask", text, *way) for text, way in zip(bundled(sent), ways, strict=False))


def wrong_words(scene: Scene, sent: list[str]) -> str:
    """Commands that cannot be carried out and say why."""
    return "".join(scene.command("ask", "你好", "--region", text) for text in sent[:3])


def chat(scene: Scene, sent: list[str]) -> str:
    """`hotline chat`, one conversation."""
    return scene.command("chat", heard="\n".join(text.replace("\n", " ") for text in sent) + "\n\n")


def batch(scene: Scene, sent: list[str]) -> str:
    """`hotline batch`: what it writes, and what it says of lines that it cannot use."""
    source, target = scene.folder / "in.jsonl", scene.folder / "out.jsonl"
    rows: list[dict[str, Any]] = [{"id": str(n), "turns": [text]} for n, text in enumerate(sent)]
    rows += [{"id": "region", "region": text, "turns": ["你好"]} for text in sent[:5]]
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return scene.command("batch", str(source), str(target)) + target.read_text("utf-8")


def evaluation(scene: Scene, sent: list[str]) -> str:
    """`hotline eval run` over a suite that holds real questions: its report."""
    folder, report = scene.folder / "suites", scene.folder / "report.json"
    folder.mkdir()
    cases = [
        {"id": f"case-{n}", "turns": [text], "as_of": "2023-06-01", "expect": ["answer"]} for n, text in enumerate(sent)
    ]
    suite = {"suite": "canaries", "kind": "faq", "cases": cases}
    (folder / "canaries.yaml").write_text(json.dumps(suite, ensure_ascii=False), encoding="utf-8")
    said = scene.command("eval", "run", "--jobs", "1", "--folder", str(folder), "--json", str(report))
    return said + report.read_text("utf-8")
