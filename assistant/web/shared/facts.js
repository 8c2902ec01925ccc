// The facts that an answer rests on, each a chip that changes it: 在职 → 退休 works the answer out again.

import { button, element, group } from "./dom.js";
import { SPOKEN } from "./spoken.js";
import { entry, fill } from "./words.js";

/**
 * @typedef {(message: string, facts: Record<string, string>) => void} Correct
 */

/**
 * @param {Reply} reply
 * @param {Words} words
 * @param {Correct} correct
 */
export function factChips(reply, words, correct) {
  const chips = element("div", "choices");
  const place = element("div", "edit");
  for (const [slot, value] of Object.entries(reply.slots)) {
    const name = entry(words.slots, slot);
    const options = entry(words.options, slot);
    if (!name || (options && !(value in options)) || (!options && slot !== "amount")) continue;
    const label = options ? options[/** @type {keyof typeof options} */ (value)] : fill(words.amountOf, { value });
    const editor = () => (options ? choices(slot, value, words, correct) : amount(value, words, correct, close));
    const chip = button(label, () => (chip.getAttribute("aria-expanded") === "true" ? close() : open()), "chip");
    const open = () => {
      for (const other of chips.children) other.setAttribute("aria-expanded", "false");
      chip.setAttribute("aria-expanded", "true");
      place.replaceChildren(editor());
      const first = /** @type {HTMLElement | null} */ (place.querySelector("input, button"));
      if (first) first.focus();
    };
    const close = () => {
      chip.setAttribute("aria-expanded", "false");
      place.replaceChildren();
      chip.focus();
    };
    chip.setAttribute("aria-expanded", "false");
    chip.setAttribute("aria-label", fill(words.changeTo, { name, value: label }));
    chips.append(chip);
  }
  if (!chips.childElementCount) return [];
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const chip = /** @type {HTMLElement | null} */ (chips.querySelector("[aria-expanded=true]"));
    if (!chip) return;
    event.stopPropagation();
    chip.click();
  });
  return [group("understood", words.understood, element("p", "lead", words.understood), chips, place)];
}

/**
 * @param {string} slot
 * @param {string} value
 * @param {Words} words
 * @param {Correct} correct
 */
function choices(slot, value, words, correct) {
  const labels = entry(words.options, slot) || {};
  const spoken = /** @type {Record<string, string>} */ (entry(SPOKEN.words.options, slot) || {});
  const others = Object.entries(labels).filter(([other]) => other !== value);
  const buttons = others.map(([other, label]) => button(label, () => {
    correct(fill(SPOKEN.change, { value: spoken[other] }), { [slot]: other });
  }));
  return group("choices", entry(words.slots, slot) || slot, ...buttons);
}

/**
 * @param {string} value
 * @param {Words} words
 * @param {Correct} correct
 * @param {() => void} close
 */
function amount(value, words, correct, close) {
  const field = element("input", "field short");
  field.inputMode = "decimal";
  field.autocomplete = "off";
  field.value = value;
  const form = element("form", "choices", element("label", "", words.slots.amount, " ", field));
  const sure = element("button", "choice", words.confirm);
  sure.type = "submit";
  form.append(sure, button(words.cancel, close));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // Full-width digits come out of Chinese keyboards.
    const text = field.value.normalize("NFKC").replace(/[,，\s元]/g, "");
    if (!/^\d{1,12}(\.\d{1,2})?$/.test(text)) {
      field.setAttribute("aria-invalid", "true");
      field.focus();
      return;
    }
    correct(fill(SPOKEN.changeAmount, { value: text }), { amount: text });
  });
  return form;
}
