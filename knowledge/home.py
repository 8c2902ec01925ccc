"""A home: the one folder that holds state. Two homes never touch each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.pointer import read_pointer


@dataclass(frozen=True, slots=True)
class Home:
    """Paths inside a home; nothing is created until something is written."""

    root: Path

    @property
    def documents(self) -> Path:
        """The home's own documents (Markdown)."""
        return self.root / "documents"

    @property
    def rules(self) -> Path:
        """The home's own rule files."""
        return self.root / "rules"

    @property
    def words(self) -> Path:
        """The home's own word lists."""
        return self.root / "words"

    @property
    def serving(self) -> Path:
        """Private copies of vector indexes, one for each process that searches."""
        return self.root / "serving"

    @property
    def originals(self) -> Path:
        """The untouched sources of imported documents, one folder a document."""
        return self.root / "originals"

    @property
    def hospitals(self) -> Path:
        """The hospital directory: name, tier, place."""
        return self.root / "hospitals.csv"

    @property
    def retired(self) -> Path:
        """Shipped documents that this home ended."""
        return self.root / "retired.yaml"

    @property
    def generations(self) -> Path:
        """One folder a generation, named by its number."""
        return self.root / "generations"

    @property
    def database(self) -> Path:
        """Conversations, turns and gaps."""
        return self.root / "hotline.sqlite"

    def generation(self, number: int) -> Path:
        """The folder of one generation."""
        return self.generations / f"{number:06d}"

    def generation_numbers(self) -> list[int]:
        """Numbers of all finished generations, oldest first."""
        if not self.generations.is_dir():
            return []
        return sorted(
            int(p.name) for p in self.generations.iterdir() if p.name.isdecimal() and any(p.glob("manifest*.json"))
        )

    @property
    def identity(self) -> Path:
        """The name under which this home keeps its vectors apart on a Chroma server."""
        return self.root / "id"

    @property
    def pointer(self) -> Path:
        """The file that says which generation answers."""
        return self.root / "current"

    def current(self) -> int | None:
        """The number of the generation that answers, or None before the first publish.

        IndexUnusable where the pointer's file is damaged.
        """
        return read_pointer(self.pointer).generation
