"""From official texts to documents: loaders, furniture, structure, metadata, and the importer over them.

Names are loaded when they are asked for: the child process that reads packed files needs none of the importer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.importing.importer import ImportResult, Overrides, import_paths
    from knowledge.importing.loaders import read_source

__all__ = ["ImportResult", "Overrides", "import_paths", "read_source"]


def __getattr__(name: str) -> Any:
    if name == "read_source":
        from knowledge.importing import loaders

        return loaders.read_source
    if name in __all__:
        from knowledge.importing import importer

        return getattr(importer, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
