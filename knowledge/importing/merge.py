"""A new version of an original takes over what editors corrected on the clauses whose wording stayed.

Three documents meet: `held`, as it lies in the home with the editors' work; `base`, as the importer wrote
it before them; and the new one. A field that differs between held and base was corrected and stays; every
other field is the new one's. Clauses are matched by their words, whatever number they bear, and an
unchanged clause keeps its id. What a header hands down (place, days) counts as corrected only where a
clause says it itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.clause import Clause
from knowledge.document import Document, Header

_INHERITED = {"region": "region", "effective_from": "in_force_from", "effective_to": "effective_to"}
_PLAIN = ("headings", "nature", "period", "facets", "states", "questions", "unanswered", "notice", "derived")
_EDITORS_ONLY = ("owner", "review_by", "topics", "supersedes")
"""Header fields that no importer fills."""
_ALIKE = 0.6
_PAIRS = 4_000
"""More pairs of old and new clauses are not compared word by word, only where they bear one id."""
_INHERIT = object()
_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]+[条款项章节]|[（(]?(?:[一二三四五六七八九十]+|\d{1,3})(?:[、.．）)](?!\d))|[\u2460-\u2473])"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of the clauses that a new version changed, added (new ids) and dropped (old ids)."""

    kept: int
    changed: tuple[str, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    lost: tuple[str, ...]
    """Ids, among those changed or dropped, of clauses that editors had worked on."""

    def warnings(self) -> list[str]:
        """One Chinese sentence for each sort of change."""
        told = [
            ("改动的条款", self.changed, "请重新核对其属性和问法"),
            ("新增的条款", self.added, "请补上问法"),
            ("原文已删去的条款", self.dropped, "请核对引用它们的规则和用例"),
            ("其中编辑改过、没有带过来的", self.lost, "旧文件存于 originals/…/replaced"),
        ]
        return [f"{what} {len(ids)} 条：{_listed(ids)}；{remedy}" for what, ids, remedy in told if ids]


def _listed(ids: tuple[str, ...]) -> str:
    return "、".join(ids[:12]) + ("……" if len(ids) > 12 else "")


def squeezed(text: str) -> str:
    """A text without its white space: the form in which wordings are compared."""
    return re.sub(r"\s+", "", text)


def _words(clause: Clause) -> str:
    """The words by which a clause is known again: without white space and without the number it begins with."""
    return _NUMBER.sub("", squeezed(clause.text))


def with_header(document: Document, header: Header) -> Document:
    """The document under another header of the same id; what clauses inherited follows it."""

    def moved(clause: Clause) -> Clause:
        update = {
            field: getattr(header, above)
            for field, above in _INHERITED.items()
            if getattr(clause, field) == getattr(document.header, above)
        }
        return clause.model_copy(update=update)

    return Document(header=header, clauses=tuple(moved(c) for c in document.clauses))


def merged_header(new: Header, held: Header, base: Header | None) -> Header:
    """The new header with what was corrected in the held one; without a base only what no importer fills."""
    corrected = (
        [key for key in Header.model_fields if getattr(held, key) != getattr(base, key)] if base else _EDITORS_ONLY
    )
    return new.model_copy(update={key: getattr(held, key) for key in corrected if key != "id"})


def merged(new: Document, held: Document, base: Document | None) -> tuple[Document, Changes]:
    """The new document with the editors' work on unchanged clauses, and what changed.

    Without a base every value of an unchanged clause counts as an editor's, save those that it inherited.
    """
    bases = _by_words(base.clauses if base else ())
    partners = _by_words(held.clauses)
    named = {c.id: c for c in base.clauses} if base else {}
    base_of = {c.id: _take(bases, c) or named.get(c.id) for c in held.clauses}
    pairs = [(clause, _take(partners, clause)) for clause in new.clauses]
    kept_ids = {old.id for _, old in pairs if old}
    result: list[Clause] = []
    fresh: list[Clause] = []
    for clause, old in pairs:
        if old is None:
            clause = clause.model_copy(update={"id": _free(clause.id, kept_ids)})
            kept_ids.add(clause.id)
            fresh.append(clause)
        else:
            clause = _with_corrections(clause, new.header, old, held.header, base_of[old.id], base)
        result.append(clause)
    gone = [c for c in held.clauses if c.id not in {old.id for _, old in pairs if old}]
    changed, dropped = _told_apart(fresh, gone)
    lost = tuple(c.id for c in gone if _corrected(c, held.header, base_of[c.id], base))
    changes = Changes(
        len(new.clauses) - len(fresh), tuple(c.id for c in changed),
        tuple(c.id for c in fresh if c not in changed), tuple(c.id for c in dropped), lost,
    )  # fmt: skip
    return Document(header=new.header, clauses=tuple(result)), changes


def _by_words(clauses: Iterable[Clause]) -> dict[str, list[Clause]]:
    found: dict[str, list[Clause]] = {}
    for clause in clauses:
        found.setdefault(_words(clause), []).append(clause)
    return found


def _take(by_words: dict[str, list[Clause]], clause: Clause) -> Clause | None:
    """The clause of the same words, best one under the same headings or of the same id; each is taken once."""
    same = by_words.get(_words(clause))
    if not same:
        return None
    best = next((c for c in same if c.headings == clause.headings), None)
    best = best or next((c for c in same if c.id == clause.id), same[0])
    same.remove(best)
    return best


def _own(clause: Clause, header: Header, field: str) -> object:
    """What a clause says of itself in a field, or that it says nothing but what its header hands down."""
    value: object = getattr(clause, field)
    return _INHERIT if value == getattr(header, _INHERITED[field]) else value


def _corrections(
    old: Clause, held: Header, base_clause: Clause | None, base: Document | None
) -> Iterator[tuple[str, object]]:
    """Field and value of what editors corrected in a clause."""
    for field in _INHERITED:
        own = _own(old, held, field)
        before = _own(base_clause, base.header, field) if base and base_clause else _INHERIT
        if own != before:
            yield field, own
    for field in _PLAIN:
        value = getattr(old, field)
        if base_clause is None or value != getattr(base_clause, field):
            yield field, value


def _corrected(old: Clause, held: Header, base_clause: Clause | None, base: Document | None) -> bool:
    return base_clause is not None and any(True for _ in _corrections(old, held, base_clause, base))


def _with_corrections(
    new: Clause, header: Header, old: Clause, held: Header, base_clause: Clause | None, base: Document | None
) -> Clause:
    update: dict[str, object] = {"id": old.id}
    for field, value in _corrections(old, held, base_clause, base):
        if field == "headings" and not (base_clause and new.headings == base_clause.headings):
            continue  # the new version words its headings anew
        update[field] = getattr(header, _INHERITED[field]) if value is _INHERIT else value
    return new.model_copy(update=update)


def _free(id_: str, taken: set[str]) -> str:
    number, free = 2, id_
    while free in taken:
        free, number = f"{id_}-{number}", number + 1
    return free


def _told_apart(fresh: list[Clause], gone: list[Clause]) -> tuple[list[Clause], list[Clause]]:
    """Of the new words, those that are old ones changed; and the old ones of which nothing is left."""
    changed, left = [], list(gone)
    few = len(fresh) * len(gone) <= _PAIRS
    for clause in fresh:
        old = next((c for c in left if c.id == clause.id and _alike(c, clause) > _ALIKE / 2), None)
        if old is None and few:
            old = next((c for c in left if _alike(c, clause) > _ALIKE), None)
        if old:
            left.remove(old)
            changed.append(clause)
    return changed, left


def _alike(one: Clause, other: Clause) -> float:
    match = SequenceMatcher(None, one.text, other.text, autojunk=False)
    return match.ratio() if match.quick_ratio() > _ALIKE / 2 else 0.0
