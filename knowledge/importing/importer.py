"""Brings files into a home as documents with clauses; what goes wrong with one never stops the others."""

from __future__ import annotations

import glob
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from knowledge.clause import Clause
from knowledge.document import Document, Header, Wording, parse_document
from knowledge.errors import DocumentError, HotlineError
from knowledge.importing.clauses import clauses_of
from knowledge.importing.loaders import SourceText, known_suffixes, load, read_bytes
from knowledge.importing.metadata import body_lines, recognise
from knowledge.importing.store import HomeStore, State
from knowledge.importing.structure import parts_of
from knowledge.region import places

_OWN_FORMAT = re.compile(r"\A---\s*\n(?:[a-z_]+:.*\n|\s*\n)*?id:\s*\S", re.M)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the person said about the files; it goes before what is recognised. `region` is a name or a code."""

    region: str | None = None
    issuer: str | None = None
    published: date | None = None
    effective_from: date | None = None
    source: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one file: a document and its state, or an error of one line; warnings beside either."""

    path: Path
    document: Document | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    state: State | None = None


Progress = Callable[[int, int, Path], None]


def import_paths(
    paths: Iterable[str | Path],
    home_documents: Path,
    overrides: Overrides | None = None,
    on_progress: Progress | None = None,
) -> list[ImportResult]:
    """Import files, folders (recursive) and globs; one result a file, in order.

    `on_progress(done, total, path)` is called after each file. Raises InputError only for overrides that
    cannot be used (an unknown region), since they concern every file.
    """
    wanted = overrides or Overrides()
    if wanted.region is not None:
        places().resolve(wanted.region)
    found = expand(paths)
    store = HomeStore(home_documents)
    taken: dict[str, Path] = {}
    results = []
    for done, path in enumerate(found, 1):
        results.append(_import_one(path, store, wanted, taken))
        if on_progress:
            on_progress(done, len(found), path)
    return results


def expand(paths: Iterable[str | Path]) -> list[Path]:
    """The files that paths, folders and globs mean, each once; a folder gives the formats that can be read.

    A path that is nothing stays in the list, so that its error is reported.
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            members = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
            found.update(dict.fromkeys(p for p in members if p.suffix.lower() in known_suffixes()))
        elif not path.exists() and glob.has_magic(str(given)):
            matches = [Path(p) for p in sorted(glob.glob(str(given), recursive=True))]  # noqa: PTH207 (absolute patterns)
            found.update(dict.fromkeys(expand(matches) if matches else [path]))
        else:
            found[path] = None
    return list(found)


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _import_one(path: Path, store: HomeStore, overrides: Overrides, taken: dict[str, Path]) -> ImportResult:
    try:
        data = read_bytes(path)
        source = load(data, path)
        if path.suffix.lower() == ".md" and _OWN_FORMAT.match(source.text):
            document = _overridden(parse_document(source.text, path), overrides)
            warnings: list[str] = []
        else:
            document, warnings = build_document(
                source, overrides, lambda base, title: _free_id(base, title, path, store, taken)
            )
        taken[document.id] = path
        state = store.keep(document, data, path.name)
    except HotlineError as error:
        return ImportResult(path, error=str(error))
    except OSError as error:
        return ImportResult(path, error=f"{path}: 写入失败（{error.strerror}）；请检查磁盘空间和目录权限")
    except (ValueError, RecursionError) as error:
        # A text that breaks the reader is that file's misfortune, not the others'.
        return ImportResult(path, error=f"{path}: 无法整理成条款（{type(error).__name__}）；请另存为纯文本后再导入")
    return ImportResult(path, document, warnings=tuple(warnings), state=state)


def build_document(
    source: SourceText, overrides: Overrides, free_id: Callable[[str, str], str] = lambda base, _: base
) -> tuple[Document, list[str]]:
    """The document that a source text becomes, with the warnings; `free_id(base, title)` settles the final id."""
    found = recognise(source)
    warnings = [w for w in found.warnings if not _answered(w, overrides)]
    region = places().resolve(overrides.region) if overrides.region else found.region
    title = overrides.title or found.title
    try:
        header = Header(
            id=free_id(base_id(source.name, title, region), title),
            title=title,
            issuer=overrides.issuer or found.issuer,
            document_number=found.document_number,
            region=region,
            kind=found.kind,
            published=overrides.published or found.published,
            effective_from=overrides.effective_from or found.effective_from,
            effective_to=found.effective_to,
            source=overrides.source or source.name,
            wording=Wording.ORIGINAL,
        )
    except ValidationError as error:
        raise DocumentError(f"文头 {error.errors()[0]['loc'][0]} 认不清；请在命令中写明", source.name) from error
    clauses = clauses_of(header, parts_of(source.text, body_lines(source, found)))
    if not clauses:
        raise DocumentError("除标题和页面装饰外没有正文；请检查文件内容", source.name)
    warnings += _clause_warnings(clauses, source.text)
    return Document(header=header, clauses=tuple(clauses)), warnings


def base_id(name: str, title: str, region: str | None) -> str:
    """An id of ASCII letters and digits that stays the same: the file's own name, else place and title."""
    stem = Path(name).stem
    if stem.isascii():
        plain = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")
        if plain:
            return plain
    return f"{region or 'doc'}-{_short(title)}"


def _free_id(base: str, title: str, path: Path, store: HomeStore, taken: dict[str, Path]) -> str:
    """The base, or where another document bears it already, the base with the title's digest."""
    held = store.held(base)
    if (base in taken and taken[base] != path) or (
        held is not None and held.header.title != title and _other_text(held, path)
    ):
        longer = f"{base}-{_short(title)}"
        return longer if longer not in taken else f"{longer}-{_short(str(path.parent))}"
    return base


def _other_text(held: Document, path: Path) -> bool:
    """Whether a document of the same id and another title came from another file."""
    return held.header.source not in (path.name, None) and not str(held.header.source).startswith("http")


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _overridden(document: Document, overrides: Overrides) -> Document:
    """A document in the home's own format, with what the person said of it."""
    given = {
        "region": places().resolve(overrides.region) if overrides.region else None,
        "issuer": overrides.issuer, "published": overrides.published, "effective_from": overrides.effective_from,
        "source": overrides.source, "title": overrides.title,
    }  # fmt: skip
    changed = {key: value for key, value in given.items() if value is not None}
    if not changed:
        return document
    old, new = document.header, document.header.model_copy(update=changed)

    def moved(clause: Clause) -> Clause:
        update: dict[str, object] = {}
        if clause.region == old.region:
            update["region"] = new.region
        if clause.effective_from == old.in_force_from:
            update["effective_from"] = new.in_force_from
        return clause.model_copy(update=update)

    return Document(header=new, clauses=tuple(moved(c) for c in document.clauses))


def _answered(warning: str, overrides: Overrides) -> bool:
    """Whether the person already gave what the warning asks for."""
    return any(
        f"--{name}" in warning and getattr(overrides, name) is not None
        for name in ("region", "issuer", "published", "title")
    )


def _clause_warnings(clauses: Sequence[Clause], text: str) -> list[str]:
    found = []
    held = sum(c.span.end - c.span.start for c in clauses if c.span)
    letters = len("".join(text.split()))
    if letters and sum(len("".join(c.text.split())) for c in clauses) < letters * 0.5 and held:
        found.append("超过一半的文字被当作页面装饰或标题略去；请核对导入结果")
    return found
