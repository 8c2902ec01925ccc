"""From official texts to documents: loaders, furniture, structure, metadata, and the importer over them."""

from knowledge.importing.importer import ImportResult, Overrides, import_paths
from knowledge.importing.loaders import read_source

__all__ = ["ImportResult", "Overrides", "import_paths", "read_source"]
