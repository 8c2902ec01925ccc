"""The five raw sources, where they lie beside the checkout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.document import Document
from knowledge.importing.importer import Overrides, build_document
from knowledge.importing.loaders import SourceText, read_source

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources"


@pytest.fixture
def source() -> Callable[[str], SourceText]:
    """Number of a raw source (`002`) → its text; skips where the sources are not there."""

    def read(number: str) -> SourceText:
        found = sorted(SOURCES.glob(f"{number}_*.txt"))
        if not found:
            pytest.skip(f"put the five source texts into {SOURCES} to run this")
        return read_source(found[0])

    return read


@pytest.fixture
def imported(source: Callable[[str], SourceText]) -> Callable[[str], Document]:
    """Number of a raw source → the document that it becomes without hand work."""
    return lambda number: build_document(source(number), Overrides())[0]
