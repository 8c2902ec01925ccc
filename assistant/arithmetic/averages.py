"""Money per head: the sum and the heads of one sentence, the sum named by the ask, the heads by their unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.arithmetic import asked_for
from assistant.arithmetic.matter import operand, same_matter
from assistant.arithmetic.operands import Candidate, Phrase, beside, does, met, named, somewhere, telling, text_of
from assistant.arithmetic.quantities import HEADS, MONEY, kinds_asked, kinds_of
from assistant.arithmetic.scene import Scene, meets
from assistant.understanding.numerals import amounts, parse_number
from assistant.understanding.terms import Demand, Term
from knowledge.benefit import Calculation
from knowledge.benefit.arithmetic import each
from knowledge.benefit.chained import each_apart, each_of_all
from knowledge.benefit.operand import Operand
from knowledge.facets import recognise
from knowledge.figures import Figure, figures_of, plain_form
from knowledge.words import bigrams

_FEWEST = 2
_MET = 0.5
_TOLD = re.compile(rf"(\d+)个?({HEADS})")
_AGAIN = re.compile(r"每[年月天人户家]")
_COUNTED = frozenset(kind for measure in HEADS.split("|") for kind in kinds_of(measure.removeprefix("个?")))
_PLACES, _PERSONS = kinds_of("家"), kinds_of("人")
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})-(\d{1,2})月")
_NUMBER = r"(\d{1,2}|[一二三四五六七八九十]+)"
_ASKED_MONTHS = re.compile(rf"{_NUMBER}月?份?(?:-|到|至){_NUMBER}月|[前头]{_NUMBER}个月|(整半年|这半年|半年(?=平均))")


def average(scene: Scene) -> Calculation | None:
    """The sum named by the ask for each of what it asks for."""
    cue = asked_for.EACH.search(scene.text)
    if cue is None or kinds_asked(scene.text.replace(cue[0], " ")) not in (MONEY, None):
        return None
    rest = scene.text.replace(cue[0], " ")
    if asked_for.DIFFERENCE.search(scene.text):
        return averages_apart(scene)
    if asked_for.SUM.search(rest) or asked_for.LESS.search(scene.text) or _AGAIN.search(rest):
        return None  # of a sum or a rest: two steps
    if len(telling(scene.ask.whole, asked_for.DOING)) < _FEWEST:
        return None
    said = telling(rest, asked_for.DOING)
    if cue["month"] or cue["monthly"]:
        return _monthly(scene, said, rest)
    pair = money_and_heads(scene, said, heads_asked(cue))
    return each(operand(pair[0]), operand(pair[1]), scene.day) if pair else None


def each_of_parts(scene: Scene, parts: Sequence[Figure], cue: re.Match[str]) -> Calculation | None:
    """The sum of several figures of one sentence for each of the heads that it tells."""
    kinds = heads_asked(cue)
    sentences = {(f.clause.id, f.sentence) for f in parts}
    there = [f for f in figures_of(parts[0].clause) if f.kind in kinds and (f.clause.id, f.sentence) in sentences]
    if len(sentences) > 1 or len(there) != 1 or there[0].rough or cue["month"]:
        return None
    return each_of_all([operand(f, parts) for f in parts], operand(there[0]), scene.day)


def averages_apart(scene: Scene) -> Calculation | None:
    """How far the averages of two groups lie apart: 居民平均每人次比职工多多少."""
    cue = asked_for.EACH.search(scene.text)
    pair = asked_for.DIFFERENCE.search(scene.text) if cue else None
    if cue is None or pair is None or not (pair["one"] and pair["other"]):
        return None
    sides = [side.replace(cue[0], " ") for side in (pair["one"], pair["other"])]
    found = []
    for side, beside_it in (sides, sides[::-1]):
        said = _in_full(side, beside_it)
        one = replace(scene, ask=replace(scene.ask, text=side, context=f"{scene.ask.context},{beside_it}"), text=side)
        found.append(money_and_heads(one, said, heads_asked(cue)))
    first, second = found
    if first is None or second is None or first[0] is second[0] or not same_matter((first[0], second[0])):
        return None
    figures = [*first, *second]
    pairs = [(operand(money, figures), operand(heads, figures)) for money, heads in (first, second)]
    return each_apart(pairs[0], pairs[1], scene.day)


def _in_full(side: str, other: str) -> list[Term]:
    """The words of one side of a comparison, with those that the longer other side says of both."""
    own, more = telling(side, asked_for.DOING), telling(other, asked_for.DOING)
    facets = {name for term in own for name, values in recognise(term.word).sets().items() if values}
    alike = (t for t in more if not any(v and n in facets for n, v in recognise(t.word).sets().items()))
    return [*own, *alike] if len(own) < len(more) else own


def heads_asked(cue: re.Match[str]) -> frozenset[str]:
    """The kinds of figure that count the heads of an average."""
    if cue["any"]:
        return _COUNTED
    if cue["place"]:
        return _PLACES
    if cue["household"]:
        return _PLACES | kinds_of("户")
    if cue["visit"]:
        return frozenset({"人次"})
    unit = cue["unit"] or cue["first"] or cue["by"] or cue["every"]
    return kinds_of(unit) if unit else _PERSONS


def money_and_heads(scene: Scene, said: Sequence[Term], heads: frozenset[str]) -> tuple[Figure, Figure] | None:
    """The one sum of money that the words name, with the heads of its sentence that it is for."""
    money = _named(scene, said)
    if money is None:
        return None
    there = [
        (head, hit)
        for head, hit in scene.of_kinds(heads)
        if head.clause is money.clause and head.sentence == money.sentence and not _of_other_money(head, money)
    ]
    head = there[0] if len(there) == 1 else _its_own(money, there, said)
    return (money, head[0]) if head else None


def _its_own(money: Figure, there: Sequence[Candidate], said: Sequence[Term]) -> Candidate | None:
    """Which of several heads the money is for: the one that its words are said of, else the whole that is meant."""
    alike = [pair for pair in there if set(bigrams(pair[0].own)) & set(bigrams(money.own))]
    if len(alike) == 1:
        return alike[0]
    wholes = [pair for pair in there if not pair[0].within]
    meant = named([Phrase(said, ())], there) if said else None
    return wholes[0] if len(wholes) == 1 and meant and meant[0] is wholes[0][0] else None


def _named(scene: Scene, said: Sequence[Term]) -> Figure | None:
    """The one sum of money of all clauses that the words name; all of them stand in its clause."""
    lent = telling(text_of(scene.ask.context, scene.ask.names), asked_for.DOING)
    words = said or lent
    among = [(f, hit) for f, hit in scene.of_kinds(MONEY) if not _stated_each(f)]
    told = {(Decimal(n), kind) for n, kind in _TOLD.findall(plain_form(scene.text))}
    heads = {(f.clause.id, f.sentence) for f, _ in scene.figures if (f.value, f.unit) in told}
    among = [(f, hit) for f, hit in among if not heads or (f.clause.id, f.sentence) in heads]
    sums = {money.yuan for money in amounts(scene.text)}
    spoken = [f for f, _ in among if f.value * 10**f.places in sums]
    found = (spoken[0],) if len(spoken) == 1 else named([Phrase(words, words, lent if said else ())], among)
    if found is None or not meets(scene, found):
        return None
    hits = scene.hits_of(found)
    leant = [t for t in lent if t.weight == 1.0 and t.demand is not Demand.TALK]
    if leant and sum(max(somewhere(t.word, h) for h in hits) for t in leant) < _MET * len(leant):
        return None  # what was asked before is of something else
    unmet = [t for t in words if t.weight == 1.0 and len(t.word) > 1 and max(somewhere(t.word, h) for h in hits) < _MET]
    unmet += [t for t in words if does(t.word) and not beside(t.word, found[0])]
    said_there = any(met(t.word, found[0].lead + found[0].own) for t in words)
    return found[0] if said_there and not unmet else None


def _monthly(scene: Scene, said: Sequence[Term], rest: str) -> Calculation | None:
    """A sum per month of the months that its own sentence tells (1-5月), and that the ask names where it names any."""
    money = _named(scene, said)
    if money is None:
        return None
    months = _MONTHS.search(plain_form(" ".join((money.own, *money.before, *money.beside))))
    count = int(months[2]) - int(months[1]) + 1 if months else 0
    asked = _ASKED_MONTHS.search(rest)
    if count < 2 or (asked and _months(asked) != count):
        return None
    heads = Operand(label="月份", value=Decimal(count), unit="个月", clause=money.clause.id)
    return each(operand(money), heads, scene.day)


def _months(asked: re.Match[str]) -> int:
    first, last, several, _ = (int(parse_number(n) or 0) if n and "半年" not in n else 0 for n in asked.groups())
    return 6 if asked[4] else several or last - first + 1


def _of_other_money(head: Figure, money: Figure) -> bool:
    """Whether the heads stand in one part with another sum: 追回2家42.7万元，处罚6.11万元 does not say of whom."""
    beside = (f for f in figures_of(head.clause) if f.part == head.part and f.kind in MONEY)
    return money.part != head.part and any(beside)


def _stated_each(money: Figure) -> bool:
    """Whether the figure's clause states money per head itself."""
    return any(f.kind in MONEY and asked_for.EVEN.search(f.own) for f in figures_of(money.clause))
