"""Which figure of the clauses found a phrase of a question names: one, by its words, or none.

A phrase names a figure where all its telling words stand with it: in its own part of the sentence, before it, in a
heading, or at least in the clause. Two figures that it names alike name none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product

from assistant.understanding.terms import Demand, Term, content_words
from knowledge.benefit.arithmetic import Operand
from knowledge.clause import Clause
from knowledge.facets import recognise
from knowledge.figures import Figure, figures_of, plain_form
from knowledge.said import policy_words
from knowledge.search import Hit
from knowledge.words import bigrams, normalise

_ALIKE = (
    ("医院", "医疗机构"),
    ("药店", "药房"),
    ("报", "报销", "补", "补偿", "赔", "支付"),
    ("钱", "款", "基金", "资金", "费用", "金额"),
    ("退", "退回", "退还"),
    ("扣", "扣减", "核减", "扣款"),
    ("减", "减免", "减半"),
    ("调减", "下调", "往下调"),
    ("总数", "总额", "总", "共", "累计", "全部"),
    ("罚", "罚款", "处罚"),
    ("违规", "违约"),
)
# Numbers that name a case and count nothing.
_RANK = re.compile(r"[一二三]级|[一两三][种类个](?=病|慢|大病)|第[一二三]次|首次|[一二三]档")
Candidate = tuple[Figure, Hit]
Phrase = tuple[Sequence[Term], Sequence[Term]]
"""The words that name an operand, and the words around them, which help."""
_DENIED = re.compile(r"(?:非|不是|不含|不属于|除了?)$")
_HALF, _CLEAR = 0.5, 0.1
_TOGETHER, _NEARBY, _MOST = 0.3, 0.15, 6
_LIGHT = 0.35
_AROUND = 0.4
"""What a question says besides an operand counts so much for finding it."""


def candidates(hits: Iterable[Hit], *, changes: bool) -> list[Candidate]:
    """The figures that can be worked with, in the order of the hits; those of a change only where one is asked for."""
    return [(f, hit) for hit in hits for f in figures_of(hit.clause) if not f.rough and (changes or not f.change)]


def telling(phrase: str, without: Iterable[str] = ()) -> list[Term]:
    """The words of a phrase that say what is meant, `without` those that only say what to do with it."""
    own = [term for term in content_words(phrase) if not term.alike and term.word not in without]
    return [*own, *(Term(word, Demand.POLICY, 1.0) for word in dict.fromkeys(_RANK.findall(phrase)))]


def weight(term: Term) -> float:
    """How much a word tells."""
    return _LIGHT if term.demand is Demand.TALK else 1.0


def named(phrases: Sequence[Phrase], among: Sequence[Candidate]) -> tuple[Figure, ...] | None:
    """The figures that the phrases name, one each, all of one kind and different; None where it is not clear which.

    Figures of one sentence, and of one clause, belong together more than others.
    """
    best_of = []
    for words, around in phrases:
        scored = [(_score(words, around, figure, hit), figure) for figure, hit in among]
        fitting = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])[:_MOST]
        if not fitting:
            return None
        best_of.append(fitting)
    groups = sorted(
        ((_bond(group) + sum(score for score, _ in group), tuple(f for _, f in group)) for group in product(*best_of)),
        key=lambda pair: -pair[0],
    )
    sound = [(score, group) for score, group in groups if _of_one_kind(group)]
    if not sound:
        return None
    top, best = sound[0]
    values = [(f.value, f.unit) for f in best]
    clear = all(score < top - _CLEAR or [(f.value, f.unit) for f in other] == values for score, other in sound[1:])
    return best if clear else None


def _of_one_kind(group: Sequence[Figure]) -> bool:
    return len({f.kind for f in group}) == 1 and len({(f.clause.id, f.start) for f in group}) == len(group)


def _bond(group: Sequence[tuple[float, Figure]]) -> float:
    if len({f.clause.id for _, f in group}) > 1:
        return 0.0
    return _TOGETHER if len({f.sentence for _, f in group}) == 1 else _NEARBY


def _score(phrase: Sequence[Term], around: Sequence[Term], figure: Figure, hit: Hit) -> float:
    """How well a phrase names a figure; 0 where a telling word is missing or none stands with the figure itself."""
    total = sum(map(weight, phrase))
    if not total or any(weight(t) == 1.0 and somewhere(t.word, hit) < _HALF for t in phrase):
        return 0.0
    near = sum(weight(t) * _near(t.word, figure) for t in phrase) / total
    if near < _HALF:
        return 0.0
    beside = sum(weight(t) * _near(t.word, figure) for t in around) / max(sum(map(weight, around)), 1.0)
    return near + _AROUND * beside + 0.2 * _told(figure, [*phrase, *around]) + 0.05 * hit.score


def _near(word: str, figure: Figure) -> float:
    """How close to a figure a word stands: in its own part, before it, in the heading."""
    return max(
        met(word, figure.own),
        0.8 * met(word, " ".join(figure.before)),
        0.6 * met(word, " ".join(figure.clause.headings)),
        0.5 * met(word, " ".join(figure.beside)),
    )


def _told(figure: Figure, terms: Sequence[Term]) -> float:
    """The share of the figure's own words that the question says: what it leaves out may narrow the figure."""
    pairs = set(bigrams(figure.own))
    said = {pair for term in terms for word in (term.word, *_alike(term.word)) for pair in bigrams(word)}
    return len(pairs & said) / len(pairs) if pairs else 0.0


def somewhere(word: str, hit: Hit) -> float:
    """Whether a clause, its headings, questions or title hold a word, or it is meant by its facets."""
    clause = hit.clause
    text = " ".join((*clause.headings, clause.text, *clause.questions, hit.header.title))
    own = clause.facets.sets()
    if any(values & own[name] for name, values in recognise(word).sets().items()):
        return 1.0
    return met(word, text)


def met(word: str, text: str) -> float:
    """1 where the text holds a word or what means the same; else the share of its characters that it holds in pairs."""
    plain = normalise(text)
    here = [m for one in (word, *_alike(word)) for m in re.finditer(re.escape(one), plain)]
    if here:
        return float(any(not _DENIED.search(plain, 0, m.start()) for m in here))
    held = [word[i : i + 2] in plain for i in range(len(word) - 1)]
    covered = {j for i, there in enumerate(held) if there for j in (i, i + 1)}
    return len(covered) / len(word) if len(word) > 2 else 0.0


def _alike(word: str) -> tuple[str, ...]:
    own = tuple(other for group in _ALIKE if word in group for other in group)
    meant = policy_words(word)
    return own if word in meant else (*own, *meant)


def operand(figure: Figure, others: Sequence[Figure] = ()) -> Operand:
    """The figure as an operand; its label takes in what stands before it where its own words do not tell it apart."""
    own = _label(figure.own)
    alone = len(own) > 2 and all(_label(other.own) != own for other in others if other is not figure)
    before = _label(figure.before[-1]) if figure.before else ""
    label = own if alone else before + own
    return Operand(label=label or "原文的数", value=figure.value, unit=figure.unit, clause=figure.clause.id)


def _label(words: str) -> str:
    return words.replace(" ", "")


def same_matter(figures: Sequence[Figure], *, overlapping: bool = False) -> bool:
    """Whether figures may be worked with one another: of one document, one place, and reported of one period."""
    clauses: list[Clause] = [figure.clause for figure in figures]
    if len({c.document_id for c in clauses}) > 1 or len({c.region for c in clauses}) > 1:
        return False
    return overlapping or len({c.period for c in clauses}) == 1


def text_of(text: str, names: Iterable[str]) -> str:
    """A question in half width without the places and titles that it names."""
    plain = plain_form(text)
    for name in sorted(names, key=len, reverse=True):
        plain = plain.replace(plain_form(name), " ")
    return plain
