"""Whatever stands in a question, a document, a file's name or a model's words: nothing of it runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from knowledge.build import build
from knowledge.settings import Settings
from tests.assistant.web.browsing import PLACE, Opened, Serving, ask
from tests.assistant.web.host import Host
from tests.assistant.web.line import Line

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").splitlines()
NAMES = "甲乙丙丁戊己庚辛壬癸"
FOURS = [PAYLOADS[number :: len(NAMES)] for number in range(len(NAMES))]
"""All payloads, four for each of the names."""

QUESTION = "职工医保{}类门诊报多少"
ARMED = "window.hits = 0; window.hit = () => { window.hits += 1; };"
DRAWN = """() => {
  const { shadowRoot } = document.querySelector("policy-hotline");
  for (const box of shadowRoot.querySelectorAll("details")) box.open = true;
  for (const link of shadowRoot.querySelectorAll("a")) link.dispatchEvent(new MouseEvent("mouseover"));
  const all = [...shadowRoot.querySelectorAll("*")];
  return {
    tags: [...new Set(all.map((node) => node.localName))],
    handlers: all.flatMap((node) => node.getAttributeNames()).filter((name) => name.startsWith("on")),
    links: [...new Set(all.filter((node) => node.href).map((node) => node.protocol))],
  };
}"""
FOREIGN = {
    "script",
    "img",
    "svg",
    "iframe",
    "object",
    "embed",
    "style",
    "link",
    "meta",
    "video",
    "audio",
    "math",
    "template",
}


def opened_armed(opened: Opened, host: Host, url: str, **more: Any) -> Page:
    """A page whose `hit` counts, with the widget open."""
    armed = host.put(
        f'<script>{ARMED}</script><script src="{url}/widget.js"></script><policy-hotline {PLACE} open></policy-hotline>'
    )
    page = opened(armed, **more)
    page.locator(".welcome").wait_for()
    return page


def assert_nothing_ran(page: Page) -> None:
    """Neither did anything run, nor is there anything that could."""
    drawn = page.evaluate(DRAWN)
    page.wait_for_timeout(200)
    assert page.evaluate("window.hits") == 0
    assert FOREIGN.isdisjoint(drawn["tags"])
    assert drawn["handlers"] == []
    assert set(drawn["links"]) <= {"tel:", "http:", "https:"}


def test_there_are_forty() -> None:
    """As many as were promised, each another."""
    assert len(set(PAYLOADS)) == 40


def test_a_question_is_text(opened: Opened, host: Host, line: Line) -> None:
    """Every payload asked, answered, and read again after a reload."""
    page = opened_armed(opened, host, line.url)
    for number, four in enumerate(FOURS):
        ask(page, " ".join(four))
        page.locator("article.reply").nth(number).wait_for()
    assert page.locator("article.mine p").first.inner_text() == " ".join(FOURS[0])
    assert_nothing_ran(page)
    page.reload()
    page.locator("article.reply").nth(len(FOURS) - 1).wait_for()
    assert_nothing_ran(page)


def test_the_words_of_a_model_are_text(opened: Opened, host: Host, line: Line) -> None:
    """A Reply with a payload in every field, as a model or a broken server might send it."""
    page = opened_armed(opened, host, line.url)
    number = iter(range(len(PAYLOADS)))

    def answer(route: Route) -> None:
        reply = hostile(PAYLOADS[next(number)])
        events = [("status", {"step": "search", "text": reply["text"]})]
        events += [("block", block) for block in reply["blocks"]] + [("reply", reply)]
        body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
        origin = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(status=200, content_type="text/event-stream", headers=origin, body=body)

    def clause(route: Route) -> None:
        quote = "又及\n".join(PAYLOADS)
        route.fulfill(json={"quote": quote}, headers={"Access-Control-Allow-Origin": "*"})

    page.route("**/chat/stream", answer)
    page.route("**/clauses/**", clause)
    for count in range(1, len(PAYLOADS) + 1):
        ask(page, "问")
        page.locator("article.reply").nth(count - 1).wait_for()
        assert page.evaluate("window.hits") == 0
    assert page.get_by_text("AI生成").count() == len(PAYLOADS)
    assert_nothing_ran(page)
    assert page.locator("details.citation .clause mark").count() > 0


def hostile(payload: str) -> dict[str, Any]:
    """A Reply that is made of the payload."""
    line = {"label": payload, "value": payload, "how": payload, "kind": "rule", "citation": 1}
    result = {
        "name": "fund",
        "type": "amount",
        "label": payload,
        "value": payload,
        "unit": payload,
        "upper": payload,
        "otherwise": payload,
    }
    calculation = {
        "rule_id": payload, "title": payload, "result": result, "results": [result], "lines": [line],
        "assumptions": [payload], "gaps": [payload],
    }  # fmt: skip
    citation = {
        "number": 1, "clause_id": payload, "document_id": payload, "title": payload, "document_number": payload,
        "issuer": payload, "region": {"code": payload, "name": payload}, "published": payload,
        "effective_from": payload, "effective_to": payload, "heading": payload, "quote": payload,
        "wording": payload, "digest": payload, "source": payload,
    }  # fmt: skip
    blocks = [
        {"type": "paragraph", "text": payload, "citations": [1]},
        {"type": "steps", "items": [payload], "citations": [1]},
        {"type": "table", "header": [payload], "rows": [[payload]], "citations": [1]},
        {"type": "contacts", "items": [{"name": payload, "phone": payload}], "citations": [1]},
        {"type": "notice", "code": payload, "text": payload},
        {"type": "calculation", "calculation": calculation},
    ]
    return {
        "conversation_id": "0", "turn_id": "0", "kind": "answer", "text": payload, "script": payload, "blocks": blocks,
        "citations": [citation], "calculations": [calculation], "slots": {"status": "active", "amount": payload, payload: payload},
        "clarify": {"slot": payload, "question": payload, "options": [{"label": payload, "value": payload}]},
        "notices": [{"code": payload, "text": payload}], "suggestions": [payload], "region": None,
        "generated_by": "model", "model": {"name": payload, "filing": payload}, "generation": 1,
    }  # fmt: skip


@pytest.fixture(scope="module")
def poisoned(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server whose documents hold the payloads: title, issuer, number, file name, heading.

    An answer with markup in its own words would not leave the server.
    """
    home = tmp_path_factory.mktemp("poisoned")
    (home / "documents").mkdir()
    for number, (name, four) in enumerate(zip(NAMES, FOURS, strict=True)):
        title, issuer, document_number, source = map(json.dumps, four)
        header = (
            f"id: d{number}\ntitle: {title}\nissuer: {issuer}\ndocument_number: {document_number}\nregion: '510704'\n"
        )
        rest = f"kind: notice\npublished: 2023-01-01\nsource: {source}\nwording: original\ntopics: []\n"
        text = f"职工医保{name}类门诊费用报销{number + 100}元。"
        clause = f"# {name}类门诊 {' '.join(four)} {{#1}}\n@question: {QUESTION.format(name)}\n\n{text}\n"
        (home / "documents" / f"d{number}.md").write_text(f"---\n{header}{rest}---\n\n{clause}", encoding="utf-8")
    build(
        Settings(home=home, builtin=False, region=None, embedding_model=None),
        lambda step, done, total: None,
        publish=True,
    )
    return f"http://127.0.0.1:{serving(home, builtin=False)}"


def test_a_document_and_its_file_name_are_text(opened: Opened, host: Host, poisoned: str) -> None:
    """Each document cited, each of its sources opened."""
    page = opened_armed(opened, host, poisoned)

    def as_a_first_question(route: Route) -> None:
        asked = route.request.post_data_json
        asked.pop("conversation_id", None)
        route.continue_(post_data=json.dumps(asked))

    page.route("**/chat/stream", as_a_first_question)
    for number, name in enumerate(NAMES):
        ask(page, QUESTION.format(name))
        page.locator("article.reply").nth(number).wait_for()
    assert_nothing_ran(page)  # and all sources are open now
    shown = "".join(page.locator("details.citation").all_inner_texts())
    assert [payload for payload in PAYLOADS if payload not in shown] == []
