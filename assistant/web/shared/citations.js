// The sources of an answer. Each opens to what was quoted, and to the whole clause read from the server.

import { element, linked } from "./dom.js";
import { fill } from "./words.js";

/**
 * @typedef {(id: string) => Promise<{ quote: string }>} ReadClause
 */

/**
 * @param {Citation[]} citations
 * @param {Words} words
 * @param {ReadClause} readClause
 */
export function citationList(citations, words, readClause) {
  const boxes = new Map(citations.map((citation) => [citation.number, drawn(citation, words, readClause)]));
  const node = element("section", "sources", element("h4", "lead", words.sources), ...boxes.values());
  node.setAttribute("part", "sources");
  return { node: citations.length ? node : null, open: (/** @type {number} */ number) => open(boxes.get(number)) };
}

/** @param {HTMLDetailsElement | undefined} box */
function open(box) {
  if (!box) return;
  box.open = true;
  const summary = box.querySelector("summary");
  if (summary) summary.focus();
  box.scrollIntoView({ block: "nearest" });
}

/**
 * @param {Citation} citation
 * @param {Words} words
 * @param {ReadClause} readClause
 */
function drawn(citation, words, readClause) {
  const kind = citation.wording === "original" ? "original" : "digest";
  const origin = [citation.document_number, citation.issuer, citation.published].filter(Boolean).join("　");
  const summary = element(
    "summary", "", element("span", "number", `[${citation.number}]`), ` 《${citation.title}》 `,
    element("span", `wording ${kind}`, words[kind]), element("span", "origin", origin),
  );
  const quote = element("blockquote", "", citation.quote);
  const whole = element("div", "whole");
  const box = element("details", "citation", summary, quote);
  if (kind === "digest") box.append(element("p", "quiet", words.digestNote));
  box.append(facts(citation, words), whole);
  let read = false;
  box.addEventListener("toggle", async () => {
    if (!box.open || read) return;
    read = true;
    read = await unfold(citation, whole, words, readClause);
  });
  return box;
}

/**
 * @param {Citation} citation
 * @param {Words} words
 */
function facts(citation, words) {
  const list = element("dl", "facts");
  const fact = (/** @type {string} */ name, /** @type {string | null | undefined} */ value) => {
    if (value) list.append(element("dt", "", name), element("dd", "", linked(value)));
  };
  fact(words.documentNumber, citation.document_number);
  fact(words.issuer, citation.issuer);
  fact(words.region, citation.region && citation.region.name);
  fact(words.published, citation.published);
  fact(words.effective, period(citation, words));
  fact(words.heading, citation.heading);
  fact(words.source, citation.source);
  fact(words.clauseId, citation.clause_id);
  return list;
}

/**
 * @param {Pick<Citation, "effective_from" | "effective_to">} citation
 * @param {Words} words
 */
export function period({ effective_from: from, effective_to: to }, words) {
  if (from && to) return fill(words.sinceUntil, { from, to });
  if (from) return fill(words.since, { from });
  return to ? fill(words.until, { to }) : null;
}

/**
 * The whole clause, with the words quoted marked in it; nothing more where the quote is all of it.
 * @param {Citation} citation
 * @param {HTMLElement} whole
 * @param {Words} words
 * @param {ReadClause} readClause
 * @returns {Promise<boolean>} whether it could be read
 */
async function unfold({ clause_id, quote }, whole, words, readClause) {
  whole.replaceChildren(element("p", "quiet", words.clauseReading));
  try {
    const text = (await readClause(clause_id)).quote;
    const at = text.indexOf(quote);
    const marked = at < 0 ? [text] : [text.slice(0, at), element("mark", "", quote), text.slice(at + quote.length)];
    const shown = text.trim() === quote.trim() ? [] : [
      element("p", "lead", words.clauseWhole), element("p", "clause", ...marked),
    ];
    whole.replaceChildren(...shown);
    return true;
  } catch {
    whole.replaceChildren(element("p", "quiet", words.clauseMissing));
    return false;
  }
}
