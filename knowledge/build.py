"""Building the home's next generation from its settings."""

from __future__ import annotations

from knowledge.embed import load_embedder
from knowledge.errors import IndexUnusable
from knowledge.generation import Progress, build_generation, inputs_digest, open_current
from knowledge.home import Home
from knowledge.library import read_library
from knowledge.settings import Settings


def build(settings: Settings, progress: Progress, *, publish: bool) -> int:
    """Build a generation of everything the home holds and return its number; `publish` switches to it."""
    home = Home(settings.home)
    library = read_library(home, builtin=settings.builtin)
    number = build_generation(home, library, load_embedder(settings.embedding_model), progress)
    if publish:
        home.switch(number)
    return number


def is_current(settings: Settings) -> bool:
    """Whether the generation that answers was built from exactly what is there now."""
    home = Home(settings.home)
    try:
        built_from = open_current(home).manifest["inputs"]
    except IndexUnusable:
        return False
    library = read_library(home, builtin=settings.builtin)
    return bool(built_from == inputs_digest(library, load_embedder(settings.embedding_model).identity))
