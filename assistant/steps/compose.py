"""compose: the shortest complete answer, conclusion first, from the clauses' own sentences and the ledger."""

from __future__ import annotations

from datetime import timedelta

from assistant.explain import in_words
from assistant.reply import Clarify, Kind, Notice, Option
from assistant.turn import Draft, Turn, Verdict, Work
from assistant.understanding.evidence import admits_gap
from assistant.understanding.excerpt import excerpt
from assistant.understanding.terms import Demand, content_words
from assistant.wording import options, routes, say
from knowledge.clause import Clause
from knowledge.document import Header, Wording
from knowledge.region import NATION, places
from knowledge.search import Retriever

_OLD = timedelta(days=365)
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
    days = turn.works[0].days if turn.works else None
    if days is None or days.last != turn.day:
        return None
    found = retriever.search(_CONTACT_QUERY, scopes=scopes, days=days, top=5)
    return next((h.clause for h in found.hits if "phone" in h.clause.states and "咨询" in h.clause.text), None)


def _ask_back(turn: Turn, question: Clarify) -> None:
    turn.clarify = question
    turn.kind = Kind.CLARIFY
    choices = "、".join(o.label for o in question.options)
    turn.drafts.append(Draft(question.question + (f"（{choices}）" if choices else "")))


def _compose_answer(turn: Turn, retriever: Retriever) -> None:
    answered: list[Work] = []
    open_: list[Work] = []
    for work in turn.works:
        (answered if _is_answered(work) else open_).append(work)
    if not answered:
        _compose_unanswered(turn, open_[0], retriever)
        return
    seen: set[str] = set()
    told: set[str] = set()
    for work in answered:
        _say_place(turn, work, told)
        _compose_work(turn, work, seen, retriever)
    open_ = [work for work in open_ if not _said_already(work, answered)]
    question = next((w.missing for w in open_ if w.missing), None)
    gap = any(admits_gap(work.ask, hit.clause) for work in answered for hit in work.evidence[:1])
    turn.kind = Kind.PARTIAL if open_ or gap else Kind.ANSWER
    if question is not None:
        turn.clarify = question
        turn.drafts.append(Draft(question.question))
    for work in open_:
        if work.missing is None:
            turn.drafts.append(Draft(say("partial", ask=work.ask.text.strip(" ，。？?"))))


def _is_answered(work: Work) -> bool:
    if work.rule is not None:
        return work.calculation is not None and work.calculation.outcome == "complete"
    return work.verdict is Verdict.FULL


def _said_already(work: Work, answered: list[Work]) -> bool:
    """Whether what was said for the other asks speaks of most that this one names."""
    said = "".join(hit.clause.text for other in answered for hit in other.evidence)
    named = [term.word for term in content_words(work.ask.text) if term.demand is not Demand.TALK]
    return work.missing is None and 2 * sum(word in said for word in named) >= len(named)


def _compose_unanswered(turn: Turn, work: Work, retriever: Retriever) -> None:
    if work.missing is not None:
        _ask_back(turn, work.missing)
    elif work.calculation is not None and work.calculation.outcome == "not_in_force":
        turn.kind = Kind.NO_BASIS
        turn.drafts.append(Draft(say("calculation_not_in_force", day=str(work.days.last))))
    elif work.verdict is Verdict.WHICH_PLACE:
        table = places()
        choices = tuple(Option(label=table.full_name(c), value=c) for c in work.elsewhere)
        wording = "which_region" if turn.policy_region is None else "which_below"
        _ask_back(turn, Clarify(slot="insured_region", question=say(wording), options=choices))
    else:
        turn.kind = Kind.NO_BASIS
        if turn.policy_region is None:
            turn.drafts.append(Draft(say("no_basis_unknown")))
        elif work.ask.years and turn.day.year not in work.ask.years:
            place, year = places().full_name(turn.policy_region), "、".join(map(str, work.ask.years))
            turn.drafts.append(Draft(say("no_basis_year", place=place, year=year)))
        else:
            _with_contact(turn, retriever, "no_basis", place=places().full_name(turn.policy_region))


def _say_place(turn: Turn, work: Work, told: set[str]) -> None:
    """An answer of another place than the request's, or where none was known, names its place first, once."""
    table = places()
    # The clause's own place: a district asked about may be answered from its city's rule.
    place = next((h.clause.region for h in work.evidence if h.clause.region), work.region)
    here = turn.region
    if place is None or place in told or (here and (table.within(here, place) or table.within(place, here))):
        return
    told.add(place)
    if here is None:
        if work.region is None:
            turn.drafts.append(Draft(say("of_place", place=table.full_name(place))))
        return
    text = say("other_region", place=table.full_name(place), here=table.full_name(here))
    turn.notices.append(Notice(code="other_region", text=text))
    turn.drafts.append(Draft(text))


def _compose_work(turn: Turn, work: Work, seen: set[str], retriever: Retriever) -> None:
    if work.calculation is not None:
        turn.drafts.append(Draft(in_words(work.calculation), work.calculation.clauses))
        turn.notices += [Notice(code="assumption", text=a) for a in work.calculation.assumptions]
        if turn.guessed_tier:
            tier = dict(options("tier"))[turn.slots["tier"]]
            text = say("guessed_tier", name=turn.guessed_tier, tier=tier)
            turn.notices.append(Notice(code="assumption", text=text))
            turn.drafts.append(Draft(text))
        cited = (retriever.generation.store.get(clause_id) for clause_id in work.calculation.clauses)
        _caveats(turn, [(c, retriever.generation.store.headers[c.document_id]) for c in cited if c])
        return
    fresh = [hit for hit in work.evidence if hit.clause.id not in seen]
    for hit in fresh:
        seen.add(hit.clause.id)
        turn.drafts.append(Draft(excerpt(hit.clause.text, work.ask), (hit.clause.id,)))
    _caveats(turn, [(hit.clause, hit.header) for hit in fresh])


def _caveats(turn: Turn, used: list[tuple[Clause, Header]]) -> None:
    """What limits the answer: something unclear in the source, its age, that it is a digest."""
    for clause, header in used:
        if clause.notice:
            turn.notices.append(Notice(code="source_conflict", text=clause.notice))
            turn.drafts.append(Draft(say("source_conflict", text=clause.notice), (clause.id,)))
        published = header.published
        if published and turn.day - published > _OLD and not any(n.code == "may_be_outdated" for n in turn.notices):
            text = say("may_be_outdated", published=str(published))
            turn.notices.append(Notice(code="may_be_outdated", text=text))
            turn.drafts.append(Draft(text, (clause.id,)))
        if header.wording is Wording.DIGEST and not any(n.code == "digest" for n in turn.notices):
            turn.notices.append(Notice(code="digest", text=say("digest")))
