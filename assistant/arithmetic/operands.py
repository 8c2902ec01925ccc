"""Which figure of the clauses found a phrase of a question names: one, by its words, or none.

A phrase names a figure where all its telling words stand with it: in its own part of the sentence, before it, in a
heading, or at least in the clause. Two figures that it names alike name none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from assistant.understanding.terms import Demand, Term, content_words
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
    ("退", "退回", "退还", "退钱", "退款"),
    ("扣", "扣减", "核减", "扣款"),
    ("减", "减免", "减半", "少交", "少缴"),
    ("医疗费用", "医疗费", "医药费"),
    ("产生", "花", "花费"),
    ("医师", "大夫", "医生"),
    ("资助", "代缴"),
    ("参保", "参加"),
    ("支出", "花", "花掉", "花费", "用掉"),
    ("调减", "下调", "往下调"),
    ("总数", "总额", "总", "共", "累计", "全部", "合计"),
    ("罚", "罚款", "处罚"),
    ("违规", "违约"),
    ("降级", "降低"),
    ("配送", "送药"),
)
# Numbers that name a case and count nothing.
_RANK = re.compile(r"[一二三]级|[一两三][种类个](?=病|慢|大病)|第[一二三]次|首次|[一二三]档")
Candidate = tuple[Figure, Hit]
_QUANTITY = re.compile(r"(?:多少|好多|几多|几)(?:个)?(?:块钱|元钱|万元|块|钱|元)")
_PAPER = re.compile(r"(?:汇报|报告|通知|文件|访谈|报道|材料)$")
_REFUSED = re.compile(r"不给(?:补|报|付|赔)的?|拒了")
_DENIED = re.compile(r"(?:非|不是|不含|不属于|除了?)$")
_HALF, _CLEAR = 0.5, 0.1
_TOGETHER, _NEARBY, _MOST = 0.3, 0.15, 6
_LIGHT = 0.35
_ANCHORED = 0.4
_AROUND, _NARROW, _RANKED = 0.4, 0.2, 0.05
"""So much count, beside the words of an operand: those around it, how much of the figure's words is said, its rank."""


def candidates(hits: Iterable[Hit], *, changes: bool) -> list[Candidate]:
    """The figures that can be worked with, in the order of the hits; those of a change only where one is asked for."""
    return [(f, hit) for hit in hits for f in figures_of(hit.clause) if not f.rough and (changes or not f.change)]


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that name an operand; those of them that the other operands do not share; those around, which help."""

    words: Sequence[Term]
    anchors: Sequence[Term]
    around: Sequence[Term] = ()


def phrases_of(named_by: Sequence[Sequence[Term]], said: Sequence[Term]) -> list[Phrase]:
    """The operands' words beside one another; a short phrase (在职的) leans on what a longer one says (门诊限额)."""
    found = []
    for words in named_by:
        own = {term.word for term in words}
        longer = {t.word for other in named_by if len(other) > len(words) for t in other}
        others = {t.word for other in named_by if other is not words for t in other}
        around = [t for t in said if t.word not in own and (t.word not in others or t.word in longer)]
        found.append(Phrase(words, [t for t in words if t.word not in others], around))
    return found


def telling(phrase: str, without: Iterable[str] = ()) -> list[Term]:
    """The words of a phrase that say what is meant, `without` those that only say what to do with it."""
    phrase = _QUANTITY.sub(" ", phrase)
    own = [t for t in content_words(phrase) if not t.alike and t.word not in without and not _PAPER.search(t.word)]
    return [*own, *(Term(word, Demand.POLICY, 1.0) for word in dict.fromkeys(_RANK.findall(phrase)))]


def weight(term: Term) -> float:
    """How much a word tells."""
    return (_LIGHT if term.demand is Demand.TALK else 1.0) * term.weight


def named(phrases: Sequence[Phrase], among: Sequence[Candidate]) -> tuple[Figure, ...] | None:
    """The figures that the phrases name, one each, all of one kind and different; None where it is not clear which.

    Figures of one sentence, and of one clause, belong together more than others.
    """
    best_of = []
    for phrase in phrases:
        scored = [(_score(phrase, figure, hit), figure) for figure, hit in among]
        fitting = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])[:_MOST]
        if not fitting:
            return None
        best_of.append(fitting)
    groups = sorted(
        ((_bond(group) + sum(score for score, _ in group), tuple(f for _, f in group)) for group in product(*best_of)),
        key=lambda pair: -pair[0],
    )
    sound = [(score, group) for score, group in groups if _of_one_kind(group)]
    if not sound or any(_better(f, fitting) for f, fitting in zip(sound[0][1], best_of, strict=True)):
        return None
    top, best = sound[0]
    values = [(f.value, f.unit) for f in best]
    clear = all(score < top - _CLEAR or [(f.value, f.unit) for f in other] == values for score, other in sound[1:])
    return best if clear else None


def _better(chosen: Figure, fitting: Sequence[tuple[float, Figure]]) -> bool:
    """Whether a phrase names another figure much better than the one that goes with the others."""
    return fitting[0][0] - next(score for score, figure in fitting if figure is chosen) > _TOGETHER


def _of_one_kind(group: Sequence[Figure]) -> bool:
    return len({f.kind for f in group}) == 1 and len({(f.clause.id, f.start) for f in group}) == len(group)


def _bond(group: Sequence[tuple[float, Figure]]) -> float:
    if len({f.clause.id for _, f in group}) > 1:
        return 0.0
    return _TOGETHER if len({f.sentence for _, f in group}) == 1 else _NEARBY


def _score(phrase: Phrase, figure: Figure, hit: Hit) -> float:
    """How well a phrase names a figure; 0 where a telling word is missing or none stands with the figure itself."""
    total = sum(map(weight, phrase.words))
    if not total or any(_strong(t) and somewhere(t.word, hit) < _HALF for t in phrase.words):
        return 0.0
    near = sum(weight(t) * _near(t.word, figure) for t in phrase.words) / total
    strong = [t for t in phrase.anchors if _strong(t)]
    anchored = [_near(t.word, figure) for t in strong or phrase.anchors]
    if near < _HALF or (strong and min(anchored) < _ANCHORED) or (anchored and max(anchored) < _HALF):
        return 0.0
    beside = sum(weight(t) * _near(t.word, figure) for t in phrase.around) / max(sum(map(weight, phrase.around)), 1.0)
    told = _told(figure, [*phrase.words, *phrase.around])
    return near + _AROUND * beside + _NARROW * told + _RANKED * hit.score


def _strong(term: Term) -> bool:
    return weight(term) == 1.0


def _near(word: str, figure: Figure) -> float:
    """How close to a figure a word stands: in its own part, before it, in the heading."""
    return max(
        met(word, figure.own),
        0.8 * met(word, " ".join(figure.before)),
        0.6 * met(word, " ".join(figure.clause.headings)),
        0.5 * met(word, " ".join(figure.beside)) if figure.within else 0.0,
        0.6 * _of_facets(word, figure.clause),
    )


def _of_facets(word: str, clause: Clause) -> float:
    """1 where the clause speaks of one value of a facet alone, and the word names it (居民)."""
    own = clause.facets.sets()
    return float(any(len(own[name]) == 1 and own[name] == values for name, values in recognise(word).sets().items()))


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


def beside(word: str, figure: Figure) -> bool:
    """Whether a word, or what means the same, stands with a figure itself or before it."""
    return met(word, " ".join((figure.own, figure.lead, *figure.before))) >= _HALF


def told_near(terms: Sequence[Term], figures: Sequence[Figure]) -> float:
    """How much of the words stands with figures of a list, before them or over them."""
    return sum(weight(t) * max(_near(t.word, f) for f in figures) for t in terms)


def does(word: str) -> bool:
    """Whether a word says what was done with money (罚, 退, 扣): it must be said of the figure itself."""
    return any(word in group for group in _ALIKE)


def owners_of(word: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures whose own words hold the word itself, else those that hold what means the same."""
    exact = [f for f in figures if word in normalise(f.own)]
    return exact or [f for f in figures if met(word, f.own) > _HALF]


def siblings(words: Sequence[Term], among: Sequence[Candidate]) -> list[tuple[Figure, ...]]:
    """The lists of one sentence in which each figure is named by a word of its own (西药1586种，中成药1381种)."""
    sentences: dict[tuple[str, int], list[Figure]] = {}
    for figure, _ in among:
        sentences.setdefault((figure.clause.id, figure.sentence), []).append(figure)
    found = []
    for figures in sentences.values():
        owners = [(t, owners_of(t.word, figures)) for t in words]
        chosen = tuple(f for f in figures if any(held == [f] for _, held in owners))
        unmet = any(_strong(t) and not held for t, held in owners)
        if len(chosen) > 1 and not unmet and len({f.kind for f in chosen}) == 1:
            found.append(chosen)
    return found


def text_of(text: str, names: Iterable[str], titles: Iterable[str] = ()) -> str:
    """A question in half width without the places and titles that it names, also those named in part."""
    plain = _REFUSED.sub("拒付", re.sub(r"《[^》]*》", " ", plain_form(text)))
    for title in titles:
        letters = re.escape(plain_form(title))
        called = rf"[{letters}的那份 ]*[{letters}](?:里面|里头|里|中|上面?)?"
        plain = re.sub(called, lambda m: " " if _PAPER.search(m[0].rstrip("里面头中上")) else m[0], plain)
    for name in sorted(names, key=len, reverse=True):
        plain = plain.replace(plain_form(name), " ")
    return plain
