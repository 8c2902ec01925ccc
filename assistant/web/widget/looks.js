// The drawer in which a person chooses letter size, colours, language, simple layout, reading aloud.

import { element, group } from "../shared/dom.js";
import { LANGUAGES } from "../shared/words.js";
import { canSpeak } from "./speech.js";

const SIZES = ["1", "1.5", "2"];

/** @typedef {import("./display.js").Display} Display */

/**
 * @param {Display} display
 * @param {Words} words
 */
export function looks(display, words) {
  const { look } = display;
  return element(
    "div", "display",
    radios(display, "size", words.size, SIZES.map((size, index) => [size, words.sizes[index]])),
    radios(display, "theme", words.theme, Object.entries(words.themes)),
    radios(display, "language", words.language, Object.entries(LANGUAGES)),
    check(words.simple, look.simple, (simple) => display.choose({ simple })),
    ...(canSpeak ? [check(words.aloud, look.aloud, (aloud) => display.choose({ aloud }))] : []),
  );
}

/**
 * @param {Display} display
 * @param {"size" | "theme" | "language"} name
 * @param {string} label
 * @param {string[][]} choices value and label
 */
function radios(display, name, label, choices) {
  const box = group("radios", label, element("p", "lead", label));
  for (const [value, said] of choices) {
    const input = element("input");
    input.type = "radio";
    input.name = name;
    input.value = value;
    input.checked = value === display.look[name];
    input.addEventListener("change", () => display.choose({ [name]: value }));
    const choice = element("label", "pick", input, element("span", "", said));
    if (name === "language") choice.lang = value;
    box.append(choice);
  }
  box.setAttribute("role", "radiogroup");
  return box;
}

/**
 * @param {string} label
 * @param {boolean} on
 * @param {(on: boolean) => void} choose
 */
function check(label, on, choose) {
  const input = element("input");
  input.type = "checkbox";
  input.checked = on;
  input.addEventListener("change", () => choose(input.checked));
  return element("label", "pick", input, element("span", "", label));
}
