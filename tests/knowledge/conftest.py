"""The shipped documents, and homes of a few hand-written ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import knowledge
from knowledge.document import Document, read_document
from knowledge.embed import Embedder, load_embedder

PACKAGE = Path(knowledge.__file__).parent


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine that runs the tests reaches them."""
    for name in [name for name in os.environ if name.upper().startswith("HOTLINE_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def package() -> Path:
    """The folder of the `knowledge` package with its data."""
    return PACKAGE


@pytest.fixture(scope="session")
def shipped() -> dict[str, Document]:
    """Every shipped document by id."""
    documents = map(read_document, sorted((PACKAGE / "documents").glob("*.md")))
    return {document.id: document for document in documents}


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The shipped embedding model."""
    return load_embedder()
