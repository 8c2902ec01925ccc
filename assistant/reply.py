"""The Reply: what every channel renders. Its fields are the product's outside and stay.

`text` is what a citizen may read, `script` what an operator reads aloud (at most 120 characters),
`blocks` the same content typed, so that a page can draw it without HTML.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.region import places

SCRIPT_LIMIT = 120


class Kind(StrEnum):
    """Every way a turn can end."""

    ANSWER = "answer"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    NO_BASIS = "no_basis"
    HANDOFF = "handoff"
    REFUSE = "refuse"
    CHAT = "chat"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RegionName(_Part):
    """A place as shown: GB/T 2260 code and full name."""

    code: str
    name: str


def region_name(code: str | None) -> RegionName | None:
    """The place of this code as shown; None where a source names none."""
    return RegionName(code=code, name=places().full_name(code)) if code else None


class Citation(_Part):
    """A clause that the answer used; `quote` stands word for word in the clause."""

    number: int
    clause_id: str
    document_id: str
    title: str
    document_number: str | None
    issuer: str | None
    region: RegionName | None
    published: date | None
    effective_from: date | None
    effective_to: date | None
    heading: str
    quote: str
    wording: Literal["original", "digest"]
    digest: str
    source: str | None

    @property
    def line(self) -> str:
        """Where the words come from, on one line for people."""
        place = self.region.name if self.region else "未写明地区"
        wording = "编写要点" if self.wording == "digest" else "原文"
        return f"[{self.number}] 《{self.title}》 {self.published or '无日期'} {place}（{wording}，{self.clause_id}）"


class CalculationResult(_Part):
    """`value` is an exact decimal or an ISO date; `unit` as in the rule (`yuan`, `ratio` …).

    `name` is the ledger's own (`fund`, `self` …), by which a page knows who pays. Of a range it is the lower end, `upper` the upper one; of alternatives the first reading, `otherwise` the second.
    """

    type: Literal["amount", "ratio", "count", "date", "range", "alternatives"]
    name: str = ""
    label: str
    value: str
    unit: str
    upper: str | None = None
    otherwise: str | None = None


class CalculationLine(_Part):
    """One line of the ledger; `citation` is the number of the citation that its parameter comes from."""

    label: str
    value: str
    how: str
    kind: Literal["given", "rule", "step"]
    citation: int | None


class CalculationShown(_Part):
    """One calculation with its steps; `result` is the first of `results`, `gaps` what its sources leave open."""

    rule_id: str
    title: str
    result: CalculationResult
    lines: tuple[CalculationLine, ...]
    assumptions: tuple[str, ...]
    results: tuple[CalculationResult, ...] = ()
    gaps: tuple[str, ...] = ()


class Option(_Part):
    """One choice that a clarifying question offers."""

    label: str
    value: str


class Clarify(_Part):
    """A question for one missing fact; `slot` is the name under which the answer is understood."""

    slot: str
    question: str
    options: tuple[Option, ...] = ()


class Notice(_Part):
    """A caveat that belongs to the whole reply."""

    code: str
    text: str


class Paragraph(_Part):
    """Sentences with the numbers of the citations they stand on."""

    type: Literal["paragraph"] = "paragraph"
    text: str
    citations: tuple[int, ...] = ()


class Steps(_Part):
    """What to do, in order."""

    type: Literal["steps"] = "steps"
    items: tuple[str, ...]
    citations: tuple[int, ...] = ()


class Table(_Part):
    """Values side by side."""

    type: Literal["table"] = "table"
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    citations: tuple[int, ...] = ()


class CalculationBlock(_Part):
    """A calculation where it belongs in the answer."""

    type: Literal["calculation"] = "calculation"
    calculation: CalculationShown


class Contact(_Part):
    """An office or a matter and its phone."""

    name: str
    phone: str


class Contacts(_Part):
    """Whom to call."""

    type: Literal["contacts"] = "contacts"
    items: tuple[Contact, ...]
    citations: tuple[int, ...] = ()


class NoticeBlock(_Part):
    """A caveat where it belongs in the answer."""

    type: Literal["notice"] = "notice"
    code: str
    text: str


Block = Annotated[Paragraph | Steps | Table | CalculationBlock | Contacts | NoticeBlock, Field(discriminator="type")]


class ModelLabel(_Part):
    """The chat model that worded an answer, as it must be named: `label` (AI生成), its name, its filing number (备案号)."""

    label: Literal["AI生成"] = "AI生成"
    name: str
    filing: str | None = None


class AskShown(_Part):
    """One thing wanted, as it was understood: the words that ask, and the kinds of answer that they want."""

    text: str
    wants: tuple[str, ...]


POLICY = "policy"
"""The ordinary route."""


class Reply(_Part):
    """One answer, as the contract fixes it.

    Beside the contract's fields: `route` the way that the message took (`policy`, or a route of routes.yaml),
    `region` the place whose policy applied, `asks` what was understood to be wanted, in order, `model` the chat model
    where it wrote or ordered something that is shown (`generated_by` is then `model`).
    """

    conversation_id: str
    turn_id: str
    kind: Kind
    text: str
    script: Annotated[str, Field(max_length=SCRIPT_LIMIT)]
    blocks: tuple[Block, ...] = ()
    citations: tuple[Citation, ...] = ()
    calculations: tuple[CalculationShown, ...] = ()
    clarify: Clarify | None = None
    slots: dict[str, str] = {}
    route: str = POLICY
    region: RegionName | None = None
    asks: tuple[AskShown, ...] = ()
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[str, ...] = ()
    generated_by: Literal["policy_text", "model"] = "policy_text"
    model: ModelLabel | None = None
    generation: int
