"""How far a clause meets an ask: the features that the judge weighs, and what speaks against the clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log1p
from typing import NamedTuple

from assistant.ask import Ask, Period
from assistant.understanding.days import span
from assistant.understanding.focus import APART, phrases
from assistant.understanding.near_miss import alike, near_miss, pairs
from assistant.understanding.terms import Demand, terms_of
from knowledge.clause import Clause, Nature
from knowledge.facets import recognise
from knowledge.said import policy_words
from knowledge.search import Hit
from knowledge.wants import Want
from knowledge.wordlists import WordLists, in_use
from knowledge.words import bigrams, normalise

HAS = {
    Want.PHONE: re.compile(r"\d{3,4}-\d{7,8}|(?<!\d)1[12]\d{1,3}(?!\d)"),
    Want.RATIO: re.compile(r"\d%|百分之|\d成|全额|免费"),
    Want.AMOUNT: re.compile(r"\d\s*(?:余|多)?(?:万|亿)?元|\d%|免|不收|全额"),
    Want.DEADLINE: re.compile(
        r"\d\s*(?:年|个?月|日|天|小时|周|号)|每[年月周日天]|长期|随时|当天|即时|年底|次年|下年度"
    ),
    Want.COUNT: re.compile(r"\d"),
    Want.DOCUMENT: re.compile(r"《|〔"),
    Want.PLACE: re.compile(r"楼|[路街镇村]|窗口|大厅|中心|支行|地址|医院|官网|机构|部门|公众号|平台|医保局|社区"),
}
# 多少钱 is not answered by a share, 要交多少年 not by the year of a date.
_SUM_OF_MONEY = re.compile(r"(?:多少|几多|好多|几个|几块?)(?:钱|元|块)|价格|价钱")
_IN_MONEY = re.compile(r"\d\s*(?:余|多)?[万亿]?元|免|不收|不交|不用交|全额")
_LENGTH_IN_YEARS = re.compile(r"(?:多少|几多|好多|几)年(?!的?(?:标准|政策|规定|前|底|初))")
_IN_YEARS = re.compile(r"(?<!\d)\d{1,2}\s*(?:周?年|年度)(?!\d)|长期|终身|[一二三四五六七八九十]年")
# Which diseases a benefit is for, or how many, is not said by a clause that only speaks of them.
_KINDS_OF_DISEASE = re.compile(
    r"(?:多少|几多|好多|哪些|(?<!好)几)[个种类]?[慢特大重门]?[性特]?病种?(?![人历例房区费])|病种[^，。？\s]{0,4}(?:哪些|哪几|多少|名单|目录)"
)
_DISEASES = re.compile(
    r"[\d一二三四五六七八九十两][^，。；、]{0,2}[种类个项][^，。；]{0,8}病|病[^。；]{0,16}[\d一二三四五六七八九十两][^，。；、]{0,2}[种类个项]|高血压|糖尿病|冠心病|肿瘤|癌|尿毒症|透析|精神|结核|肝炎|肝硬化|心脏病|白血病|血友病|哮喘|移植|常见病"
)
# What is said of such people or cases alone says nothing of others: its name, how a clause says it, how a person does.
_SPECIAL = (
    (
        "困难群众",
        re.compile(r"建档立卡|贫困人|贫困户|贫困患者|低保|特困|五保"),
        re.compile(r"贫困|困难|低保|特困|五保|建档|建卡|立卡|扶贫|脱贫|救助|兜底|穷|资助|补贴对象"),
    ),
    ("下转的病人", re.compile(r"下转|转到下级"), re.compile(r"转|回来|下来|接着住|康复|下级")),
)
_AWAY = re.compile(r"外|转|异地|跨|打工|旅游|出差|备案|别处|其他地方|别的(?:地方|市|省|县)")
# Measure words that count the same things.
_ALIKE = {
    "个人": "人名位个",
    "例": "例起",
    "份": "份件",
    "人": "人名位户",
    "名": "人名位",
    "位": "人名位",
    "家": "家个所",
    "次": "次场",
}
# Of two that exclude each other, an ask that names one is not met by a clause that names only the other.
_EXCLUSIVE = (
    ("男职工", "女职工"),
    ("顺产", "剖宫产"),
    ("省内", "跨省"),
    ("下转", "上转"),
    ("主动退回", "追回"),
    ("西药", "中成药"),
)


_FIGURES = frozenset({Want.AMOUNT, Want.RATIO})
_QUANTITY = re.compile(r"多少|几|好多|百分之|多大|多高|限额|标准")
_QUOTED = re.compile(r"“([^”]{2,12})”")
# Who or what has rules of its own: a clause that does not name it says nothing of it.
_CIRCUMSTANCES = re.compile(
    r"工伤|公务员|离休|学生|新生儿|灵活就业|失业|军人|残疾|断缴|欠费|停保|车祸|交通事故|打架|试管婴儿|体检|整形|美容|配眼镜|近视|疗养|护工|救护车|丧葬|抚恤|养老金|公积金"
)
# Of one person's bill no total of a report tells anything.
_OWN_BILL = re.compile(
    r"(?:花|用|付|交|刷)(?:了|掉|脱|去)[^，,。]{0,6}\d[^。？?]{0,30}(?:报|拿得?回|返|退|补)[^，,。]{0,4}(?:多少|几|吗|不)"
)
_DONE = re.compile(r"(?:已经?|办了|办过|做了|做过|有)(备案|转诊|登记|认定)")
_OVER_YEARS = re.compile(r"以来|至今|累计|到现在|到目前|到如今|起到|从|开始|[这那]几年|几年|截至|截止")


@dataclass(frozen=True, slots=True)
class Fit:
    """One clause against one ask.

    `features` are what the judge weighs, each about 0..1 (the margin about -1..1); `unmet` the words and `unmet_wants` the wants
    that the clause leaves open; `objections` each rule the clause out on their own.
    """

    features: tuple[float, ...]
    unmet: frozenset[str]
    unmet_wants: frozenset[str]
    objections: tuple[str, ...]


_Spoken = tuple[str, tuple[frozenset[str], ...]]

_STANDS_OUT = 0.1
"""A larger margin tells no more: where few clauses are searched, one of them always stands far out."""
FEATURES = ("policy words met", "words met", "nearest question", "rank", "margin")


def fits(ask: Ask, hits: Sequence[Hit], rarity: Callable[[str], float]) -> list[Fit]:
    """Weigh each hit of a search against the ask; `rarity` tells how telling a word is among the clauses."""
    scores = sorted((hit.score for hit in hits), reverse=True)
    rivals = (scores[1:2] if hit.score == scores[0] else scores[:1] for hit in hits)
    return [fit(ask, hit, rarity, *rival) for hit, rival in zip(hits, rivals, strict=True)]


def fit(ask: Ask, hit: Hit, rarity: Callable[[str], float], rival: float = 0.0) -> Fit:
    """Weigh one hit against one ask; `rival` is the score of the best other hit, 0 where there is none.

    A clause that stands out from all others is what was asked for; where several look alike, the ask
    is as near to what none of them says.
    """
    clause = hit.clause
    spoken, questions = _read(hit.header.title, tuple(clause.headings), clause.text, tuple(clause.questions))
    beside = near_miss(ask, clause)
    met = dict.fromkeys(Demand, 0.0)
    total = dict.fromkeys(Demand, 0.0)
    unmet: set[str] = set()
    wanted = _wanted(ask, clause.text)
    lacking = frozenset(name for name, there in wanted.items() if not there)
    for name in _QUOTED.findall(clause.text):
        # What a text puts in quotation marks (“四看四有”) is its name: who says it means this.
        if normalise(name) in ask.whole:
            met[Demand.NAME] += 1.0
    for term in terms_of(ask):
        weight = 0.15 + rarity(term.word)
        share = max(_spoken_of(word, spoken, clause) for word in (term.word, *term.alike))
        # What is met counts in full wherever it was said; what is not met counts by its place in the message.
        total[term.demand] += weight * max(term.weight, share)
        met[term.demand] += weight * share
        if share < 0.5 and term.weight > APART:
            unmet.add(term.word)
    features = (
        (met[Demand.POLICY] + 0.2) / (total[Demand.POLICY] + 0.2),
        min(log1p(sum(met.values())) / 2, 1.0),
        _nearest_question(ask, questions),
        hit.score,
        min(hit.score - rival, _STANDS_OUT),
    )
    objections = (
        *_objections(ask, clause, hit.header.title, spoken),
        *((f"问的像是“{beside}”，资料没有答",) if beside else ()),
    )
    if wanted and len(lacking) == len(wanted):
        objections = (*objections, f"没有给出 {'、'.join(sorted(lacking))}")
    return Fit(features, frozenset(unmet), lacking, objections)


def objections(ask: Ask, clause: Clause) -> tuple[str, ...]:
    """What rules a clause out for an ask whatever its words are: another facet, year, circumstance."""
    return _objections(ask, clause, "", normalise(" ".join((*clause.headings, clause.text, *clause.questions))))


def meets_named(ask: Ask, clause: Clause) -> bool:
    """Whether the clause is of, or speaks of, each insured kind, tier … that the ask's own words name."""
    own, spoken = clause.facets.sets(), recognise(clause.text).sets()
    asked = recognise(ask.text).sets().items()
    return all(values & (own[name] | spoken[name]) for name, values in asked if values)


def _wanted(ask: Ask, text: str) -> dict[str, bool]:
    """What is wanted and can be seen in a text (a sum, a phone, a count of 家 …), and whether it is there."""
    # 要扣我报销比例不 asks for a yes or a no, not for the figure.
    whether = Want.YES_NO in ask.wants and not _QUANTITY.search(ask.text)
    asked = ask.wants - _FIGURES if whether else ask.wants
    wanted = {want.value: bool(pattern.search(text)) for want, pattern in HAS.items() if want in asked}
    if Want.AMOUNT in asked and _SUM_OF_MONEY.search(ask.text):
        wanted[Want.AMOUNT.value] = bool(_IN_MONEY.search(text))
    if Want.DEADLINE in ask.wants and _LENGTH_IN_YEARS.search(ask.text):
        wanted[Want.DEADLINE.value] = bool(_IN_YEARS.search(text))
    if _KINDS_OF_DISEASE.search(ask.text):
        wanted["病种"] = bool(_DISEASES.search(text))
    if ask.measures:
        wanted.pop(Want.COUNT.value, None)
        wanted |= {measure: _counts_in(text, measure) for measure in ask.measures}
    return wanted


class _Word(NamedTuple):
    """What is looked for of a word: the policy's words for it, its facets, its pairs of characters."""

    meant: tuple[str, ...]
    facets: tuple[tuple[str, frozenset[str]], ...]
    pairs: tuple[str, ...]


@lru_cache(maxsize=4096)
def _looked_for(word: str, lists: WordLists) -> _Word:
    """As `_Word`, under the lists that are in use."""
    facets = tuple((name, values) for name, values in recognise(word).sets().items() if values)
    return _Word(tuple(policy_words(word)), facets, tuple(bigrams(word)))


@lru_cache(maxsize=4096)
def _read(title: str, headings: tuple[str, ...], text: str, questions: tuple[str, ...]) -> _Spoken:
    """All that a clause speaks of, normalised, and the pairs of characters of each question it answers."""
    spoken = normalise(" ".join((*headings, text, *questions, title)))
    return spoken, tuple(frozenset(bigrams(question)) for question in questions)


def _spoken_of(word: str, spoken: str, clause: Clause) -> float:
    """1 where the clause holds the word, a policy word for it or its facet; part where it holds part of it."""
    if word in spoken:
        return 1.0
    meant, facets, pairs = _looked_for(word, in_use())
    if any(other in spoken for other in meant):
        return 1.0
    if facets:
        own = clause.facets.sets()
        if any(values & own[name] for name, values in facets):
            return 1.0
    share = sum(pair in spoken for pair in pairs) / len(pairs)
    return share if share >= 0.5 and len(word) > 2 else 0.0


# What a clause whose questions nobody wrote yet is taken for: the middle of what others reach.
_UNKNOWN_NEARNESS = 0.3


def _nearest_question(ask: Ask, questions: tuple[frozenset[str], ...]) -> float:
    """Overlap (F1 of character bigrams) with the nearest of the questions that the clause answers."""
    asked = pairs(ask.whole)
    return max((alike(asked, other) for other in questions), default=_UNKNOWN_NEARNESS)


def _objections(ask: Ask, clause: Clause, title: str, spoken: str) -> tuple[str, ...]:
    found = [f"{name} 不符" for name in _clash(ask, clause)]
    if ask.periods and not any(_named_by(title, ask, p) or _speaks_of(ask, clause, p, spoken) for p in ask.periods):
        found.append(f"不是{'、'.join(p.name for p in ask.periods)}的")
    near = "，".join(phrase for phrase, weight in phrases(ask.text) if weight > APART)
    if clause.nature is Nature.FACT and _OWN_BILL.search(ask.whole):
        found.append("说的是统计数，不是一个人的费用")
    for word in _CIRCUMSTANCES.findall(near):
        if word not in spoken:
            found.append(f"没有说{word}")
    if {Want.AMOUNT, Want.RATIO} & ask.wants:
        found += [
            f"说的是{name}"
            for name, written, said in _SPECIAL
            if written.search(clause.text) and not said.search(ask.whole)
        ]
        away = clause.facets.setting == {"away"} and not (ask.facets.setting or ask.names or _AWAY.search(ask.whole))
        found += ["说的是异地就医"] if away else []
    for done in _DONE.findall(ask.text):
        if re.search(rf"(?:没有?|未)[^，。]{{0,8}}{done}", clause.text):
            found.append(f"说的是没有{done}的情形")
    asked = ask.whole + ask.reach
    for one, other in (*_EXCLUSIVE, *((b, a) for a, b in _EXCLUSIVE)):
        if one in asked and other not in asked and other in clause.text and one not in spoken:
            found.append(f"说的是{other}，不是{one}")
    return tuple(found)


def _clash(ask: Ask, clause: Clause) -> tuple[str, ...]:
    """The facets in which the clause is for others; where no figure is wanted, it may speak of more than those it is for."""
    clash = ask.facets.clash(clause.facets)
    if not clash or ask.wants & _FIGURES:
        return clash
    asked, spoken = ask.facets.sets(), recognise(clause.text).sets()
    return tuple(name for name in clash if not asked[name] & spoken[name])


def _counts_in(text: str, measure: str) -> bool:
    alike = _ALIKE.get(measure, measure[0])
    return bool(re.search(rf"\d[^，。；、\d]{{0,4}}[{alike}]", text))


def _named_by(title: str, ask: Ask, period: Period) -> bool:
    """Whether the days name the document that the person points at (2018年上半年的汇报), not what is asked of it."""
    return title in ask.names and period.year is not None and f"{period.year}年" in title


def _speaks_of(ask: Ask, clause: Clause, period: Period, spoken: str) -> bool:
    # Of a norm search has already compared the dates in force; a month without its year dates no report.
    if clause.nature is Nature.NORM or period.loose:
        return True
    if period.whole_year:
        return _speaks_of_year(ask, clause, period.last.year, spoken)
    reported = span(clause.period or "")
    if reported is None:
        return period.year is not None and str(period.year) in spoken
    return reported[0] <= period.last and period.first <= reported[1]


def _speaks_of_year(ask: Ask, clause: Clause, year: int, spoken: str) -> bool:
    named = [int(y) for y in re.findall(r"\d{4}", clause.period or "")]
    if not named:
        return str(year) in spoken
    if min(named) == max(named):
        return named[0] == year or f"{year}年" in clause.text
    # What is told of several years answers for one of them where it dates something by it, or the ask runs over years.
    dated = re.search(rf"(?<![至到—~-]){year}年(?![^，。；]{{0,6}}(?:以来|[起至到—~-]))", clause.text)
    return min(named) <= year <= max(named) and bool(dated or _OVER_YEARS.search(ask.whole))
