"""The assistant of this process, asked step by step, so that the time of each step is seen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date

from assistant.chain import Assistant, Message
from assistant.release import released
from assistant.remember import next_state
from assistant.reply import Citation
from eval.result import Answered
from knowledge.finding import Finder

_SOMEBODY = "suite"


class InProcess:
    """An assistant as both answerer and searcher; nothing that is asked is stored."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._finder = Finder(assistant.retriever)

    def converse(self, turns: Sequence[str], *, region: str | None, as_of: date | None) -> list[Answered]:
        """One reply a turn."""
        answered: list[Answered] = []
        state = None
        for number, text in enumerate(turns, 1):
            started = time.perf_counter()
            turn = self._assistant.begin(Message(text, region=region, as_of=as_of), state)
            self._assistant.run(turn)
            reply = released(turn, _SOMEBODY, f"{_SOMEBODY}-{number}")
            answered.append(Answered(reply, time.perf_counter() - started, dict(turn.timings)))
            state = next_state(turn)
        return answered

    def search(self, query: str, *, region: str | None, as_of: date | None, top: int) -> list[str]:
        """Clause ids, best first."""
        return [hit["clause_id"] for hit in self._finder.find(query, region=region, as_of=as_of, top=top)]

    def quoted(self, citation: Citation) -> bool:
        """Whether the words quoted stand in the clause that is cited."""
        clause = self._assistant.retriever.generation.store.get(citation.clause_id)
        return clause is not None and citation.quote in clause.text
