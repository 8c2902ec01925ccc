"""What would become of each file of an import: a document, a rule, a hospital directory, or an error."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from knowledge.document import Document, Header, parse_document
from knowledge.errors import DocumentError, RuleError
from knowledge.files import write_atomically
from knowledge.home import Home
from knowledge.hospital import Hospitals, read_hospitals, write_hospitals
from knowledge.importing import limits
from knowledge.importing.building import Overrides, Reading, base_id, short
from knowledge.importing.directory import is_directory, merge_directory, read_directory
from knowledge.importing.known import Known
from knowledge.importing.loaders import MAX_BYTES, known_suffixes, load, read_bytes
from knowledge.importing.merge import merged, merged_header, squeezed, with_header
from knowledge.importing.result import ImportResult, Plan, error_line
from knowledge.importing.rules import plan_rule
from knowledge.importing.store import HomeStore, State, check_form

_OWN_FORMAT = re.compile(r"\A---\s*\n(?:[a-z_]+:.*\n|\s*\n)*?id:\s*\S", re.M)
RULES, TABLES = (".yaml", ".yml"), (".csv", ".xlsx")


class Planner:
    """One import: what its files would become, each knowing those before it."""

    def __init__(self, home: Home, overrides: Overrides, known: Known) -> None:
        self._home, self._overrides, self._known = home, overrides, known
        self._store = HomeStore(home.documents)
        self._taken: dict[str, Path] = {}
        self._by_digest: dict[str, Plan] = {}
        self._rules: dict[str, Path] = {}
        self._hospitals: Hospitals | None = None

    def plan(self, path: Path, folder: Path | None) -> Plan:
        """What would become of one file, a member of `folder` where that was given."""
        try:
            data = _read(path, folder)
            if path.suffix.lower() in RULES:
                return self._rule(path, data)
            if path.suffix.lower() in TABLES and is_directory(data, path):
                return self._directory(path, data)
            return self._document(path, data)
        except Exception as error:  # whatever a stranger's file does to a reader, the others go on
            return Plan(ImportResult(path, error=error_line(path, error)))

    def with_broken_rules(self, plan: Plan) -> Plan:
        """The plan of a changed document, told which of the home's rules it no longer bears out."""
        document, state = plan.result.document, plan.result.state
        if document is None or state != "changed":
            return plan
        told = tuple(
            f"规则文件 {error.path} 不再成立（{error.key}：{error.message}）"
            for error in self._broken_rules
            if f"“{document.id}." in error.message
        )
        return replace(plan, result=replace(plan.result, warnings=plan.result.warnings + told))

    @cached_property
    def _broken_rules(self) -> list[RuleError]:
        return [e for e in self._known.broken_rules() if e.path not in self._rules.values()]

    # --- documents ---------------------------------------------------------------------------------

    def _document(self, path: Path, data: bytes) -> Plan:
        digest = hashlib.sha256(data).hexdigest()
        twin = self._by_digest.get(digest)
        if twin:
            told = f"与本次导入的 {twin.result.path} 内容完全相同，没有另外导入"
            return Plan(replace(twin.result, path=path, state="same", warnings=(told,)))
        plan = self._unchanged(path, data) or self._changed(path, data, digest)
        self._by_digest[digest] = plan
        return plan

    def _changed(self, path: Path, data: bytes, digest: str) -> Plan:
        source = load(data, path)
        if path.suffix.lower() == ".md" and _OWN_FORMAT.match(source.text):
            document, recognised, warnings = self._own_format(source.text, path)
        else:
            document, recognised, warnings = self._from_source(Reading(source), data, path)
        check_form(document, path.name)
        if document.id in self._taken:
            raise DocumentError(f"编号 {document.id} 已用于本次导入的 {self._taken[document.id]}；请改名或换 id", path)
        if self._known.is_shipped(document.id):
            raise DocumentError(f"编号 {document.id} 已用于随产品发布的文档；请换一个 id", path)
        self._taken[document.id] = path
        state: State = "changed" if self._store.path(document.id).exists() else "new"
        warnings += self._known.add(document)

        def write() -> None:
            data = read_bytes(path)  # read again, so that many files are not held in memory
            if hashlib.sha256(data).hexdigest() != digest:
                raise DocumentError("文件在确认期间有了改动，没有导入；请重新导入", path)
            self._store.keep(document, recognised, data, path.name)

        return Plan(ImportResult(path, document, warnings=tuple(warnings), state=state), write)

    def _unchanged(self, path: Path, data: bytes) -> Plan | None:
        """Nothing to do, where exactly these bytes were imported before and nothing else is said of them now."""
        document_id = self._store.bearer(data)
        held = self._store.held(document_id) if document_id else None
        if held is None or self._overrides.over(held.header) != held.header:
            return None
        self._taken[held.id] = path
        return Plan(ImportResult(path, held, state="same"))

    def _own_format(self, text: str, path: Path) -> tuple[Document, Document, list[str]]:
        """A document that is already written as the home keeps it comes as it is."""
        document = parse_document(text, path)
        document = with_header(document, self._overrides.over(document.header))
        held, before = self._store.held(document.id), self._store.recognised(document.id)
        if held and before and held != before:
            return (
                document,
                document,
                [f"本地对 {document.id} 的修改没有合并；旧文件存于 originals/{document.id}/replaced"],
            )
        return document, document, []

    def _from_source(self, reading: Reading, data: bytes, path: Path) -> tuple[Document, Document, list[str]]:
        """The document, what the importer read before anybody corrected it, and the warnings."""
        said = self._overrides.over(reading.header("unnamed"))
        bearer = self._store.bearer(data)
        document_id = bearer or self._free_id(base_id(path.name, said.title, said.region), said.title, reading, path)
        plain = reading.header(document_id)
        held, before = self._store.held(document_id), self._store.recognised(document_id)
        header = merged_header(plain, held.header, before.header if before else None) if held else plain
        document = reading.document(self._overrides.over(header))
        recognised = with_header(document, plain)
        warnings = reading.warnings(self._overrides, document)
        if held and bearer and _same_reading(held.header, document.header):
            return with_header(held, document.header), recognised, warnings
        if held:
            document, changes = merged(document, held, before)
            warnings += changes.warnings()
        elif self._store.path(document_id).exists():
            warnings.append(
                f"{self._store.path(document_id)} 读不了，其中的修改没有带过来；旧文件存于 originals/{document_id}/replaced"
            )
        return document, recognised, warnings

    def _free_id(self, base: str, title: str, reading: Reading, path: Path) -> str:
        """The id of the document that this is a new version of; else the base, made longer where another bears it."""

        def usable(id_: str) -> bool:
            return id_ not in self._taken and not self._known.is_shipped(id_)

        def is_version(held: Document | None) -> bool:
            return held is not None and (held.header.title == title or _same_text(held, reading.source.text))

        longer = f"{base}-{short(title)}"
        names = (base, longer, f"{longer}-{short(str(path.parent))}")
        older = (i for i in (*self._store.named(path.name), *names) if usable(i) and is_version(self._store.held(i)))
        free = (i for i in names if usable(i) and self._store.held(i) is None)
        return next(older, None) or next(free, None) or f"{longer}-{short(reading.source.text)}"

    # --- rules and directories ---------------------------------------------------------------------

    def _rule(self, path: Path, data: bytes) -> Plan:
        rule, target, state = plan_rule(data, path, self._known)
        if rule.id in self._rules:
            raise RuleError(f"“{rule.id}”在本次导入中出现两次；请只留一个", path, "id")
        self._rules[rule.id] = target

        def write() -> None:
            if state == "changed":
                old = target.read_bytes()
                name = f"{hashlib.sha256(old).hexdigest()[:8]}-{target.name}"
                write_atomically(target.parent / "replaced" / name, old)
            write_atomically(target, data)

        return Plan(ImportResult(path, rule=rule, state=state), None if state == "same" else write)

    def _directory(self, path: Path, data: bytes) -> Plan:
        rows, faults = read_directory(data, path)
        held = self._hospitals or read_hospitals(self._home.hospitals)
        merged_rows, changes = merge_directory(held, rows)
        state: State = "new" if not held.rows else "same" if tuple(merged_rows) == held.rows else "changed"
        self._hospitals = Hospitals(merged_rows)
        text = write_hospitals(merged_rows).encode()
        result = ImportResult(path, warnings=(*faults, *changes), state=state, hospitals=len(rows))
        return Plan(result, None if state == "same" else lambda: write_atomically(self._home.hospitals, text))


def _read(path: Path, folder: Path | None) -> bytes:
    """The bytes of a file of any of the formats."""
    if path.suffix.lower() in known_suffixes() or path.suffix.lower() not in (*RULES, *TABLES):
        return read_bytes(path, folder)  # which refuses an unknown one, saying what to do
    limits.check_name(path.name)
    if folder is not None and limits.leaves(path, folder):
        raise DocumentError("是指向所导入文件夹之外的链接；请直接导入它指向的文件", path)
    data = limits.read_regular(path, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise DocumentError(f"超过 {MAX_BYTES // 1024 // 1024} MB；请拆成几个文件后再导入", path)
    if not data.strip():
        raise DocumentError("文件是空的；请换一个有内容的文件", path)
    return data


def _same_reading(one: Header, other: Header) -> bool:
    """Whether clauses read under one header are those read under the other, but for what they inherit."""
    return one.region == other.region and one.published == other.published


def _same_text(held: Document, text: str) -> bool:
    """Whether a text is a new version of a document, by the clauses that stand in both."""
    plain = squeezed(text)
    shared = sum(squeezed(c.text) in plain for c in held.clauses)
    return shared * 3 >= len(held.clauses)
