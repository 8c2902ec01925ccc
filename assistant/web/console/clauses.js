// The right column: the clauses that the answer used, whole, the words used marked, and what speaks against relying on them.

import { element } from "../shared/dom.js";
import { period } from "../shared/citations.js";
import { fill } from "../shared/words.js";
import { WORDS } from "./words.js";

const SOON = 60 * 24 * 3600 * 1000; // milliseconds before its end in which a clause is about to end
const SAID = ["digest", "assumption"]; // of each clause; with the answer
const FIGURE = /\d{3,4}-\d{7,8}|\d+(?:\.\d+)?(?:万元|元|%|个月|天|日)?/g;

/** @param {Office} office */
export function drawClauses({ api, desk, words }) {
  const { reply } = desk;
  /** @type {Node[]} */
  const nodes = [element("h2", "", WORDS.clauses)];
  if (!reply) return [...nodes, element("p", "quiet", WORDS.clausesEmpty)];
  if (reply.kind === "no_basis") nodes.push(element("p", "notice", WORDS.noBasis));
  nodes.push(...warnings(reply).map((text) => element("p", "notice", text)));
  const cards = reply.citations.map((citation) => card(citation, { api, words, today: desk.today, said: taken(reply, citation) }));
  return [...nodes, ...cards];
}

/**
 * What speaks against relying on the answer.
 * @param {Reply} reply
 */
export function warnings({ notices }) {
  return notices.flatMap(({ code, text }) => (SAID.includes(code) ? [] : [text]));
}

/**
 * What was taken from a clause: the lines of the calculation that rest on it; where none does, all that was answered.
 * @param {Reply} reply
 * @param {Citation} citation
 */
function taken({ calculations, text }, { number }) {
  const lines = calculations.flatMap((calculation) => calculation.lines).filter((line) => line.citation === number);
  return lines.map(({ value, how }) => `${value} ${how}`).join(" ") || text;
}

/**
 * @param {Citation} citation
 * @param {{ api: StaffApi, words: Words, today: string, said: string }} with_ `said`: what was taken from it
 */
function card(citation, { api, words, today, said }) {
  const { number, title, quote, heading, wording, effective_to: to } = citation;
  const text = element("p", "clause", ...marked(quote, quote, said));
  const origin = [citation.document_number, citation.issuer, citation.region && citation.region.name];
  const days = [citation.published && `${words.published} ${citation.published}`, period(citation, words)];
  const node = element(
    "article", "card", element("h3", "", `[${number}] 《${title}》`),
    element("p", "quiet", [...origin, ...days].filter(Boolean).join("　")),
    element("p", "quiet", `${heading}（${wording === "original" ? words.original : WORDS.digestWarning}）`),
    ...(to ? ending(to, today) : []), text, element("p", "quiet", citation.clause_id),
  );
  node.tabIndex = 0;
  node.dataset.clause = citation.clause_id;
  node.dataset.number = String(number);
  api.clause(citation.clause_id).then(
    ({ quote: whole }) => text.replaceChildren(...marked(whole, quote, said)),
    () => text.after(element("p", "quiet", words.clauseMissing)),
  );
  return node;
}

/**
 * @param {string} to
 * @param {string} today
 */
function ending(to, today) {
  if (to < today) return [element("p", "notice", fill(WORDS.ended, { to }))];
  return Date.parse(to) - Date.parse(today) < SOON ? [element("p", "notice", fill(WORDS.ending, { to }))] : [];
}

/**
 * The words used: the quote within its clause; where it is all of it, the figures that the answer took from it.
 * @param {string} whole
 * @param {string} quote
 * @param {string} said
 */
function marked(whole, quote, said) {
  const at = quote && quote.trim() !== whole.trim() ? whole.indexOf(quote) : -1;
  if (at >= 0) return [whole.slice(0, at), element("mark", "", quote), whole.slice(at + quote.length)];
  const figures = new Set(said.match(FIGURE));
  const used = [...whole.matchAll(FIGURE)].filter(([figure]) => figures.has(figure));
  if (!used.length) return [element("mark", "", whole)];
  let from = 0;
  const nodes = used.flatMap(({ 0: figure, index = 0 }) => {
    const before = whole.slice(from, index);
    from = index + figure.length;
    return [before, element("mark", "", figure)];
  });
  return [...nodes, whole.slice(from)];
}
