// The middle column: what to read aloud, and the answer behind it.

import { button, element } from "../shared/dom.js";
import { drawReply } from "../shared/reply.js";
import { warnings } from "./clauses.js";
import { WORDS } from "./words.js";

/**
 * @param {Office} office
 * @param {{ copy: () => void, feedback: () => void, select: (number: number) => void }} act
 */
export function drawAnswer({ api, desk, words }, { copy, feedback, select }) {
  const { reply } = desk;
  if (!reply) return [element("h2", "", WORDS.script), element("p", "quiet", WORDS.answerEmpty)];
  const bar = element("div", "choices", button(WORDS.copy, copy, "choice small"));
  if (!desk.isDraft) bar.append(button(WORDS.feedback, feedback, "choice small"));
  const article = drawReply(reply, { words, readClause: (id) => api.clause(id) });
  const sources = article.querySelector(".sources");
  if (sources) sources.remove(); // they stand in the column beside it, and so do the warnings
  const beside = warnings(reply);
  for (const notice of article.querySelectorAll(".notice")) if (beside.includes(notice.textContent || "")) notice.remove();
  article.addEventListener("click", ({ target }) => {
    const mark = target instanceof Element && target.closest(".mark");
    if (mark) select(Number((mark.textContent || "").replace(/\D/g, "")));
  });
  return [
    element("h2", "", WORDS.script), element("p", "script", reply.script), bar,
    ...(desk.isDraft ? [element("p", "kind", WORDS.writing)] : []),
    element("h2", "", WORDS.answer), article,
  ];
}
