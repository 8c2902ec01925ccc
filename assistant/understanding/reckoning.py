"""A figure that must be worked out of figures that stand in clauses: which operation, which operands, or nothing.

The words of the ask name the operation and its operands; each operand must be one figure of the clauses found, by its
own words and in the unit asked for. Where anything is open nothing is worked out: the clause is quoted instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.ask import Ask
from assistant.turn import Verdict, Work
from assistant.understanding.evidence import objections
from assistant.understanding.numerals import amounts
from assistant.understanding.operands import (
    Phrase,
    apart,
    candidates,
    named,
    operand,
    phrases_of,
    same_matter,
    siblings,
    somewhere,
    telling,
    text_of,
    weight,
)
from assistant.understanding.quantities import HEADS, MANY, MONEY, PER_CENT, kinds_asked, kinds_of
from assistant.understanding.raised import before_change, later
from assistant.understanding.terms import Demand, Term
from knowledge.benefit import Calculation
from knowledge.benefit.arithmetic import difference, each, multiple, rest, share, total
from knowledge.benefit.figure import plain
from knowledge.figures import Figure, figures_of
from knowledge.search import Hit

_ADDED = (
    r"加起来|加一?起|加在一起|加一?[块堆]儿?|加到一起|合起来|合在一起|合计|共计|总计|总共|一共|拢共|拢总|全部|算一[块起]儿?|算起来?|"
    rf"一[起块总]儿?(?=[^,]{{0,6}}{MANY})|(?:两|三|四|几)(?:样|项|笔|块|头|边|个)[^,]{{0,2}}加|共(?=有?{MANY})"
)
_SUM = re.compile(_ADDED)
_TOO = re.compile(r"(?P<other>[^,]+?)的?(?:也|都)(?:给|一起)?(?:算进去|算上|加上|加进去|算进来|加进来)")
_JOIN = re.compile(r"再?加上?(?!起|一|在|到)|以及|还有|连同|[、和跟与同](?!期|时|样|比|等)")
_ONE, _OTHER = r"(?P<one>[^,:;。?]+?)", r"(?P<other>[^,:;。?]+?)"
_ONE_, _OTHER_ = r"(?P<one_>[^,:;。?]+?)", r"(?P<other_>[^,:;。?]+?)"
_DIFFERENCE = re.compile(
    rf"{_ONE}比(?!例|较|重|率){_OTHER}(?:要|还|会|得)?(?:多|少|高|低|贵|便宜|长|短|大|小)[^,]{{0,6}}?{MANY}"
    rf"|{_ONE_}[和跟与同]{_OTHER_}(?:之间|两个|两者)?的?(?:相差|差距|差)(?:了|是|有)?{MANY}"
)
_SHARE = re.compile(
    rf"{_ONE}占(?:了|到|整个)?{_OTHER}的?(?:百分之{MANY}|百分比|比例|比重|几成|{MANY})"
    rf"|{_ONE_}(?:是|相当于){_OTHER_}的?(?:百分之{MANY}|几分之几)"
)
_MULTIPLE = re.compile(rf"{_ONE}(?:是|比|为|相当于){_OTHER}的?{MANY}倍")
_LESS = re.compile(
    rf"{_ONE},?(?:扣掉|扣除|减去|减掉|去掉|除掉|除去|刨开|刨去|除开|减){_OTHER},?(?:之后|以后|后)?"
    rf"(?:还剩|还有|剩下|剩|是|等于|有|结余|净增)[^,]{{0,6}}?{MANY}"
)
# 一家 alone may be somebody's family; 每人每年 asks for a rate that is stated.
_EACH = re.compile(
    rf"(?:平均|均摊|摊)[^,]{{0,6}}?[每一]个?(?P<unit>{HEADS})|每个?(?P<every>{HEADS})(?!每)|(?P<even>人均)"
)
_EVEN = re.compile(r"人均|平均|均|每[人家户]")
_ASKED = re.compile(rf"{MANY}|占|比例|比重")
_ALL = re.compile(r"全部|所有|整个|总|一共|累计")
_THEN = re.compile(r"以前|原来|从前|之前|去年|前年|上年|同期|改革前|\d{4}年?$")
_CHANGED = re.compile(r"提高|增加|减少|下调|调减|往下调|增")
_SUPPOSED = re.compile(r"(?:要是|假如|假设|如果|比如|假使)[^,。]{0,12}[\d一二两三四五六七八九十百千万亿]+[万亿块元]")
_DOING = (
    "知识库",
    "汇报", "报告", "通知", "文件", "访谈", "报道", "材料", "加", "加上", "加起来", "一共", "总共", "合计", "平均", "每人", "每家", "人均", "比例", "百分之几", "百分之", "剩", "还剩", "扣掉",
    "扣除", "减去", "好多钱", "好多", "里头", "比重", "差", "相差", "倍", "每户", "人次", "家", "算", "拢共", "一起", "一块", "合起来", "几",
)  # fmt: skip
_LEAST_MET = 0.75
_MOST_CLAUSES = 3
_LEAST = 10
"""A smaller sum is none: 一块 means together."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """One ask with the figures that may serve it."""

    ask: Ask
    text: str
    figures: Sequence[tuple[Figure, Hit]]
    day: date

    def of_kinds(self, kinds: frozenset[str] | None) -> list[tuple[Figure, Hit]]:
        """The figures of these kinds; all where the unit is open."""
        return [(f, hit) for f, hit in self.figures if kinds is None or f.kind in kinds]

    def hits_of(self, figures: Iterable[Figure]) -> list[Hit]:
        """The clauses that figures stand in."""
        ids = {figure.clause.id for figure in figures}
        return list({hit.clause.id: hit for _, hit in self.figures if hit.clause.id in ids}.values())


def work_out(work: Work, message: str) -> None:
    """Fill the calculation of a work whose figure follows from the clauses found; they are its evidence then.

    A message that supposes sums of its own (要是有三亿五) asks for something else.
    """
    if _SUPPOSED.search(message) or work.verdict is Verdict.WHICH_PLACE:
        return
    hits = [hit for hit in work.found.hits if not objections(work.ask, hit.clause)]
    found = reckon(work.ask, hits, work.days.day)
    if found is None and work.verdict is Verdict.NONE:
        hits = [hit for hit, _ in work.found.rejected if later(hit, work.days) and not objections(work.ask, hit.clause)]
        found = before_change(work.ask, hits, work.days.day)
    if found is None:
        return
    of_operands = [hit for id_ in found.clauses for hit in hits if hit.clause.id == id_]
    others = [hit for hit in work.evidence if hit.clause.id not in found.clauses]
    work.calculation, work.verdict = found, Verdict.FULL
    work.evidence = (*of_operands, *others)[: max(_MOST_CLAUSES, len(of_operands))]


def reckon(ask: Ask, hits: Sequence[Hit], day: date) -> Calculation | None:
    """What is worked out for the ask of the clauses found for it, or None; `hits` best first, none ruled out."""
    text = text_of(ask.text, ask.names)
    if not _ASKED.search(text):
        return None
    usable = candidates(hits, changes=bool(_CHANGED.search(text)))
    known = {f.value * 10**f.places for f, _ in usable}
    if any(money.yuan > _LEAST and money.yuan not in known for money in amounts(text_of(ask.whole, ask.names))):
        return None  # a bill of the person's own
    scene = _Scene(ask, text, usable, day)
    for operation in (_multiple, _share, _each, _rest, _difference, _total):
        found = operation(scene)
        if found is not None:
            return found
    return None


def _find(
    scene: _Scene, phrases: Sequence[str], kinds: frozenset[str] | None, *, whole: bool = False
) -> list[Figure] | None:
    """One figure for each phrase, which together meet the whole ask; with `whole` the last may be the sum of all."""
    named_by = [telling(phrase, _DOING) for phrase in phrases]
    if whole and _ALL.search(phrases[-1]):
        named_by[-1].append(Term("总", Demand.POLICY, 1.0))
    found = named(phrases_of(named_by, telling(scene.ask.whole, _DOING)), scene.of_kinds(kinds))
    return list(found) if found and _meets(scene, found) else None


def _meets(scene: _Scene, figures: Sequence[Figure]) -> bool:
    """Whether the clauses of the figures speak of what the whole ask names."""
    return _reached(scene, figures) >= _LEAST_MET


def _reached(scene: _Scene, figures: Sequence[Figure]) -> float:
    """The share of the ask's telling words that the clauses of the figures hold."""
    hits = scene.hits_of(figures)
    said = [t for t in telling(scene.text, _DOING) if t.demand is not Demand.TALK]
    reached = sum(weight(t) * max(somewhere(t.word, hit) for hit in hits) for t in said)
    return reached / sum(map(weight, said)) if said else 1.0


def _two(scene: _Scene, pattern: re.Pattern[str]) -> tuple[str, str] | None:
    match = pattern.search(scene.text)
    if match is None:
        return None
    groups = match.groupdict()
    one, other = groups["one"] or groups.get("one_"), groups["other"] or groups.get("other_")
    assert one is not None and other is not None
    return (one, other) if telling(other, _DOING) and not _THEN.search(other) else None


def _total(scene: _Scene) -> Calculation | None:
    found = _summands(scene)
    if not found or not same_matter(found) or not apart(found):
        return None
    return _unless_stated(scene, found, total([operand(f, found) for f in found], scene.day))


def _summands(scene: _Scene) -> list[Figure] | None:
    """The figures to add: those of phrases joined by 和, of the ask before and one more, or of one list by their names."""
    cue = _SUM.search(scene.text)
    more = _TOO.search(scene.text)
    if cue is None:
        return None
    if more and scene.ask.context:
        return _find(scene, [text_of(scene.ask.context, scene.ask.names), more["other"]], kinds_asked(scene.text))
    parts = []
    for part in re.finditer(r"[^,:;。?!]+", scene.text):
        inside = part.start() < cue.start() < part.end()
        parts.append(part[0][: cue.start() - part.start()] if inside else part[0])
        phrases = [p for p in _JOIN.split(parts[-1]) if telling(p, _DOING)]
        if len(phrases) > 1 and (found := _find(scene, phrases, kinds_asked(scene.text))):
            return found
    kinds = kinds_asked(scene.text)
    lists = [one for part in parts for one in siblings(telling(part, _DOING), scene.of_kinds(kinds)) if kinds]
    ranked = sorted(((_reached(scene, one), one) for one in lists), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < _LEAST_MET or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return list(ranked[0][1])


def _unless_stated(scene: _Scene, figures: Sequence[Figure], calculation: Calculation | None) -> Calculation | None:
    """Nothing where a clause of the operands states the result itself: it is quoted then."""
    if calculation is None or calculation.result is None:
        return None
    stated = {(f.value, f.unit) for hit in scene.hits_of(figures) for f in figures_of(hit.clause)}
    return None if any(plain(value) + unit == calculation.result.text for value, unit in stated) else calculation


def _difference(scene: _Scene) -> Calculation | None:
    pair = _two(scene, _DIFFERENCE)
    found = _find(scene, pair, kinds_asked(scene.text)) if pair else None
    if found is None or not same_matter(found):
        return None
    one, other = (operand(f, found) for f in found)
    return difference(one, other, scene.day)


def _rest(scene: _Scene) -> Calculation | None:
    pair = _two(scene, _LESS)
    found = _find(scene, pair, kinds_asked(scene.text)) if pair else None
    if found is None or not same_matter(found, overlapping=True):
        return None
    whole, part = (operand(f, found) for f in found)
    return _unless_stated(scene, found, rest(whole, [part], scene.day))


def _share(scene: _Scene) -> Calculation | None:
    return _quotient(scene, _SHARE, share)


def _multiple(scene: _Scene) -> Calculation | None:
    return _quotient(scene, _MULTIPLE, multiple)


def _quotient(scene: _Scene, pattern: re.Pattern[str], work: Callable[..., Calculation | None]) -> Calculation | None:
    pair = _two(scene, pattern)
    if pair is None:
        return None
    kinds = kinds_asked(scene.text)
    kinds = None if kinds == PER_CENT else kinds
    found = _find(scene, pair, kinds, whole=True)
    if found is None or not same_matter(found, overlapping=True) or found[0].kind == "%":
        return None
    one, other = (operand(f, found) for f in found)
    return work(one, other, scene.day)


def _each(scene: _Scene) -> Calculation | None:
    """Money per head: both in one sentence, the money named by the ask, the heads by their unit."""
    cue = _EACH.search(scene.text)
    if cue is None:
        return None
    heads = kinds_of(cue["unit"] or cue["every"] or "人")
    said = telling(scene.text.replace(cue[0], " "), _DOING)
    pairs = [
        (money, hit, head)
        for money, hit in scene.of_kinds(MONEY)
        for head, _ in scene.of_kinds(heads)
        if head.clause is money.clause and head.sentence == money.sentence and not _stated_each(money)
    ]
    money = named([Phrase(said, said)], list({id(m): (m, hit) for m, hit, _ in pairs}.values()))
    if money is None or not _meets(scene, money):
        return None
    there = [(h, hit) for m, hit, h in pairs if m is money[0]]
    head = (there[0][0],) if len(there) == 1 else named([Phrase(said, ())], there)
    return each(operand(money[0]), operand(head[0]), scene.day) if head else None


def _stated_each(money: Figure) -> bool:
    """Whether the figure's clause states money per head itself."""
    return any(f.kind in MONEY and _EVEN.search(f.own) for f in figures_of(money.clause))
