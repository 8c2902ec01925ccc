"""Coverage: every sentence of a digest's source maps to clauses, or to a reason for leaving it out.

A table `documents/coverage/<number>.yaml` names the source file, its SHA-256, the digest, and for
each range of sentences either the clauses that hold it or the reason why none does:

    source: 002_99a13df789b458bd.txt
    sha256: …
    digest: youxian-interview-2023
    sentences:
      1-3: 网页导航，无政策内容
      4: [goal-2030]
      5-6: [duties, founding]

Sentences are numbered from 1 by `sentences`, so a table also carries a passage of the source to the
digest clauses that stand for it.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import yaml

from knowledge.clause import Span
from knowledge.errors import DocumentError

_SENTENCE = re.compile(r"[^。！？；!?;\n]*(?:[。！？；!?;]+[”’」』）)】]*|\n|$)")


def sentences(text: str) -> list[Span]:
    """The sentences of a source text as spans without surrounding blanks, in order."""
    spans = []
    for match in _SENTENCE.finditer(text):
        raw = match[0]
        kept = raw.strip()
        if re.search(r"\w", kept):
            start = match.start() + raw.index(kept)
            spans.append(Span(start=start, end=start + len(kept)))
    return spans


class Coverage:
    """One coverage table: sentence number → names of digest clauses, or the reason for leaving it out."""

    def __init__(self, path: Path) -> None:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        try:
            self.source: str = data["source"]
            self.sha256: str = data["sha256"]
            self.digest: str = data["digest"]
            table = data["sentences"]
        except (KeyError, TypeError) as error:
            raise DocumentError(f"覆盖表缺少 {error}", path) from error
        self.clauses: dict[int, tuple[str, ...]] = {}
        self.left_out: dict[int, str] = {}
        for key, value in table.items():
            if not re.fullmatch(r"\d+(-\d+)?", key):
                raise DocumentError(f"“{key}”不是句子编号；请写成 3 或 3-5", path)
            first, _, last = key.partition("-")
            for number in range(int(first), int(last or first) + 1):
                if number in self.clauses or number in self.left_out:
                    raise DocumentError(f"句子 {number} 出现了两次", path)
                if isinstance(value, list):
                    self.clauses[number] = tuple(f"{self.digest}.{name}" for name in value)
                else:
                    self.left_out[number] = value

    def clauses_of(self, source_text: str, start: int, end: int) -> tuple[str, ...]:
        """Ids of the digest clauses that stand for the source passage [start, end)."""
        found: dict[str, None] = {}
        for number, span in enumerate(sentences(source_text), 1):
            if span.start < end and start < span.end:
                found.update(dict.fromkeys(self.clauses.get(number, ())))
        return tuple(found)

    def problems(self, source_text: str, clause_ids: set[str]) -> list[str]:
        """What is wrong with the table against its source and the digest's clauses (nothing: empty)."""
        found = []
        if hashlib.sha256(source_text.encode()).hexdigest() != self.sha256:
            found.append(f"{self.source} 的内容与覆盖表记录的 SHA-256 不同")
        count = len(sentences(source_text))
        mapped = self.clauses.keys() | self.left_out.keys()
        if missing := sorted(set(range(1, count + 1)) - mapped):
            found.append(f"未覆盖的句子：{missing}")
        if extra := sorted(mapped - set(range(1, count + 1))):
            found.append(f"没有这些句子：{extra}")
        used = {name for names in self.clauses.values() for name in names}
        if unknown := sorted(used - clause_ids):
            found.append(f"没有这些条款：{unknown}")
        if unused := sorted(clause_ids - used):
            found.append(f"没有来源句子的条款：{unused}")
        return found
