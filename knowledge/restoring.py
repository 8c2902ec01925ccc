"""Making a damaged or put-away index of a generation again, from the sources that lie beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from knowledge.build import inputs_digest, uncollected, write_index
from knowledge.embed import Embedder
from knowledge.errors import HotlineError, IndexDamaged, IndexUnusable
from knowledge.files import digest_of, write_atomically
from knowledge.generation import SOURCES
from knowledge.home import Home
from knowledge.indexing import code_digest
from knowledge.library import PACKAGE, read_library
from knowledge.locking import writing
from knowledge.manifest import Manifest, checksums, is_as_written, read_manifest, write_manifest
from knowledge.settings import Settings
from knowledge.vectors import Progress


def restore(
    settings: Settings, number: int, embedder: Embedder, progress: Progress, *, damaged: Callable[[], bool]
) -> None:
    """Make the index of a generation again; its number and its answers stay.

    `damaged` is asked once nobody else writes: another process may have been here first. A damaged source is taken
    from the home or the product again where the same file is still there.
    Raises IndexDamaged where one is lost or no longer understood, IndexUnusable where another model made its vectors.
    """
    home = Home(settings.home)
    with writing(home, wait=True), uncollected():
        if not damaged():
            return
        folder = home.generation(number)
        manifest = read_manifest(folder)
        if manifest.embedder.identity != embedder.identity:
            raise wrong_model(manifest, embedder)
        _mend_sources(home, folder, manifest)
        sources = folder / SOURCES
        try:
            library = read_library(Home(sources), builtin=manifest.builtin, shipped=sources / "shipped")
        except HotlineError as error:
            raise IndexDamaged(f"知识库版本 {number} 的文档现在读不了：{error}") from error
        as_built = settings.model_copy(update={"chroma_url": _server(settings, manifest)})
        _remove_indexes(folder, but=manifest.index)  # of restorations that were killed
        made = write_index(folder, library, embedder, None, as_built, progress)
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
        _remove_indexes(folder, but=made.name)


def _remove_indexes(folder: Path, *, but: str) -> None:
    for path in folder.glob("index-*"):
        if path.name != but:
            shutil.rmtree(path, ignore_errors=True)


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
        if not name.startswith(f"{SOURCES}/") or is_as_written(folder, {name: expected}):
            continue
        inside = name.removeprefix(f"{SOURCES}/")
        shipped = inside.removeprefix("shipped/")
        origin = PACKAGE / shipped if shipped != inside else home.root / inside
        data = origin.read_bytes() if origin.is_file() else b""
        if digest_of(data) != expected:
            raise IndexDamaged(
                f"知识库版本 {manifest.number} 的 {name} 已损坏，也找不到原来的文件；请运行 hotline knowledge build 重建"
            )
        write_atomically(folder / name, data)
