// Clauses looked up directly, with the reasons of each hit and, where wanted, what was set aside and why.

import { period } from "../shared/citations.js";
import { element } from "../shared/dom.js";
import { fill } from "../shared/words.js";
import { WORDS } from "./words.js";

/** @param {Office} office */
export function finder({ api, desk, words, say, trouble }) {
  const field = element("input", "field");
  field.type = "search";
  field.maxLength = 1000;
  field.required = true;
  const top = element("select", "field short", ...["10", "20", "50"].map((count) => element("option", "", count)));
  const aside = element("input");
  aside.type = "checkbox";
  const send = element("button", "choice", WORDS.search);
  send.type = "submit";
  const form = element(
    "form", "search", element("label", "wide", WORDS.searchFor, field), element("label", "", WORDS.top, top),
    element("label", "", aside, ` ${WORDS.withSetAside}`), send,
  );
  const note = element("p", "quiet");
  const hits = element("div", "hits");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    note.textContent = WORDS.waiting;
    try {
      const found = await api.search({ q: field.value, top: top.value, set_aside: String(aside.checked), ...desk.circumstances });
      const place = found.region ? found.region.name : WORDS.everywhere;
      note.textContent = fill(WORDS.found, { place, day: found.as_of, count: found.hits.length });
      if (found.degraded) note.append(WORDS.degraded);
      hits.replaceChildren(...[...found.hits, ...(found.set_aside || [])].map((hit) => drawn(hit, words)));
    } catch (error) {
      note.textContent = trouble(error);
      hits.replaceChildren();
    }
    say(note.textContent || "");
  });
  return { node: element("section", "page", form, note, hits), focus: () => field.focus() };
}

/**
 * @param {Hit} hit
 * @param {Words} words
 */
function drawn(hit, words) {
  const kind = hit.wording === "original" ? words.original : words.digest;
  const facts = [hit.region && hit.region.name, period(hit, words), kind, hit.source, hit.clause_id];
  const why = hit.why ? [element("p", "notice", fill(WORDS.setAside, { why: hit.why }))] : [];
  return element(
    "article", "card", element("h3", "", `《${hit.title}》 ${hit.heading}`), element("p", "quiet", facts.filter(Boolean).join("　")),
    ...why, element("p", "clause", hit.text),
    element("p", "quiet", fill(WORDS.reasonsOf, { text: `${hit.score}（${hit.reasons.join("，")}）` })),
  );
}
