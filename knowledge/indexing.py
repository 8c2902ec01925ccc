"""From a library to the files that are searched: clause store, words, vectors.

What the last generation already worked out is taken over: parsed documents, tokens and vectors of clauses
that did not change. What comes out is the same as if everything were made anew.
"""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.chroma import writing_folder
from knowledge.clause_store import StoredClause, StoredDocument, Worked, clause_key, vector_ids
from knowledge.document import Document
from knowledge.embed import Embedder
from knowledge.errors import IndexDamaged
from knowledge.lexical import LexicalEntry
from knowledge.library import PACKAGE, Library
from knowledge.names import proper_names
from knowledge.passage import embedded_texts, scope_of, tokens_of
from knowledge.phones import phones_in
from knowledge.rows import write_rows
from knowledge.vectors import FOLDER_PREFIX, Embedded, Progress, Texts, Vectors, add_missing, drop_others

if TYPE_CHECKING:
    from knowledge.generation import Generation

STORE, LEXICAL, VECTORS, ROWS = "clauses.sqlite", "lexical", "vectors", "vectors.safetensors"

_CODE = (
    "clause.py",
    "clause_store.py",
    "document.py",
    "embed.py",
    "indexing.py",
    "lexical.py",
    "library.py",
    "names.py",
    "numerals.py",
    "passage.py",
    "phones.py",
    "region.py",
    "regions/places.csv",
    "retired.py",
    "rows.py",
    "sound.py",
    "syllables.txt",
    "vectors.py",
    "wordfiles.py",
    "wordlists.py",
    "words.py",
)
_GARBAGE = 1.0
"""Dropped vectors for each live one from which on the vector index is made from nothing: dropping leaves holes."""


@cache
def code_digest() -> str:
    """SHA-256 over the program that reads and indexes documents: what other code made is not taken over."""
    whole = hashlib.sha256(version("rjieba").encode())  # another dictionary cuts otherwise
    for name in _CODE:
        whole.update((PACKAGE / name).read_bytes())
    return whole.hexdigest()


def reused(base: Generation | None, name: str, digest: str) -> Document | None:
    """The document that a file of a home became in the last generation, where the file is still the same."""
    if base is None or base.manifest.digests.get(name) != digest:
        return None
    document_id = base.store.files[name]
    # What ended because of another document may not end any more.
    return None if document_id in base.ended else base.store.document(document_id)


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that an index is written from: rows of the clause store, what the words index holds, what is embedded."""

    documents: list[StoredDocument]
    clauses: list[StoredClause]
    about: Mapping[str, object]
    entries: list[LexicalEntry]
    texts: Texts


def prepare(library: Library, base: Generation | None) -> Prepared:
    """Work out what is not known from the last generation, with the word lists in use."""
    documents, superseded = library.documents.values(), library.superseded
    clauses: list[StoredClause] = []
    entries: list[LexicalEntry] = []
    texts: dict[str, dict[str, str]] = {}
    known = _known(library, base)
    for row, (clause, title) in enumerate((c, d.header.title) for d in documents for c in d.clauses):
        worked = known.get(clause.id)
        # A clause of a document that is still the same is the same; of any other its key tells.
        if worked is None or (clause.document_id not in library.reused and worked.key != clause_key(clause, title)):
            worked = Worked(clause_key(clause, title), clause.model_dump_json(), tokens_of(clause, title))
        if clause.document_id in superseded:
            clauses.append(StoredClause(clause.id, clause.document_id, None, 0, worked))
            continue
        scope, embedded = scope_of(clause), embedded_texts(clause, title)
        clauses.append(StoredClause(clause.id, clause.document_id, scope, len(embedded), worked))
        entries.append(LexicalEntry(row, scope, worked.tokens))
        names = vector_ids(worked.key, len(embedded))
        texts.setdefault(scope, {}).update(zip(names, embedded, strict=True))
    about = {
        "names": proper_names(documents),
        "phones": phones_in(clause.text for document in documents for clause in document.clauses),
        "scopes": sorted(texts),
        "ended": sorted(library.ended),
    }
    headers = [StoredDocument(d.header, library.names[d.id], d.id in superseded) for d in documents]
    return Prepared(headers, clauses, about, entries, texts)


def _known(library: Library, base: Generation | None) -> dict[str, Worked]:
    """Id → what the last generation worked out of a clause, where the word lists are still the same."""
    if base is None or _word_digests(base.manifest.digests) != _word_digests(library.digests):
        return {}
    return base.store.worked()


def _word_digests(digests: Mapping[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in digests.items() if "words/" in name}


def write_vectors(index: Path, texts: Texts, embedder: Embedder, base: Generation | None, progress: Progress) -> int:
    """Write the embedded vector index and its plain rows, on a copy of the last one where there is a sound one.

    Returns how many vectors were dropped in it since it was last made from nothing.
    """
    dropped: int = 0
    known: Embedded = {}
    if base is not None and base.manifest.embedder.identity == embedder.identity and _worth_copying(base):
        with suppress(IndexDamaged):
            rows = base.rows.embedded()
            base.copy_vectors(index / VECTORS)
            dropped, known = base.manifest.dropped, rows
    held = {scope: set(vectors) for scope, vectors in known.items()}
    with writing_folder(index / VECTORS) as client:
        dropped += drop_others(client, FOLDER_PREFIX, held, texts)
        added = add_missing(client, FOLDER_PREFIX, held, texts, embedder, progress)
    write_rows(index / ROWS, {s: _all(wanted, known.get(s, {}), added.get(s, {})) for s, wanted in texts.items()})
    return dropped


def _all(wanted: Iterable[str], *parts: Mapping[str, Vectors]) -> dict[str, Vectors]:
    """The vector of each id, from whichever part has it."""
    together = ChainMap(*map(dict, parts))
    return {name: together[name] for name in wanted}


def _worth_copying(base: Generation) -> bool:
    return base.manifest.vectors == "folder" and base.manifest.dropped <= _GARBAGE * len(base.store)
