"""The knowledge that retrieval is measured on, and which clauses of it answer a case.

Three homes: the shipped digests; the five sources imported as they are; policy documents of another
province imported as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from eval.evidence import SOURCES, Evidence
from eval.importing.sources import Row, Texts
from eval.suite import SEALED_FOLDER, Case, load_suite, load_suites
from knowledge.build import build
from knowledge.importing.importer import Overrides, import_paths
from knowledge.opening import open_retriever
from knowledge.search import Retriever
from knowledge.settings import Settings

HEBEI_REGION = "130000"
SUITES = Path(__file__).parent / "suites"
SEARCHED = ("blind5-*", "noisy5*", "blind6-*")
"""The suites whose every question has a clause that answers it."""


@dataclass(frozen=True)
class Ground:
    """A retriever, the cases asked of it, and what tells which clauses answer them."""

    retriever: Retriever
    evidence: Evidence
    cases: tuple[Case, ...]

    @property
    def noisy(self) -> tuple[Case, ...]:
        """The cases whose question was misheard or misspelt."""
        return tuple(case for case in self.cases if case.note == "noisy")

    def scopes(self, case: Case) -> list[str]:
        """Where a case is searched: in its place and the parents of it, without a place everywhere."""
        return self.retriever.scopes(case.region) if case.region else self.retriever.generation.scopes


def shipped(home: Path, names: Iterable[str] = SEARCHED, *, sealed: bool | None = None) -> Ground:
    """The shipped digests, built in `home`; `sealed` None asks both halves."""
    retriever = built(Settings(home=home, builtin=True))
    return Ground(retriever, Evidence.shipped(), _cases(names, sealed))


def raw(home: Path, names: Iterable[str] = SEARCHED, *, sealed: bool | None = None) -> Ground:
    """The five sources imported as they are into `home`."""
    return _imported(home, SOURCES, lambda stem: stem[:3], _cases(names, sealed))


def hebei(home: Path, shared: Path, *, sealed: bool) -> Ground:
    """Twenty documents of Hebei imported as they are into `home`; the sealed ones nobody looked at.

    The texts are put beside the home as files named as the cases name them.
    """
    suite = f"{SEALED_FOLDER}/raw1-sealed-hebei.yaml" if sealed else "raw1-open-hebei.yaml"
    cases = load_suite(SUITES / suite).cases
    texts = home / "texts"
    texts.mkdir(parents=True)
    rows = Texts(shared).rows
    for name in sorted({case.source for case in cases if case.source}):
        (texts / f"{name}.txt").write_text(written(rows[int(name.removeprefix("hebei-"))]), encoding="utf-8")
    return _imported(home / "home", texts, str, cases, region=HEBEI_REGION)


def written(row: Row) -> str:
    """A collected document as a file: its title as the first line."""
    return f"{row.title}\n{row.text}"


def _imported(
    home: Path, sources: Path, number: Callable[[str], str], cases: tuple[Case, ...], region: str | None = None
) -> Ground:
    results = import_paths([sources], home / "documents", Overrides(region=region), builtin=False)
    if failed := [result.error for result in results if result.error]:
        raise ValueError(failed[0])
    retriever = built(Settings(home=home, builtin=False))
    originals = {
        number(Path(header.source).stem): retriever.generation.store.of_document(name)
        for name, header in retriever.documents.items()
        if header.source and header.source.endswith(".txt")
    }
    return Ground(retriever, Evidence({}, originals, sources), cases)


def _cases(names: Iterable[str], sealed: bool | None) -> tuple[Case, ...]:
    suites = (suite for suite in load_suites(names=names) if sealed is None or suite.sealed is sealed)
    return tuple(case for suite in suites for case in suite.cases if case.answerable and len(case.turns) == 1)


def built(settings: Settings) -> Retriever:
    """Build what the home holds and open it."""
    build(settings, lambda step, done, total: None, publish=True)
    return open_retriever(settings)
