"""A chat model without a model: it answers with the sentences of its context that share most with the question."""

from __future__ import annotations

import re
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import SimpleChatModel
from langchain_core.messages import BaseMessage

UNKNOWN = "不知道"
QUESTION = "问题："
_SENTENCES = 2
_ENOUGH = 0.15
"""The least share of the question's pairs of characters that a sentence must hold to be told."""


class Extractive(SimpleChatModel):
    """Reads the stuffed context and the question out of the prompt, as a model would."""

    @property
    def _llm_type(self) -> str:
        return "extractive"

    def _call(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> str:
        context, _, question = str(messages[-1].content).rpartition(QUESTION)
        return extract(context, question)


def extract(context: str, question: str) -> str:
    """The best sentences of the context in their order, or `UNKNOWN`."""
    sentences = [s for s in re.split(r"(?<=[。；！？\n])", context) if s.strip()]
    wanted = _pairs(question)
    shares = [len(_pairs(s) & wanted) / len(wanted) if wanted else 0.0 for s in sentences]
    best = sorted(range(len(sentences)), key=lambda n: -shares[n])[:_SENTENCES]
    told = [sentences[n].strip() for n in sorted(best) if shares[n] >= _ENOUGH]
    return "".join(told) or UNKNOWN


def _pairs(text: str) -> set[str]:
    signs = re.sub(r"\W", "", text)
    return {signs[n : n + 2] for n in range(len(signs) - 1)}
