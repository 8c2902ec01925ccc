"""Everything that must hold of the knowledge, found in one run."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.benefit import failures, load_rules
from knowledge.document import Document
from knowledge.errors import HotlineError
from knowledge.home import Home
from knowledge.library import read_library
from knowledge.settings import Settings

_PHONE = re.compile(r"(?<![\d-])(0\d{2,3})-?(\d+)(?![\d-])")


def check(settings: Settings) -> list[str]:
    """One line for each thing that is wrong, naming where and how to mend it; nothing wrong: empty."""
    home = Home(settings.home)
    try:
        library = read_library(home, builtin=settings.builtin)
        clauses = {c.id: c for d in library.documents.values() for c in d.clauses}
        rules = load_rules(library.rule_files, clauses)
    except HotlineError as error:
        return [str(error)]
    problems = [line for document in library.documents.values() for line in _document_problems(document)]
    for rule in rules.values():
        problems += [f"{rule.id}：例子“{f.example}”不对：{f.message}" for f in failures(rule)]
    return problems


def _document_problems(document: Document) -> Iterable[str]:
    texts: dict[str, str] = {}
    for clause in document.clauses:
        if clause.text in texts:
            yield f"{clause.id}：正文与 {texts[clause.text]} 相同；请删去一条"
        texts[clause.text] = clause.id
        if clause.effective_from and clause.effective_to and clause.effective_from > clause.effective_to:
            yield f"{clause.id}：起始日 {clause.effective_from} 晚于终止日 {clause.effective_to}"
        for area, number in _PHONE.findall(clause.text):
            if not re.fullmatch(r"\d{7,8}|12\d{3}", number):  # 0816-12345 is a hotline called from elsewhere
                yield f"{clause.id}：电话 {area}-{number} 不是 7 或 8 位；请核对"
