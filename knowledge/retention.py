"""What becomes of old generations: some stay whole, some keep only their sources, the rest go."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from knowledge.build import UNFINISHED
from knowledge.chroma import collection_prefix, home_prefix, on_server
from knowledge.errors import IndexUnusable
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.locking import writing
from knowledge.pointer import read_pointer
from knowledge.settings import Settings
from knowledge.vectors import drop_others, held_ids


@dataclass(frozen=True, slots=True)
class Collected:
    """Numbers of generations that were removed, and of those whose index was put away."""

    removed: tuple[int, ...] = ()
    put_away: tuple[int, ...] = ()


def collect(settings: Settings, needed: Iterable[int]) -> Collected:
    """Remove what nothing refers to.

    Whole stay: the generation that answers, those scheduled, and the last `keep_generations` published or built.
    `needed` are those that recorded answers came from: of them the sources stay, from which the index is made
    again when an answer is to be reproduced; nobody is asked for them where nothing is old. IndexUnusable while another process builds.
    """
    home = Home(settings.home)
    removed, put_away = [], []
    with writing(home):
        whole = _whole(home, settings.keep_generations)
        old = [number for number in home.generation_numbers() if number not in whole]
        recorded = set(needed) if old else set()
        for number in old:
            folder = home.generation(number)
            if number not in recorded:
                _discard(home, folder)
                removed.append(number)
            elif indexes := list(folder.glob("index-*")):
                for index in indexes:
                    _discard(home, index)
                put_away.append(number)
        if settings.chroma_url:
            _collect_vectors(home, settings.chroma_url, whole)
    return Collected(tuple(removed), tuple(put_away))


def _whole(home: Home, keep: int) -> set[int]:
    pointer = read_pointer(home.pointer)
    published = list(dict.fromkeys(p.generation for p in reversed(pointer.published)))
    scheduled = {s.generation for s in pointer.scheduled}
    return {*published[: keep + 1], *scheduled, *home.generation_numbers()[-keep:]}


def _discard(home: Home, folder: Path) -> None:
    """Out of sight in one rename, then removed: a process that is killed here leaves nothing half there."""
    aside = home.generations / f"{UNFINISHED}{uuid4().hex}"
    folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def _collect_vectors(home: Home, url: str, whole: set[int]) -> None:
    """Drop the vectors on the server that no generation holds any more."""
    keep: dict[str, dict[str, set[str]]] = {}
    for number in whole & set(home.generation_numbers()):
        try:
            generation = Generation(home, number, url)
        except IndexUnusable:
            return  # what it holds cannot be told, so nothing is dropped
        if generation.manifest.vectors == "server":
            scopes = keep.setdefault(collection_prefix(home, generation.manifest.embedder.identity), {})
            for scope, names in generation.store.vector_ids().items():
                scopes.setdefault(scope, set()).update(names)
    with on_server(url) as client:
        for prefix, scopes in keep.items():
            drop_others(client, prefix, held_ids(client, prefix), scopes)
        for collection in client.list_collections():
            if collection.name.startswith(home_prefix(home)) and not collection.name.startswith(tuple(keep)):
                client.delete_collection(collection.name)
