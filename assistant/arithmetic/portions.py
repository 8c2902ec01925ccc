"""What a rate makes of a figure: the part of all costs that was paid and the part that was not, a fall, so much a head.

The costs and their rate stand in one sentence. A fall is put to a sum that the person names, and only where they ask
for that (照这个降幅); a sum is shared out at a rate that they name, and only where it comes out even.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.arithmetic import asked_for
from assistant.arithmetic.matter import operand, rate
from assistant.arithmetic.operands import somewhere, telling, weight
from assistant.arithmetic.quantities import MANY, MONEY, kinds_asked, kinds_of
from assistant.arithmetic.scene import Scene
from assistant.understanding.numerals import amounts
from assistant.understanding.terms import Demand, content_words
from knowledge.benefit import Calculation
from knowledge.benefit.chained import changed, heads_of, portion, remainder, remainder_each
from knowledge.benefit.operand import Operand
from knowledge.clause import Nature
from knowledge.figures import Figure, figures_of
from knowledge.search import Hit

_OWN = re.compile(r"自己[^,。?]{0,4}(?:出|掏|负担|付|承担)|自付|自掏|个人[^,。?]{0,5}(?:负担|承担|出|掏|付)|没报")
_PAID = re.compile(rf"报(?:掉|销掉?)?的?[^,。?]{{0,4}}{MANY}|报掉")
# Of all together and not of one's own bill.
_OF_ALL = re.compile(r"那部分|合计|总共|一共|老百姓|万")
_OF_COSTS, _OF_PAY = re.compile(r"费用"), re.compile(r"报销比例")
_FALL = re.compile(r"下降|降幅|降价|降了")
_PUT_TO = re.compile(
    r"(?:照|按|跟|依)[^,?]{0,24}(?:降|算)|(?:照|按)(?:这么|这样|那么)|(?:跟|和)[^,?]{0,16}(?:降幅|下降)[^,?]{0,4}一样|同期[^?]*(?:该|应该|得)(?:是|花|要)?"
)
_BY = re.compile(r"省|便宜|少[了花出掏交]")
_OF_PRICES = re.compile(r"费用|价|采购|集采")
_GENERAL = frozenset(["降幅", "下降", "同期", "上年", "参保", "群众", "平均", "最高", "均"])
_PAY = re.compile(r"报(?!纸|道)|赔|补")
_AT_RATE = re.compile(r"(?:一个?人|每个?人)[^,\d]{0,3}(?P<rate>\d+)|(?P<rate_>\d+)(?:元|块)?(?:钱)?一个?人")
_AND_SOME = re.compile(r"(\d+)万多")
_GROUPS = re.compile(r"合计|[和与及、]")
_LEAST = 0.6


def of_costs(scene: Scene) -> Calculation | None:
    """The part of all costs that was paid, or was not, at the rate that their own sentence tells."""
    own = _OWN.search(scene.text)
    if not own and not _PAID.search(scene.text):
        return None
    each = asked_for.EACH.search(scene.text) or ("平均" in scene.text and asked_for.EACH.search(scene.ask.whole))
    if kinds_asked(scene.text) not in (MONEY, None) or not (each or _OF_ALL.search(scene.ask.whole)):
        return None
    found = [one for _, hit in _first_of_each(scene) if (one := _costs_and_rate(hit))]
    if len(found) != 1 or _said_of(scene, found[0][0]) < _LEAST:
        return None
    costs, paid = found[0]
    if each:
        visits = [f for f in figures_of(costs.clause) if f.kind == "人次" and f.sentence == costs.sentence]
        if len(visits) != 1 or not own:
            return None
        return remainder_each(operand(costs), operand(paid), operand(visits[0]), "平均每人次没有报销的部分", scene.day)
    work, label = (remainder, "没有报销的部分") if own else (portion, "报销的部分")
    return work(operand(costs), operand(paid), label, scene.day)


def _first_of_each(scene: Scene) -> list[tuple[Figure, Hit]]:
    return list({hit.clause.id: (f, hit) for f, hit in scene.figures}.values())


def _costs_and_rate(hit: Hit) -> tuple[Figure, Figure] | None:
    """All costs of a sentence that reports them, with the share of them that was paid."""
    if hit.clause.nature is not Nature.FACT:
        return None
    figures = [f for f in figures_of(hit.clause) if not f.rough and not f.change]
    money, shares = [f for f in figures if f.kind == "元"], [f for f in figures if f.kind == "%"]
    if len(money) != 1 or len(shares) != 1 or money[0].sentence != shares[0].sentence:
        return None
    fits = _OF_COSTS.search(money[0].own) and _OF_PAY.search(shares[0].own)
    return (money[0], shares[0]) if fits else None


def _said_of(scene: Scene, figure: Figure) -> float:
    """The share of the ask's words of policy that the figure's clause speaks of; 0 where it names none."""
    hits = scene.hits_of([figure])
    text = _OF_ALL.sub(" ", _OWN.sub(" ", scene.ask.whole))
    words = [t for t in telling(text, asked_for.DOING) if t.demand is Demand.POLICY]
    total = sum(map(weight, words))
    return sum(weight(t) * max(somewhere(t.word, h) for h in hits) for t in words) / total if total else 0.0


def fallen(scene: Scene, hits: Sequence[Hit]) -> Calculation | None:
    """What a sum that the person names comes to after the fall that a clause tells, or by how much it falls."""
    sums = {money.yuan for money in amounts(scene.ask.whole)}
    if len(sums) != 1 or not _PUT_TO.search(scene.ask.whole) or _PAY.search(scene.text):
        return None
    falls = [
        (_named_words(f, scene.ask.whole), f)
        for hit in hits
        for f in figures_of(hit.clause)
        if f.kind == "%"
        and not f.rough
        and _FALL.search(f"{f.lead} {f.own}")
        and _OF_PRICES.search(" ".join((f.lead, f.own, *f.clause.headings)))
    ]
    fitting = [f for score, f in falls if score >= _LEAST]
    if len(fitting) != 1:
        return None
    now = Operand(label="您说的", value=next(iter(sums)), unit="元")
    found = changed(now, operand(fitting[0]), rose=False, day=scene.day)
    return found[bool(_BY.search(scene.text))] if found else None


def _named_words(figure: Figure, text: str) -> float:
    """The share of the words that say what fell that is said."""
    words = [t.word for t in content_words(f"{figure.lead} {figure.own}") if t.demand is not Demand.TALK]
    telling_ = [word for word in words if word not in _GENERAL]
    return sum(word in text for word in telling_) / len(telling_) if telling_ else 0.0


def heads_at_rate(scene: Scene) -> Calculation | None:
    """Of how many people a sum is at so much a head; both are said, or the sum is the only one that fits."""
    said = _AT_RATE.search(scene.ask.whole)
    kinds = kinds_asked(scene.text)
    if said is None or not kinds or not kinds & kinds_of("人") or "人次" in kinds:
        return None
    value = Decimal(said["rate"] or said["rate_"])
    money = [f for f, _ in scene.of_kinds(MONEY)]
    rates = [f for f in money if rate(f) and f.value == value and not f.places]
    named = {m.yuan for m in amounts(scene.ask.whole)} - {value}
    documents = {f.clause.document_id for f in rates}
    sums = [
        f
        for f in money
        if not rate(f)
        and f.clause.document_id in documents
        and f.clause.period == rates[0].clause.period
        and not _GROUPS.search(f.own)
        and _meant(f, named, scene.ask.whole)
    ]
    if not rates or len(documents) != 1 or len({(f.value, f.unit) for f in sums}) != 1:
        return None
    return heads_of(operand(sums[0]), operand(rates[0]), scene.day)


def _meant(figure: Figure, named: set[Decimal], text: str) -> bool:
    """Whether the sum is said, or said as so many 万 and some."""
    value = figure.value * 10**figure.places
    about = (Decimal(n) * 10_000 for n in _AND_SOME.findall(text))
    return value in named or any(low <= value < low + 10_000 for low in about)
