"""Making a damaged or put-away index of a generation again, from the sources that lie beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from knowledge.build import inputs_digest, write_index
from knowledge.embed import Embedder
from knowledge.errors import IndexDamaged, IndexUnusable
from knowledge.files import digest_of, file_digest, write_atomically
from knowledge.generation import SOURCES
from knowledge.home import Home
from knowledge.indexing import code_digest
from knowledge.library import PACKAGE, read_library
from knowledge.locking import writing
from knowledge.manifest import Manifest, checksums, read_manifest, write_manifest
from knowledge.settings import Settings
from knowledge.vectors import Progress


def restore(
    settings: Settings, number: int, embedder: Embedder, progress: Progress, *, damaged: Callable[[], bool]
) -> None:
    """Make the index of a generation again; its number and its answers stay.

    `damaged` is asked once nobody else writes: another process may have been here first. A damaged source is taken from the home or the product again where the same file is still there.
    Raises IndexDamaged where one is lost, IndexUnusable where another model made its vectors.
    """
    home = Home(settings.home)
    with writing(home, wait=True):
        if not damaged():
            return
        folder = home.generation(number)
        manifest = read_manifest(folder)
        if manifest.embedder.identity != embedder.identity:
            raise wrong_model(manifest, embedder)
        _mend_sources(home, folder, manifest)
        sources = folder / SOURCES
        library = read_library(Home(sources), builtin=manifest.builtin, shipped=sources / "shipped")
        as_built = settings.model_copy(update={"chroma_url": _server(settings, manifest)})
        made = write_index(folder, library, embedder, None, as_built, progress)
        others = [path for path in folder.glob("index-*") if path.name != made.name]
        found = {n: c for n, c in checksums(folder).items() if n.startswith((f"{SOURCES}/", f"{made.name}/"))}
        changed = {
            "product": version("policy-hotline"),
            "code": code_digest(),
            "index": made.name,
            "dropped": made.dropped,
            "checksums": found,
            "inputs": inputs_digest(library, embedder.identity),
        }
        write_manifest(folder, manifest.model_copy(update=changed))
        for path in others:
            shutil.rmtree(path, ignore_errors=True)


def is_whole(folder: Path) -> bool:
    """Whether every file of the generation is as it was written."""
    manifest = read_manifest(folder)
    return all(_is(folder / name, expected) for name, expected in manifest.checksums.items())


def wrong_model(manifest: Manifest, embedder: Embedder) -> IndexUnusable:
    """The refusal of a generation whose vectors another model made."""
    return IndexUnusable(
        f"知识库版本 {manifest.number} 用的是模型 {manifest.embedder.identity}，现在设置的是 {embedder.identity}；"
        "请运行 hotline knowledge build 重建"
    )


def _server(settings: Settings, manifest: Manifest) -> str | None:
    if manifest.vectors == "folder":
        return None
    if settings.chroma_url is None:
        raise IndexUnusable(f"知识库版本 {manifest.number} 的向量在 Chroma 服务里；请设置 HOTLINE_CHROMA_URL")
    return settings.chroma_url


def _mend_sources(home: Home, folder: Path, manifest: Manifest) -> None:
    for name, expected in manifest.checksums.items():
        if not name.startswith(f"{SOURCES}/") or _is(folder / name, expected):
            continue
        inside = name.removeprefix(f"{SOURCES}/")
        shipped = inside.removeprefix("shipped/")
        origin = PACKAGE / shipped if shipped != inside else home.root / inside
        if not _is(origin, expected):
            raise IndexDamaged(
                f"知识库版本 {manifest.number} 的 {name} 已损坏，也找不到原来的文件；请运行 hotline knowledge build 重建"
            )
        data = origin.read_bytes()
        if digest_of(data) == expected:
            write_atomically(folder / name, data)


def _is(path: Path, expected: str) -> bool:
    try:
        return file_digest(path) == expected
    except OSError:
        return False
