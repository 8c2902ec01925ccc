"""A generation: an immutable, numbered state of everything that answers.

    <home>/generations/000001/
        manifest.json      what it was built from and by what, the checksum of every file; written last, twice
        sources/           every file it was built from, as a home has them; what is shipped below shipped/
        index-<hex>/       what is searched; made of the sources, and made again where it is damaged
            clauses.sqlite     clauses and headers
            lexical/           tantivy
            vectors/           Chroma; on a Chroma server instead where one is set
            vectors.safetensors  the same vectors as plain rows; not where they lie on a server

Each part is compared with its checksums when it is opened; IndexDamaged says what does not fit. Of the vectors the
rows alone are opened where every scope is small.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import cast

from knowledge.benefit import Rule, load_rules
from knowledge.chroma import (
    PrivateCopy,
    checked_copy,
    close_with,
    collection_prefix,
    folder_client,
    server_client,
)
from knowledge.clause_store import ClauseStore
from knowledge.errors import IndexDamaged, IndexUnusable, VectorsUnavailable
from knowledge.home import Home
from knowledge.hospital import Hospitals, read_hospitals
from knowledge.indexing import LEXICAL, ROWS, STORE, VECTORS
from knowledge.lexical import TantivyIndex
from knowledge.manifest import is_as_written, read_manifest
from knowledge.retired import ended_with_clauses
from knowledge.rows import MOST_EXACT, ExactVectors, Rows
from knowledge.vectors import FOLDER_PREFIX, ByScope, ChromaVectors, VectorIndex
from knowledge.wordlists import WordLists
from knowledge.words import normalise

SOURCES = "sources"


class Generation:
    """An opened generation. Its indexes open when they are first asked for.

    `chroma_url`: the Chroma server of the settings, where its vectors may lie.
    """

    def __init__(self, home: Home, number: int, chroma_url: str | None = None) -> None:
        self.number = number
        self.folder = home.generation(number)
        self.manifest = read_manifest(self.folder)
        self._home, self._chroma_url = home, chroma_url
        if not self.index.is_dir():
            raise IndexDamaged(f"知识库版本 {number} 的索引不在，可能已收起")
        for name in (f"{self.manifest.index}/{STORE}", *self._settings_files()):
            if not is_as_written(self.folder, {name: self.manifest.checksums[name]}):
                raise IndexDamaged(f"知识库版本 {number} 的 {name} 与建立时不一致")
        try:
            self.store = ClauseStore(self.index / STORE)
        except (sqlite3.Error, ValueError) as error:  # ValueError: another version of the product wrote it
            raise IndexDamaged(f"知识库版本 {number} 的条款库打不开") from error

    def load(self) -> None:
        """Open everything that answers are made from, so that they fail now or never, though the folder may go.

        Vectors that cannot be reached just now are asked again with each search.
        """
        _ = self.lexical, self.rules, self.profiles, self.words, self.hospitals, self.names, self.phones, self.regions
        with suppress(VectorsUnavailable, OSError):  # the words answer without them
            _ = self.vectors

    @property
    def index(self) -> Path:
        """The folder of what is searched."""
        return self.folder / self.manifest.index

    @property
    def sources(self) -> Path:
        """The folder of what it was built from."""
        return self.folder / SOURCES

    @cached_property
    def lexical(self) -> TantivyIndex:
        """The lexical index."""
        folder = self.index / LEXICAL
        if not is_as_written(folder, self._expected(LEXICAL)):
            raise IndexDamaged(f"知识库版本 {self.number} 的词索引与建立时不一致")
        try:
            return TantivyIndex(folder)
        except ValueError as error:  # written by another version of tantivy
            raise IndexDamaged(f"知识库版本 {self.number} 的词索引打不开") from error

    @cached_property
    def rows(self) -> Rows:
        """The plain rows of its vectors; IndexDamaged where they are not whole, or not there."""
        expected = self.manifest.checksums.get(f"{self.manifest.index}/{ROWS}")
        if expected is None or not is_as_written(self.index, {ROWS: expected}):
            raise IndexDamaged(f"知识库版本 {self.number} 的向量与建立时不一致")
        return Rows(self.index / ROWS)

    @cached_property
    def vectors(self) -> VectorIndex:
        """The vector index. A small scope is compared row by row, a large one searched by Chroma.

        Chroma is loaded, which takes half a second, only where some scope is large or the vectors lie on a server.
        """
        if self.manifest.vectors == "server":
            return ByScope(self._on_server())
        exact = ExactVectors(self.rows, self.store.rows)
        large = [scope for scope in self.scopes if self.rows.count(scope) > MOST_EXACT]
        return ByScope(exact, dict.fromkeys(large, self._in_copy()) if large else {})

    def _on_server(self) -> ChromaVectors:
        if self._chroma_url is None:
            raise IndexUnusable(
                f"知识库版本 {self.number} 的向量在 Chroma 服务里；请设置 HOTLINE_CHROMA_URL，"
                "或运行 hotline knowledge build 重建"
            )
        client = server_client(self._chroma_url)
        prefix = collection_prefix(self._home, self.manifest.embedder.identity)
        vectors = ChromaVectors(client, prefix, self.store.rows)
        close_with(vectors, client)
        if self._lacks(vectors):
            raise IndexDamaged(f"知识库版本 {self.number} 在 Chroma 服务里的向量不全")
        return vectors

    def _in_copy(self) -> ChromaVectors:
        copy = PrivateCopy(self.index / VECTORS, self._expected(VECTORS), self._home.serving)
        try:
            client = folder_client(copy.path)
        except Exception as error:  # Chroma's own kinds: opening writes, and the disk may be full
            copy.remove()
            raise VectorsUnavailable(f"知识库版本 {self.number} 的向量打不开（{type(error).__name__}）") from error
        vectors = ChromaVectors(client, FOLDER_PREFIX, self.store.rows)
        close_with(vectors, client, copy)
        return vectors

    def _lacks(self, vectors: ChromaVectors) -> bool:
        try:
            return vectors.lacks(self.store.vector_ids())
        except Exception as error:  # the transport's own kinds
            raise VectorsUnavailable(f"Chroma 服务没有应答（{type(error).__name__}）") from error

    def copy_vectors(self, target: Path) -> None:
        """Copy the embedded vector index to a new folder; IndexDamaged where it is not whole."""
        checked_copy(self.index / VECTORS, self._expected(VECTORS), target)

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The benefit rules by id; no value outlasts the clauses that it was read from."""
        files = [self.sources / name for name in sorted(self.manifest.digests) if "rules/" in name]
        rules = load_rules(files, self.store)
        return {rule_id: ended_with_clauses(rule, self.store) for rule_id, rule in rules.items()}

    @cached_property
    def profiles(self) -> Mapping[str, str]:
        """Rule id → what the rule speaks of: its own words and those of the clauses it rests on, normalised."""
        return {rule_id: normalise(self._profile(rule)) for rule_id, rule in self.rules.items()}

    def _profile(self, rule: Rule) -> str:
        own = [rule.title, *rule.results.values(), *(p.label for p in rule.parameters.values())]
        for item in rule.inputs.values():
            own += [item.label, *item.options.values(), *(word for words in item.said.values() for word in words)]
        for clause in filter(None, map(self.store.get, rule.clauses)):
            own += [*clause.headings, clause.text, *clause.questions]
        return "\n".join(own)

    @cached_property
    def words(self) -> WordLists:
        """The word lists that its words were cut with and that questions to it are understood with."""
        return WordLists.read(self.sources / "shipped" / "words", self.sources / "words")

    @cached_property
    def hospitals(self) -> Hospitals:
        """The hospital directory; empty where the home had none."""
        return read_hospitals(self.sources / self._home.hospitals.name)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Proper names that stand in one document only, one without a region → that document's id."""
        return cast(dict[str, str], self.store.about("names"))

    @cached_property
    def phones(self) -> frozenset[str]:
        """The phones that stand in its clauses, digits only, with their area codes and without."""
        return frozenset(cast(list[str] | None, self.store.about("phones")) or ())  # older ones hold none

    @cached_property
    def regions(self) -> frozenset[str]:
        """Codes of the places that some searchable clause belongs to."""
        return frozenset(scope for scope in self.scopes if scope.isdigit())

    @cached_property
    def scopes(self) -> list[str]:
        """Every partition that holds a searchable clause."""
        return cast(list[str], self.store.about("scopes"))

    @cached_property
    def ended(self) -> frozenset[str]:
        """Ids of the documents that end because another one supersedes them."""
        return frozenset(cast(list[str], self.store.about("ended")))

    def _settings_files(self) -> list[str]:
        """The sources that are read when it answers: rules, word lists, hospitals."""
        documents = (f"{SOURCES}/documents/", f"{SOURCES}/shipped/documents/", f"{self.manifest.index}/")
        return [name for name in self.manifest.checksums if not name.startswith(documents)]

    def _expected(self, part: str) -> dict[str, str]:
        """Path in a part of the index → SHA-256."""
        prefix = f"{self.manifest.index}/{part}/"
        return {n.removeprefix(prefix): c for n, c in self.manifest.checksums.items() if n.startswith(prefix)}
