"""compose: the shortest complete answer, conclusion first, from the clauses' own sentences and the ledger."""

from __future__ import annotations

from datetime import timedelta

from assistant.explain import in_words, results_in_words
from assistant.remember import plain
from assistant.reply import Clarify, Kind, Notice, Option
from assistant.turn import Draft, Turn, Verdict, Work
from assistant.understanding.evidence import meets_named
from assistant.understanding.excerpt import excerpt
from assistant.understanding.focus import question_of
from assistant.understanding.gaps import admits_gap
from assistant.understanding.terms import Demand, content_words
from assistant.wording import day_in_words, options, routes, say
from knowledge.clause import Clause, Nature
from knowledge.document import Header, Wording
from knowledge.region import NATION, places
from knowledge.search import Days, Hit, Retriever
from knowledge.wants import Want

_OLD = timedelta(days=365)
_TRIES = 2
"""After so many questions in vain, or the third time the same is asked, a person is offered."""
_CONTACT_QUERY = "医保政策咨询电话"


def compose(turn: Turn, retriever: Retriever) -> None:
    """Fill kind, drafts, clarify and notices."""
    if turn.kind is not None:
        _compose_route(turn, retriever)
    elif not turn.works:
        turn.kind = Kind.CLARIFY
        turn.drafts.append(Draft(say("empty")))
        turn.clarify = Clarify(slot="question", question=say("empty"))
    elif turn.ambiguous_place is not None:
        _ask_back(turn, turn.ambiguous_place)
    else:
        _compose_answer(turn, retriever)
    if _in_vain(turn):
        turn.drafts.append(Draft(say("offer_person")))
    if turn.language is not None:
        _tell_in(turn, turn.language)


def _in_vain(turn: Turn) -> bool:
    """Whether the same was asked back, or said by the person, often enough to offer a person."""
    given = turn.given
    asked_back = turn.clarify is not None and turn.clarify.slot == given.pending and given.tries >= _TRIES - 1
    again = turn.route is None and given.repeated >= _TRIES - 1 and plain(turn.heard) == given.said
    return asked_back or again


def _tell_in(turn: Turn, language: str) -> None:
    """One line in the person's own language; what was not understood is for a person who speaks it."""
    line = Draft(say(f"foreign_{language}"))
    if turn.kind is Kind.NO_BASIS:
        turn.kind, turn.drafts = Kind.HANDOFF, [line]
    else:
        turn.drafts.append(line)


def _compose_route(turn: Turn, retriever: Retriever) -> None:
    way = next(r for r in routes() if r.name == turn.route)
    if way.kind is not Kind.HANDOFF or way.name in ("crisis", "human"):
        turn.drafts.append(Draft(say(way.wording)))
        return
    _with_contact(turn, retriever, way.wording)


def _with_contact(turn: Turn, retriever: Retriever, wording: str, **values: str) -> None:
    """A fixed wording with the office's phone of the place, where the knowledge holds one."""
    contact = _contact(turn, retriever)
    said = contact.text.rstrip("。") + "。" if contact else ""
    turn.drafts.append(Draft(say(wording, contacts=said, **values), (contact.id,) if contact else ()))


def _contact(turn: Turn, retriever: Retriever) -> Clause | None:
    if turn.policy_region is None:
        return None
    scopes = [c for c in retriever.scopes(turn.policy_region) if c != NATION]
    found = retriever.search(_CONTACT_QUERY, scopes=scopes, days=Days.on(turn.day), top=5)
    return next((h.clause for h in found.hits if "phone" in h.clause.states and "咨询" in h.clause.text), None)


def _ask_back(turn: Turn, question: Clarify) -> None:
    turn.clarify = question
    turn.kind = Kind.CLARIFY
    choices = "、".join(o.label for o in question.options)
    turn.drafts.append(Draft(question.question + (f"（{choices}）" if choices else "")))


def _compose_answer(turn: Turn, retriever: Retriever) -> None:
    if turn.again:
        turn.drafts.append(Draft(say("again")))
    answered: list[Work] = []
    open_: list[Work] = []
    for work in turn.works:
        (answered if _is_answered(work) else open_).append(work)
    if not answered:
        _compose_unanswered(turn, open_, retriever)
        return
    seen: set[str] = set()
    told: set[str] = set()
    by_sides = {clause_id for work in answered if work.side for clause_id in _clause_ids(work)}
    for work in answered:
        if work.told_before:
            continue
        if not work.side and work.evidence and by_sides.issuperset(_clause_ids(work)):
            continue  # the sides tell it, each with its name
        _say_place(turn, work, told)
        _compose_work(turn, work, _sides_alike(work, answered), seen, retriever)
    if turn.across is not None:
        clauses = tuple(dict.fromkeys(c for work in answered if work.side for c in _calculated_from(work)))
        turn.drafts.append(Draft(results_in_words(turn.across), clauses))
    open_ = _tell_whom_to_call(turn, open_, retriever)
    open_ = [work for work in open_ if not _said_already(work, answered)]
    question = next((w.missing for w in open_ if w.missing), None)
    gap = any(admits_gap(work.ask, hit.clause) for work in answered for hit in work.evidence[:1])
    gap = gap or any(w.unheld or w.caution or (w.calculation and w.calculation.gaps) for w in answered)
    turn.kind = Kind.PARTIAL if open_ or gap else Kind.ANSWER
    if question is not None:
        turn.clarify = question
        turn.drafts.append(Draft(question.question))
    for work in open_:
        if work.side:
            turn.drafts.append(Draft(say("partial_side", side=work.side)))
        elif work.missing is None:
            turn.drafts.append(Draft(say("partial", ask=question_of(work.ask.text).strip(" ，,。？?"))))


def _tell_whom_to_call(turn: Turn, open_: list[Work], retriever: Retriever) -> list[Work]:
    """Tell the phone of the office to asks for that and no other (还有咨询电话是多少); returns what is left open."""
    calling = [work for work in open_ if Want.PHONE in work.ask.wants]
    contact = _contact(turn, retriever) if calling else None
    if contact is None:
        return open_
    whom = [w for w in calling if all(term.word in contact.text for term in content_words(w.ask.text))]
    if whom:
        turn.drafts.append(Draft(contact.text, (contact.id,)))
    return [work for work in open_ if work not in whom]


def _is_answered(work: Work) -> bool:
    if work.basis:
        return True
    if work.missing is not None:
        return False
    if work.rule is not None:
        return work.calculation is not None and work.calculation.outcome == "complete"
    return work.verdict is Verdict.FULL


def _said_already(work: Work, answered: list[Work]) -> bool:
    """Whether what was said for the other asks speaks of most that this one names.

    A side of a comparison is open for its own place or time, unless the figure told of the other names that time.
    """
    if work.side:
        other_side = (w for w in answered if w.ask.text == work.ask.text and w.region == work.region)
        told = "".join(hit.clause.text for w in other_side for hit in w.evidence)
        return any(f"{year}年" in told for year in work.ask.years)
    clauses = [hit.clause for other in answered if _of_one_time(work, other) for hit in other.evidence]
    if not any(meets_named(work.ask, clause) for clause in clauses):
        return False
    said = "".join(clause.text for clause in clauses)
    named = [term.word for term in content_words(work.ask.text) if term.demand is not Demand.TALK]
    return work.missing is None and 2 * sum(word in said for word in named) >= len(named)


def _of_one_time(work: Work, other: Work) -> bool:
    """Whether what was told for the other ask can say what this one asks: of its place, and of its days."""
    told = "".join(hit.clause.text for hit in other.evidence)
    same = other.days == work.days or (other.days.now and work.days.now)
    return other.region == work.region and (same or any(f"{year}年" in told for year in work.ask.years))


def _sides_alike(work: Work, answered: list[Work]) -> str:
    """The sides of one comparison for which the same clauses answer, told together."""
    same = [w.side for w in answered if w.ask.text == work.ask.text and _clause_ids(w) == _clause_ids(work)]
    return "、".join(filter(None, same))


def _clause_ids(work: Work) -> tuple[str, ...]:
    return tuple(hit.clause.id for hit in work.evidence)


def _compose_unanswered(turn: Turn, open_: list[Work], retriever: Retriever) -> None:
    work = open_[0]
    if work.missing is not None:
        for label, way in work.ways:
            turn.drafts.append(Draft(results_in_words(way), way.clauses, _label(label)))
        _ask_back(turn, work.missing)
    elif work.calculation is not None and work.calculation.outcome == "not_in_force":
        turn.kind = Kind.NO_BASIS
        turn.drafts.append(Draft(_rule_out_of_days(work, retriever)))
    elif work.verdict is Verdict.WHICH_PLACE:
        table = places()
        choices = tuple(Option(label=table.full_name(c), value=c) for c in work.elsewhere)
        wording = "which_region" if turn.policy_region is None else "which_below"
        _ask_back(turn, Clarify(slot="insured_region", question=say(wording), options=choices))
    else:
        turn.kind = Kind.NO_BASIS
        place = "、".join(dict.fromkeys(places().full_name(w.region) for w in open_ if w.region))
        if not place:
            turn.drafts.append(Draft(say("no_basis_unknown")))
        elif len(open_) == 1 and work.outside is not None:
            turn.drafts.append(Draft(_out_of_days(work, work.outside, place)))
        elif not any(w.days.now for w in open_):
            when = "、".join(dict.fromkeys(map(_when, open_)))
            turn.drafts.append(Draft(say("no_basis_then", place=place, when=when)))
        else:
            _with_contact(turn, retriever, "no_basis", place=place)


def _when(work: Work) -> str:
    """The days meant, as people say them."""
    return work.ask.periods[0].name if work.ask.periods and not work.ask.changes else day_in_words(work.days.day)


def _rule_out_of_days(work: Work, retriever: Retriever) -> str:
    """A rule is known, but not for the days meant: since when it is; none of its figures."""
    rule, when = work.rule, _when(work)
    assert rule is not None and work.calculation is not None, "a calculation has a rule"
    begins = max(parameter.values[0].from_ for parameter in rule.parameters.values())
    clause = retriever.generation.store.get(rule.clauses[0])
    place = places().full_name(rule.region) if rule.region else ""
    if work.calculation.day >= begins or clause is None or not place or begins > work.days.asked:
        return say("calculation_not_in_force", when=when)
    if retriever.generation.store.headers[clause.document_id].counts_from_published(clause):
        return say("no_basis_before_published", place=place, published=f"的{day_in_words(begins)}", when=when)
    return say("no_basis_before", place=place, begins=day_in_words(begins), when=when)


def _out_of_days(work: Work, hit: Hit, place: str) -> str:
    """What is known answers for other days than those meant: which, and why it does not count; none of its figures."""
    begins, ends, when = hit.clause.effective_from, hit.clause.effective_to, _when(work)
    if begins and work.days.last < begins:
        if not hit.header.counts_from_published(hit.clause):
            return say("no_basis_before", place=place, begins=day_in_words(begins), when=when)
        # Who asks before the publication is not told a day that nobody could know then.
        day = f"的{day_in_words(begins)}" if begins <= work.days.asked else "那天"
        return say("no_basis_before_published", place=place, published=day, when=when)
    if ends and work.days.first > ends:
        return say("no_basis_after", place=place, ends=day_in_words(ends), when=when)
    return say("no_basis_then", place=place, when=when)


def _say_place(turn: Turn, work: Work, told: set[str]) -> None:
    """An answer of another place than the request's, or where none was known, names its place first, once."""
    table = places()
    # The clause's own place: a district asked about may be answered from its city's rule.
    place = next((h.clause.region for h in work.evidence if h.clause.region), work.region)
    here = turn.region
    if place is None or place in told or (here and table.on_one_line(here, place)):
        return
    told.add(place)
    if here is None:
        if work.region is None or turn.guessed_place:
            turn.drafts.append(Draft(say("of_place", place=table.full_name(place))))
        return
    text = say("other_region", place=table.full_name(place), here=table.full_name(here))
    turn.notices.append(Notice(code="other_region", text=text))
    turn.drafts.append(Draft(text))


def _compose_work(turn: Turn, work: Work, side: str, seen: set[str], retriever: Retriever) -> None:
    if work.basis:
        _compose_basis(turn, work, retriever)
        return
    if work.calculation is not None and work.rule is None:
        # Worked out of what the clauses state: they are quoted behind it.
        for one in work.calculations:
            turn.drafts.append(Draft(in_words(one), one.clauses, _label(work.side)))
    elif work.calculation is not None:
        _compose_calculation(turn, work)
        if turn.guessed_tier and "tier" in turn.slots:
            tier = dict(options("tier"))[turn.slots["tier"]]
            text = say("guessed_tier", name=turn.guessed_tier, tier=tier)
            turn.notices.append(Notice(code="assumption", text=text))
            turn.drafts.append(Draft(text))
        cited = (retriever.generation.store.get(clause_id) for clause_id in _calculated_from(work))
        _caveats(turn, [(c, retriever.generation.store.headers[c.document_id]) for c in cited if c])
        return
    if work.caution:
        turn.drafts.append(Draft(work.caution))
    fresh = [hit for hit in work.evidence if hit.clause.id not in seen]
    for hit in fresh:
        seen.add(hit.clause.id)
        label = _label(side, _own_days(work, hit))
        turn.drafts.append(Draft(excerpt(hit.clause.text, work.ask), (hit.clause.id,), label))
    _caveats(turn, [(hit.clause, hit.header) for hit in fresh])


def _compose_basis(turn: Turn, work: Work, retriever: Retriever) -> None:
    """The documents that the answer before rests on: title, number, issuer, day."""
    store = retriever.generation.store
    told: set[str] = set()
    for clause in filter(None, map(store.get, work.basis)):
        header = store.headers[clause.document_id]
        if header.id in told or header.region == NATION:
            continue
        told.add(header.id)
        turn.drafts.append(Draft(_document_in_words(header), (clause.id,)))


def _document_in_words(header: Header) -> str:
    number = f"（{header.document_number}）" if header.document_number else ""
    issuer = header.issuer or "发文单位"
    if header.published is None:
        return say("basis_undated", title=header.title, number=number, issuer=issuer)
    return say("basis", title=header.title, number=number, issuer=issuer, published=day_in_words(header.published))


def _compose_calculation(turn: Turn, work: Work) -> None:
    """What the calculations come to, together first, each with its steps, and what was assumed once for all."""
    together = work.calculation
    assert together is not None
    label = _label(work.side)
    if work.parts and together is not work.parts[0][1]:
        turn.drafts.append(Draft(results_in_words(together), _calculated_from(work), label))
    named = work.parts or (("", together),)
    for name, part in named:
        whose = f"{name}：" if name else ""
        turn.drafts.append(Draft(whose + in_words(part, work.goals), part.clauses, label))
    for name in work.unheld:
        turn.drafts.append(Draft(say("partial_side", side=name)))
    for text in dict.fromkeys(a for part in work.calculations for a in part.assumptions):
        turn.notices.append(Notice(code="assumption", text=text))


def _calculated_from(work: Work) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause for part in work.calculations for clause in part.clauses))


def _label(side: str, days: str = "") -> str:
    """`2022年：`, `2024年（2024年7月1日起）：`, or nothing."""
    label = f"{side}（{days}）" if side and days else side + days
    return f"{label}：" if label else ""


def _own_days(work: Work, hit: Hit) -> str:
    """The days in force of a norm that was not in force on all days meant: it answers for these alone."""
    begins, ends = hit.clause.effective_from, hit.clause.effective_to
    late, early = bool(begins and begins > work.days.first), bool(ends and ends < work.days.last)
    if hit.clause.nature is Nature.FACT or not (late or early or work.ask.changes):
        return ""
    if hit.header.counts_from_published(hit.clause) and work.days.now and not early:
        return ""  # since when it holds is unknown; today it does
    if begins and hit.header.counts_from_published(hit.clause) and not ends:
        return say("label_from_published", begins=day_in_words(begins))
    if begins and ends:
        return say("label_from_to", begins=day_in_words(begins), ends=day_in_words(ends))
    if begins:
        return say("label_from_on", begins=day_in_words(begins))
    return say("label_up_to", ends=day_in_words(ends)) if ends else ""


def _caveats(turn: Turn, used: list[tuple[Clause, Header]]) -> None:
    """What limits the answer: something unclear in the source, its age, that it is a digest."""
    for clause, header in used:
        if clause.notice:
            turn.notices.append(Notice(code="source_conflict", text=clause.notice))
            turn.drafts.append(Draft(say("source_conflict", text=clause.notice), (clause.id,)))
        published = header.published
        if published and header.counts_from_published(clause):
            text = say("effective_from_published", published=day_in_words(published))
            if not any(n.text == text for n in turn.notices):
                turn.notices.append(Notice(code="effective_from_published", text=text))
        if published and turn.day - published > _OLD and not any(n.code == "may_be_outdated" for n in turn.notices):
            text = say("may_be_outdated", published=str(published))
            turn.notices.append(Notice(code="may_be_outdated", text=text))
            turn.drafts.append(Draft(text, (clause.id,)))
        if header.wording is Wording.DIGEST and not any(n.code == "digest" for n in turn.notices):
            turn.notices.append(Notice(code="digest", text=say("digest")))
