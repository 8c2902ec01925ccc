"""What every package's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.build import build
from knowledge.settings import Settings


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one generation of the shipped knowledge; tests read it and never write to it."""
    root = tmp_path_factory.mktemp("built-home")
    build(Settings(home=root, builtin=True, embedding_model=None), lambda step, done, total: None, publish=True)
    return root
