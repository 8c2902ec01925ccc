// The right column: the clauses that the answer used, whole, the words used marked, and what speaks against relying on them.

import { element } from "../shared/dom.js";
import { period } from "../shared/citations.js";
import { fill } from "../shared/words.js";
import { WORDS } from "./words.js";

const SOON = 60 * 24 * 3600 * 1000; // milliseconds before its end in which a clause is about to end

/** @param {Office} office */
export function drawClauses({ api, desk, words }) {
  const { reply } = desk;
  /** @type {Node[]} */
  const nodes = [element("h2", "", WORDS.clauses)];
  if (!reply) return [...nodes, element("p", "quiet", WORDS.clausesEmpty)];
  if (reply.kind === "no_basis") nodes.push(element("p", "notice", WORDS.noBasis));
  nodes.push(...reply.notices.filter(({ code }) => code !== "digest").map(({ text }) => element("p", "notice", text)));
  const cards = reply.citations.map((citation) => card(citation, { api, words, today: desk.today }));
  return [...nodes, ...cards];
}

/**
 * @param {Citation} citation
 * @param {{ api: StaffApi, words: Words, today: string }} with_
 */
function card(citation, { api, words, today }) {
  const { number, title, quote, heading, wording, effective_to: to } = citation;
  const text = element("p", "clause", ...marked(quote, quote));
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
    ({ quote: whole }) => text.replaceChildren(...marked(whole, quote)),
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
 * @param {string} whole
 * @param {string} used
 */
function marked(whole, used) {
  const at = used ? whole.indexOf(used) : -1;
  return at < 0 ? [whole] : [whole.slice(0, at), element("mark", "", used), whole.slice(at + used.length)];
}
