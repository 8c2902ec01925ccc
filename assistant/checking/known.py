"""What a sentence may say: the texts of its clauses, of the ledger, and what is public or was said by the person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from assistant.checking.figures import Figures, figures_in
from assistant.explain import all_words
from assistant.turn import Turn
from assistant.wording import day_in_words, options
from knowledge.clause import Clause
from knowledge.document import Header
from knowledge.generation import Generation
from knowledge.region import places

PUBLIC = "national-numbers"
"""The document of the numbers that fixed wordings name."""

_SENTENCE = re.compile(r"[^。！？；!?;\n]+")
_SHORT = 400


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text without signs and blanks, as wordings are compared."""
    return re.sub(r"[\W_]+", "", text)


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text without their signs."""
    return tuple(filter(None, map(plain, _SENTENCE.findall(text))))


class Known:
    """Several texts as one body of evidence."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(dict.fromkeys(filter(None, texts)))

    @cached_property
    def figures(self) -> Figures:
        """Every figure that stands in one of them."""
        return Figures.together(map(figures_in, self.texts))

    @cached_property
    def wordings(self) -> tuple[str, ...]:
        """All sentences, without signs, and short texts also whole: two sentences may have been made one."""
        whole = (plain(text) for text in self.texts if len(text) <= _SHORT)
        return (*(sentence for text in self.texts for sentence in sentences(text)), *whole)

    def has(self, words: str) -> bool:
        """Whether one of the texts has these words."""
        return any(words in text for text in self.texts)

    def says(self, words: str) -> bool:
        """Whether one of the texts has these words, signs and blanks aside."""
        bare = plain(words)
        return any(bare in plain(text) for text in self.texts)


class Sources:
    """What a turn's drafts may be checked against."""

    def __init__(self, turn: Turn, generation: Generation) -> None:
        self._store = generation.store
        self._public = [clause.text for clause in self._store.of_document(PUBLIC)]
        self._given = _given(turn)
        self._said = [work.ask.whole for work in turn.works] + [turn.heard, turn.said]

    def of(self, clause_ids: Iterable[str]) -> Known:
        """What a sentence that cites these clauses may say; one that cites none may repeat the person's words."""
        cited = self.cited(clause_ids)
        texts = [text for clause in cited for text in _of_clause(clause, self._store.headers[clause.document_id])]
        # What the person said may be repeated where nothing is claimed, not as the word of a clause.
        return Known([*texts, *self._public, *self._given, *([] if cited else self._said)])

    def cited(self, clause_ids: Iterable[str]) -> list[Clause]:
        """The clauses of these ids; one that is not there is left out."""
        return [clause for clause in map(self._store.get, clause_ids) if clause]


def _given(turn: Turn) -> list[str]:
    """What the ledger says, the days that the person named, and those on which what is known was in force."""
    given = [str(turn.day), day_in_words(turn.day)]
    if turn.guessed_tier is not None:
        given += [turn.guessed_tier, *(label for _, label in options("tier"))]
    given += [proposal.label for proposal in turn.proposed.values()]
    if turn.across is not None:
        given.append(all_words(turn.across))
    for work in turn.works:
        given += [work.side, *(period.name for period in work.ask.periods)]
        given.append(day_in_words(work.days.day))
        if work.region:
            given.append(places().full_name(work.region))
        if work.outside is not None:
            given += _days_in_force(work.outside.clause)
        if work.rule is not None:  # since when a rule is may be said where it does not answer
            given += [day_in_words(value.from_) for p in work.rule.parameters.values() for value in p.values]
        given += [text for label, calculation in work.ways for text in (label, all_words(calculation))]
        given += [text for name, part in work.parts for text in (name, all_words(part))]
        given += [*work.unheld, work.caution, *(places().full_name(code) for code in work.elsewhere)]
        if work.calculation is not None:
            given.append(all_words(work.calculation))
        if work.missing is not None:
            given += [work.missing.question, "、".join(option.label for option in work.missing.options)]
    return given


def _of_clause(clause: Clause, header: Header) -> list[str]:
    published = [str(header.published), day_in_words(header.published)] if header.published else []
    place = [places().full_name(clause.region)] if clause.region else []
    return [
        clause.text,
        *clause.headings,
        clause.notice or "",
        clause.derived or "",
        header.title,
        header.document_number or "",
        header.issuer or "",
        *published,
        *_days_in_force(clause),
        *place,
    ]


def _days_in_force(clause: Clause) -> list[str]:
    return [day_in_words(day) for day in (clause.effective_from, clause.effective_to) if day]
