"""What is searched of a clause: its scope, its passage, its tokens, its vectors.

A clause is searched together with the title of its document: people name what a text is about, which the
clause itself takes for granted.
"""

from __future__ import annotations

from knowledge.clause import Clause
from knowledge.clause_store import Tokens
from knowledge.sound import sounds
from knowledge.words import grams, search_words


def scope_of(clause: Clause) -> str:
    """The partition in which a clause is searched: its region, or its own document where it names none."""
    return clause.region or f"doc-{clause.document_id}"


def passage(clause: Clause) -> str:
    """What a clause says, in its place: its headings and its text."""
    return " ".join((*clause.headings, clause.text))


def searched_text(clause: Clause, title: str) -> str:
    """All that a clause is found by: the title, the passage, and the questions it answers."""
    return " ".join((title, passage(clause), *clause.questions))


def tokens_of(clause: Clause, title: str) -> Tokens:
    """The tokens of all that it is found by, and its words by the word lists in use."""
    text = searched_text(clause, title)
    once = (dict.fromkeys(tokens) for tokens in (sounds(text), search_words(passage(clause))))
    return Tokens(" ".join(grams(text)), *map(" ".join, once))


def embedded_texts(clause: Clause, title: str) -> tuple[str, ...]:
    """What is embedded of it: the passage below its title, and each question."""
    return (f"{title} {passage(clause)}", *clause.questions)
