// The conversation as a record with its sources: a text file to keep, a page to print.

import { element } from "../shared/dom.js";
import { drawReply } from "../shared/reply.js";
import { sheets } from "../shared/sheets.js";
import { SPOKEN } from "../shared/spoken.js";
import { period } from "../shared/citations.js";

const { words } = SPOKEN;

/**
 * @param {Turn[]} turns
 * @param {string} place
 * @returns {string}
 */
export function recordText(turns, place) {
  const head = [SPOKEN.transcript, [now(), place].filter(Boolean).join("　"), SPOKEN.transcriptNote];
  return [...head, ...turns.map(turnText)].join("\n\n").replace(/\n/g, "\r\n");
}

/** @param {Turn} turn */
function turnText({ message, reply }) {
  const by = reply.generated_by === "policy_text" ? "" : `（${words.generated}）`;
  const notices = reply.notices.map(({ text }) => text).filter((text) => !reply.text.includes(text));
  const lines = reply.calculations.flatMap((calculation) => [
    `${words.how}：${calculation.title}`,
    ...calculation.lines.map(({ label, value, how }) => `  ${label}　${value}　${how}`),
  ]);
  const sources = reply.citations.flatMap((citation) => [
    `[${citation.number}] 《${citation.title}》 ${words[citation.wording === "original" ? "original" : "digest"]}`,
    `    ${[
      citation.document_number, citation.issuer, citation.published, period(citation, words), citation.clause_id,
      citation.source,
    ].filter(Boolean).join("　")}`,
    `    ${citation.quote}`,
  ]);
  return [`${words.you}：${message}`, `${words.answer}${by}：${reply.text}`, ...lines, ...notices, ...sources].join("\n");
}

/**
 * @param {Turn[]} turns
 * @param {string} place
 */
export function download(turns, place) {
  // The mark at the start tells old editors that it is UTF-8.
  const address = URL.createObjectURL(new Blob(["\ufeff", recordText(turns, place)], { type: "text/plain;charset=utf-8" }));
  const link = element("a");
  link.href = address;
  link.download = `${SPOKEN.transcript}-${now().slice(0, 10)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/**
 * A page of its own in a frame of its own, so that the host page is not printed with it.
 * @param {Turn[]} turns
 * @param {string} place
 * @param {Node} parent where the frame may stand
 */
export async function print(turns, place, parent) {
  const frame = element("iframe", "unseen");
  frame.title = SPOKEN.transcript;
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  parent.appendChild(frame);
  const view = frame.contentWindow;
  const page = frame.contentDocument;
  if (!view || !page) return frame.remove();
  page.documentElement.lang = "zh-CN";
  page.title = SPOKEN.transcript;
  const body = element("main", "record", element("h1", "", SPOKEN.transcript));
  body.append(element("p", "", [now(), place].filter(Boolean).join("　")), element("p", "", SPOKEN.transcriptNote));
  for (const { message, reply } of turns) {
    body.append(element("p", "asked", `${words.you}：${message}`), unfolded(drawReply(reply, { words, readClause })));
  }
  page.body.append(body);
  const [sheet] = await sheets([new URL("../shared/reply.css", import.meta.url)]);
  const copy = new (/** @type {any} */ (view)).CSSStyleSheet();
  copy.replaceSync(Array.from(sheet.cssRules, (rule) => rule.cssText).join("\n"));
  page.adoptedStyleSheets = [copy];
  view.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  view.focus();
  view.print();
}

/** Paper cannot be pressed: the quotes stand there, the whole clause is not fetched. */
const readClause = () => Promise.reject(new Error());

/** @param {HTMLElement} article */
function unfolded(article) {
  for (const box of article.querySelectorAll("details")) {
    const open = element("section", box.className, ...box.childNodes);
    const summary = open.querySelector("summary");
    if (summary) summary.replaceWith(element("h4", "", ...summary.childNodes));
    box.replaceWith(open);
  }
  return article;
}

function now() {
  const day = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const date = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  return `${date} ${two(day.getHours())}:${two(day.getMinutes())}`;
}
