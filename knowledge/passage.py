"""What is searched of a clause: its scope, its passage, its tokens, its vectors."""

from __future__ import annotations

from knowledge.clause import Clause
from knowledge.clause_store import Tokens
from knowledge.words import bigrams, search_words


def scope_of(clause: Clause) -> str:
    """The partition in which a clause is searched: its region, or its own document where it names none."""
    return clause.region or f"doc-{clause.document_id}"


def passage(clause: Clause) -> str:
    """What is indexed of a clause: its headings and its text."""
    return " ".join((*clause.headings, clause.text))


def tokens_of(clause: Clause) -> Tokens:
    """The tokens of its passage and of the questions it answers, by the word lists in use."""
    text = passage(clause)
    questions = (token for question in clause.questions for token in (*search_words(question), *bigrams(question)))
    return Tokens(" ".join(search_words(text)), " ".join(bigrams(text)), " ".join(questions))


def embedded_texts(clause: Clause) -> tuple[str, ...]:
    """What is embedded of it: the passage, and each question."""
    return (passage(clause), *clause.questions)
