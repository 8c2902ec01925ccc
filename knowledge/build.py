"""Building a home's next generation.

It is made in a folder beside the others: the sources are copied, the indexes made of them, the manifest
written last. Then the folder gets its number in one rename, and only then, in one rename again, the pointer.
Killed at any moment, what answered before still answers.
"""

from __future__ import annotations

import gc
import hashlib
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

from knowledge.benefit import load_rules
from knowledge.chroma import collection_prefix, on_server
from knowledge.clause_store import write_store
from knowledge.embed import Embedder, load_embedder
from knowledge.errors import IndexUnusable
from knowledge.generation import SOURCES, Generation
from knowledge.home import Home
from knowledge.indexing import LEXICAL, STORE, code_digest, prepare, reused, write_vectors
from knowledge.lexical import build_lexical
from knowledge.library import Library, read_library
from knowledge.locking import writing
from knowledge.manifest import FORMAT, EmbedderNamed, Manifest, checksums, now, read_manifest, write_manifest
from knowledge.pointer import publish as point_to
from knowledge.pointer import read_pointer
from knowledge.settings import Settings
from knowledge.vectors import Progress, Texts, add_missing, held_ids
from knowledge.wordlists import WordLists, using

UNFINISHED = "building-"


def build(settings: Settings, progress: Progress, *, publish: bool) -> int:
    """Build a generation of everything the home holds and return its number; `publish` switches to it.

    Raises DocumentError or RuleError for what cannot be used, IndexUnusable where another process is building.
    """
    home = Home(settings.home)
    # Held from the first look at the documents up to the switch, so that no older state comes after a newer one.
    with writing(home), uncollected():
        embedder = load_embedder(settings.embedding_model)
        base = _base(home)
        library = read_library(home, builtin=settings.builtin, reuse=partial(reused, base))
        _refuse_what_does_not_hold(home, library)
        number = _next_number(home)
        _write(home, number, library, embedder, base, settings, progress)
        if publish:
            point_to(home.pointer, number)
    return number


def _refuse_what_does_not_hold(home: Home, library: Library) -> None:
    """Before anything is written, with the file's own name."""
    clauses = library.clauses
    if not clauses:
        raise IndexUnusable("没有任何文档可以建立索引；请先用 hotline knowledge import 导入文档")
    contents = {file.path: file.data for file in library.files.values()}
    load_rules(library.rule_files, clauses, contents.__getitem__)
    WordLists.of_home(home.root)


def _next_number(home: Home) -> int:
    """A number that no generation ever had: not one that was lost, nor one whose manifest was."""
    taken = {int(path.name) for path in home.generations.glob("*") if path.name.isdecimal()}
    with suppress(IndexUnusable):  # a damaged pointer names none
        taken |= read_pointer(home.pointer).numbers
    return max(taken, default=0) + 1


def _write(
    home: Home,
    number: int,
    library: Library,
    embedder: Embedder,
    base: Generation | None,
    settings: Settings,
    progress: Progress,
) -> None:
    """Write the whole generation beside the others, then give it its name."""
    for left in home.generations.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    # A name of its own each time: Chroma keeps what it once opened under a path for the life of the process.
    aside = home.generations / f"{UNFINISHED}{uuid4().hex}"
    aside.mkdir(parents=True)
    try:
        write_sources(aside, library)
        made = write_index(aside, library, embedder, base, settings, progress)
        write_manifest(aside, _manifest(aside, number, library, embedder, settings, made))
        aside.rename(home.generation(number))
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def is_current(settings: Settings) -> bool:
    """Whether the generation that answers was built from exactly what is there now, the way it would be now."""
    home = Home(settings.home)
    try:
        number = home.current()
        manifest = read_manifest(home.generation(number)) if number else None
    except IndexUnusable:
        return False
    if manifest is None or manifest.vectors != ("server" if settings.chroma_url else "folder"):
        return False
    library = read_library(home, builtin=settings.builtin)
    return manifest.inputs == inputs_digest(library, load_embedder(settings.embedding_model).identity)


def inputs_digest(library: Library, embedder_identity: str) -> str:
    """One SHA-256 over all that a generation depends on: the same digest, the same answers."""
    state = [FORMAT, code_digest(), sorted(library.digests.items()), embedder_identity]
    return hashlib.sha256(json.dumps(state, ensure_ascii=False).encode()).hexdigest()


def _base(home: Home) -> Generation | None:
    """The last sound generation that the same code built: what did not change is taken over from it."""
    for number in reversed(home.generation_numbers()):
        try:
            generation = Generation(home, number)
        except IndexUnusable:
            continue
        if generation.manifest.code == code_digest():
            return generation
    return None


def write_sources(folder: Path, library: Library) -> None:
    """Copy everything that the library was read from into a generation's folder."""
    for name, file in library.files.items():
        target = folder / SOURCES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.data)


@dataclass(frozen=True, slots=True)
class IndexMade:
    """The folder of a new index, and how many vectors were dropped in it since it was last made from nothing."""

    name: str
    dropped: int


def write_index(
    folder: Path,
    library: Library,
    embedder: Embedder,
    base: Generation | None,
    settings: Settings,
    progress: Progress,
) -> IndexMade:
    """Make what is searched of the sources in a generation's folder, in a new folder inside it, whole or not at all."""
    index = folder / f"index-{uuid4().hex}"
    sources = folder / SOURCES
    try:
        index.mkdir()
        progress("词索引", 0, len(library.clauses))
        with using(WordLists.read(sources / "shipped" / "words", sources / "words")):
            made = prepare(library, base)
        progress("词索引", len(made.clauses), len(made.clauses))
        with ThreadPoolExecutor(1) as beside:  # tantivy needs a second core, not Python
            lexical = beside.submit(build_lexical, index / LEXICAL, made.entries)
            write_store(index / STORE, made.documents, made.clauses, made.about)
            dropped = _write_vectors(index, made.texts, embedder, base, settings, progress)
            lexical.result()
        return IndexMade(index.name, dropped)
    except BaseException:
        shutil.rmtree(index, ignore_errors=True)
        raise


def _write_vectors(
    index: Path, texts: Texts, embedder: Embedder, base: Generation | None, settings: Settings, progress: Progress
) -> int:
    if settings.chroma_url is None:
        return write_vectors(index, texts, embedder, base, progress)
    prefix = collection_prefix(Home(settings.home), embedder.identity)
    with on_server(settings.chroma_url) as client:
        add_missing(client, prefix, held_ids(client, prefix), texts, embedder, progress)
    return 0


@contextmanager
def uncollected() -> Iterator[None]:
    """Hundreds of thousands of objects come and none goes: looking for garbage would take a quarter of a build."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _manifest(
    folder: Path, number: int, library: Library, embedder: Embedder, settings: Settings, made: IndexMade
) -> Manifest:
    return Manifest(
        number=number,
        built=now(),
        product=version("policy-hotline"),
        builtin=settings.builtin,
        inputs=inputs_digest(library, embedder.identity),
        code=code_digest(),
        embedder=EmbedderNamed(identity=embedder.identity, dimension=embedder.dimension),
        vectors="server" if settings.chroma_url else "folder",
        index=made.name,
        documents=len(library.documents),
        clauses=len(library.clauses),
        dropped=made.dropped,
        digests=library.digests,
        checksums=checksums(folder),
    )
