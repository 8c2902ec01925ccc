"""The shipped documents, and homes of a few hand-written ones."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from knowledge_command import Ended, Hotline

import knowledge
from assistant.cli import main
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


@pytest.fixture
def hotline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Hotline:
    """Runs `hotline knowledge …` in a home."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, home: Path = tmp_path, builtin: bool = True) -> Ended:
        monkeypatch.setenv("HOTLINE_HOME", str(home))
        monkeypatch.setenv("HOTLINE_BUILTIN", "1" if builtin else "0")
        monkeypatch.setattr(sys, "argv", ["hotline", "knowledge", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, *capsys.readouterr())

    return run
