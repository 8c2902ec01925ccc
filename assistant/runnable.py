"""The product for LangChain: the whole chain as one Runnable, the search as a retriever."""

from __future__ import annotations

from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import ConfigDict

from assistant.chain import Assistant, Message
from assistant.reply import Reply
from knowledge.finding import Finder


class PolicyRunnable(Runnable[Message | str, Reply]):
    """`invoke`, `batch`, `astream` and callbacks as every Runnable has them; input a Message or a question."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(self, input: Message | str, config: RunnableConfig | None = None, **kwargs: Any) -> Reply:
        """One Reply for one message."""
        return self._call_with_config(self._answer, input, config, run_type="chain", **kwargs)

    def _answer(self, message: Message | str) -> Reply:
        return self._assistant.answer(message if isinstance(message, Message) else Message(message))


class PolicyRetriever(BaseRetriever):
    """Clauses in force at a place on a day; `metadata` holds the clause's id, document and heading."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    finder: Finder
    region: str | None = None
    as_of: date | None = None
    top: int = 5

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.finder.find(query, region=self.region, as_of=self.as_of, top=self.top)
        return [Document(page_content=h["text"], metadata={k: h[k] for k in h if k != "text"}) for h in hits]
