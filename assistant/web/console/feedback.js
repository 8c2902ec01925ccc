// Two keys say what is wrong with an answer, or with one clause of it.

import { button, element, group } from "../shared/dom.js";
import { fill } from "../shared/words.js";
import { WORDS } from "./words.js";

/**
 * @param {Office} office
 * @param {{ id: string, number: number } | null} clause
 * @param {() => void} close
 * @returns {Node[]}
 */
export function feedbackForm({ api, desk, say, trouble }, clause, close) {
  const what = clause ? fill(WORDS.wrongClause, { number: clause.number }) : WORDS.wrongWhat;
  const note = element("p", "lead", fill(WORDS.feedbackAsk, { what }));
  const { reply } = desk;
  const reasons = /** @type {[Verdict, string][]} */ (Object.entries(WORDS.reasons));
  const buttons = reasons.map(([verdict, reason], index) => button(`${index + 1} ${reason}`, async () => {
    if (!reply) return;
    try {
      await api.feedback({ turn_id: reply.turn_id, verdict, ...(clause && { clause_id: clause.id }) });
      close();
      say(fill(WORDS.thanks, { reason }));
    } catch (error) {
      note.textContent = trouble(error);
    }
  }));
  const box = group("choices", note.textContent || "", ...buttons, button(WORDS.close, close));
  box.addEventListener("keydown", (event) => {
    const chosen = buttons[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    event.stopPropagation();
    chosen.click();
  });
  return [note, box];
}
