"""The last look at a rendered Reply: each of its fields against what is known, so that nothing unchecked gets out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assistant.checking.claims import objection
from assistant.checking.known import Known, Sources, plain, sentences
from assistant.explain import shown
from assistant.reply import (
    Block,
    CalculationBlock,
    CalculationShown,
    Citation,
    Contacts,
    NoticeBlock,
    Paragraph,
    Reply,
    Steps,
)
from assistant.turn import Turn
from knowledge.generation import Generation
from knowledge.region import places


def faults(reply: Reply, turn: Turn, generation: Generation) -> tuple[str, ...]:
    """What of the Reply does not hold, as `field: reason`; empty where all of it does."""
    return tuple(_Look(reply, turn, generation).faults())


class _Look:
    def __init__(self, reply: Reply, turn: Turn, generation: Generation) -> None:
        self._reply, self._turn, self._store = reply, turn, generation.store
        self._sources = Sources(turn, generation)
        self._cited = {citation.number: citation.clause_id for citation in reply.citations}
        label = turn.worded_by
        named = [label.name, label.filing or ""] if label else []
        uncited, cited = self._sources.of(()), self._sources.of(self._cited.values())
        self._all = Known([*cited.texts, *uncited.texts, *named])
        self._passed = {draft.said: draft.clause_ids for draft in turn.drafts}

    def faults(self) -> Iterator[str]:
        for citation in self._reply.citations:
            if not self._holds(citation):
                yield f"citations[{citation.number}]: citation"
        for number, block in enumerate(self._reply.blocks):
            yield from self._of(f"blocks[{number}]", self._in_block(block))
        yield from self._of("text", self._not_in_blocks(self._reply.text.split("\n")))
        yield from self._of("script", self._not_in_blocks([self._reply.script]))
        yield from self._of("notices", (objection(notice.text, self._all) for notice in self._reply.notices))
        yield from self._of("calculations", map(self._in_calculation, self._reply.calculations))
        yield from self._of("clarify", (objection(words, self._all) for words in self._asked_back()))
        yield from self._of("suggestions", self._in_suggestions())
        region = self._reply.region
        if region is not None and region.name != places().full_name(region.code):
            yield "region: place"

    @staticmethod
    def _of(field: str, reasons: Iterable[str | None]) -> Iterator[str]:
        yield from (f"{field}: {reason}" for reason in reasons if reason is not None)

    def _holds(self, citation: Citation) -> bool:
        """Whether a citation says of its clause and document what they are."""
        clause = self._store.get(citation.clause_id)
        if clause is None:
            return False
        header = self._store.headers[clause.document_id]
        region = clause.region or header.region
        return (
            citation.quote in clause.text
            and (citation.document_id, citation.heading) == (clause.document_id, clause.heading)
            and (citation.title, citation.document_number) == (header.title, header.document_number)
            and (citation.issuer, citation.published, citation.source)
            == (header.issuer, header.published, header.source)
            and (citation.effective_from, citation.effective_to) == (clause.effective_from, clause.effective_to)
            and (citation.wording, citation.digest) == (header.wording.value, clause.digest)
            and (citation.region.code if citation.region else None) == region
            and (citation.region is None or citation.region.name == places().full_name(citation.region.code))
        )

    def _in_block(self, block: Block) -> Iterator[str | None]:
        if isinstance(block, CalculationBlock):
            yield self._in_calculation(block.calculation)
            return
        if isinstance(block, NoticeBlock):
            yield None if block.text in self._passed else objection(block.text, self._all)
            return
        ids = tuple(self._cited.get(number, "") for number in block.citations)
        if not all(ids):
            yield "citation"
        elif not (isinstance(block, Paragraph) and self._passed.get(block.text) == ids):
            yield from (objection(words, self._sources.of(ids)) for words in _words(block))

    def _not_in_blocks(self, parts: Iterable[str]) -> Iterator[str | None]:
        """What the blocks say was looked at there."""
        said = plain("".join(words for block in self._reply.blocks for words in _words(block)))
        for part in parts:
            if not all(sentence in said for sentence in sentences(part)):
                yield objection(part, self._all)

    def _in_calculation(self, calculation: CalculationShown) -> str | None:
        numbers: Mapping[str, int] = {clause_id: number for number, clause_id in self._cited.items()}
        told = (one for work in self._turn.works for one in (work.calculation, *work.calculations) if one)
        return None if any(shown(one, numbers.get) == calculation for one in told) else "calculation"

    def _asked_back(self) -> Iterator[str]:
        if self._reply.clarify is not None:
            yield self._reply.clarify.question
            yield from (option.label for option in self._reply.clarify.options)

    def _in_suggestions(self) -> Iterator[str | None]:
        asked = {question for work in self._turn.works for hit in work.found.hits for question in hit.clause.questions}
        yield from ("suggestion" for suggestion in self._reply.suggestions if suggestion not in asked)


def _words(block: Block) -> Iterator[str]:
    """The words of a block, cell by cell."""
    if isinstance(block, Paragraph | NoticeBlock):
        yield block.text
    elif isinstance(block, Steps):
        yield from block.items
    elif isinstance(block, Contacts):
        yield from (words for contact in block.items for words in (contact.name, contact.phone))
    elif not isinstance(block, CalculationBlock):
        yield from block.header
        yield from (cell for row in block.rows for cell in row)
