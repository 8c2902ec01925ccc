// What a person thinks of an answer (有用, 没用 and why), and of the whole talk (five grades).

import { button, element, group } from "../shared/dom.js";

/**
 * @typedef {{ verdict: Verdict, comment?: string, rating?: number }} Opinion
 * @typedef {(opinion: Opinion) => Promise<void>} Give
 * @typedef {{ words: Words, say: (text: string) => void, trouble: (error: unknown) => string }} Setting
 */

const LONGEST = 500;

/**
 * @param {Give} give
 * @param {Setting} setting
 */
export function verdictButtons(give, setting) {
  const { words } = setting;
  const box = element("div", "verdict");
  const send = sender(box, give, setting);
  const useless = button(words.useless, () => {
    useless.setAttribute("aria-expanded", "true");
    const why = element("div", "why", element("p", "lead", words.whyUseless));
    const comment = remark();
    const reasons = /** @type {[Verdict, string][]} */ (Object.entries(words.reasons));
    const choices = reasons.map(([verdict, label]) => button(label, () => send({ verdict, comment: comment.value })));
    why.append(element("label", "", words.comment, comment), group("choices", words.whyUseless, ...choices));
    box.replaceChildren(why);
    choices[0].focus();
  }, "choice small");
  useless.setAttribute("aria-expanded", "false");
  box.append(button(words.helpful, () => send({ verdict: "helpful" }), "choice small"), useless);
  return box;
}

/**
 * @param {Give} give
 * @param {Setting} setting
 */
export function gradeForm(give, setting) {
  const { words } = setting;
  const box = element("article", "grades");
  const send = sender(box, give, setting);
  const comment = remark();
  const title = element("h3", "lead", words.rateAsk);
  // The best stands first, as on every government counter.
  const grades = words.grades.map((label, index) => button(label, () => {
    const rating = index + 1;
    send({ verdict: rating >= 3 ? "helpful" : "unclear", comment: comment.value, rating });
  })).reverse();
  box.append(title, element("label", "", words.comment, comment), group("choices column", words.rateAsk, ...grades));
  return box;
}

/**
 * What sends, then thanks in the place of the question; where it fails, it says so and can be pressed again.
 * @param {HTMLElement} box
 * @param {Give} give
 * @param {Setting} setting
 */
function sender(box, give, { words, say, trouble }) {
  const note = element("p", "quiet");
  note.tabIndex = -1;
  let busy = false;
  return async (/** @type {Opinion} */ { comment = "", ...opinion }) => {
    if (busy) return;
    busy = true;
    try {
      await give(comment.trim() ? { ...opinion, comment: comment.trim() } : opinion);
      note.textContent = words.thanks;
      box.replaceChildren(note);
      note.focus({ preventScroll: true });
    } catch (error) {
      note.textContent = trouble(error);
      box.append(note);
    }
    busy = false;
    say(note.textContent);
  };
}

function remark() {
  const field = element("input", "field");
  field.type = "text";
  field.maxLength = LONGEST;
  field.autocomplete = "off";
  return field;
}
