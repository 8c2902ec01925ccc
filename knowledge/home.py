"""A home: the one folder that holds state. Two homes never touch each other."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


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
            int(p.name) for p in self.generations.iterdir() if p.name.isdigit() and (p / "manifest.json").exists()
        )

    @property
    def _pointer(self) -> Path:
        return self.root / "current"

    def current(self) -> int | None:
        """The number of the generation that answers, or None before the first build."""
        try:
            return int(self._pointer.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None

    def switch(self, number: int) -> None:
        """Point to another generation; a reader sees the old number or the new one, never anything between."""
        fresh = self._pointer.with_suffix(".new")
        with fresh.open("w", encoding="ascii") as file:
            file.write(str(number))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._pointer)
