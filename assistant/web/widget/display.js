// How things look and sound: letter size, colours, simple layout, reading aloud, language. Kept by the browser.

import { element, group } from "../shared/dom.js";
import { LANGUAGES } from "../shared/words.js";
import { canSpeak } from "./speech.js";

/** @typedef {{ size: string, theme: string, simple: boolean, aloud: boolean, language: string }} Look */

const KEY = "display";
const SIZES = ["1", "1.5", "2"];
/** @type {Look} */
const PLAIN = { size: "1", theme: "auto", simple: false, aloud: false, language: "zh-CN" };

export class Display {
  /**
   * @param {import("./memory.js").Memory} memory
   * @param {Partial<Look>} asked what the page asks for; what the person chose goes before it
   * @param {(changed: Partial<Look>) => void} apply
   */
  constructor(memory, asked, apply) {
    this.memory = memory;
    this.apply = apply;
    /** @type {Partial<Look>} */
    this.chosen = memory.get(KEY) || {};
    this.asked = asked;
    this.dark = window.matchMedia("(prefers-color-scheme: dark)");
    this.contrast = window.matchMedia("(prefers-contrast: more)");
    this.followed = () => this.apply({});
    this.dark.addEventListener("change", this.followed);
    this.contrast.addEventListener("change", this.followed);
  }

  destroy() {
    this.dark.removeEventListener("change", this.followed);
    this.contrast.removeEventListener("change", this.followed);
  }

  /** @returns {Look} */
  get look() {
    return { ...PLAIN, ...this.asked, ...this.chosen };
  }

  /** @returns {"light" | "dark" | "contrast"} */
  get theme() {
    const { theme } = this.look;
    if (theme === "light" || theme === "dark" || theme === "contrast") return theme;
    if (this.contrast.matches) return "contrast";
    return this.dark.matches ? "dark" : "light";
  }

  /** @param {Partial<Look>} change */
  choose(change) {
    this.chosen = { ...this.chosen, ...change };
    this.memory.set(KEY, this.chosen);
    this.apply(change);
  }

  /**
   * @param {Words} words
   * @returns {HTMLElement}
   */
  form(words) {
    const { look } = this;
    const node = element("div", "display");
    node.append(
      this.#radios("size", words.size, SIZES.map((size, index) => [size, words.sizes[index]]), look.size),
      this.#radios("theme", words.theme, Object.entries(words.themes), look.theme),
      this.#radios("language", words.language, Object.entries(LANGUAGES), look.language),
      this.#check("simple", words.simple, look.simple),
      ...(canSpeak ? [this.#check("aloud", words.aloud, look.aloud)] : []),
    );
    return node;
  }

  /**
   * @param {"size" | "theme" | "language"} name
   * @param {string} label
   * @param {string[][]} choices value and label
   * @param {string} chosen
   */
  #radios(name, label, choices, chosen) {
    const box = group("radios", label, element("p", "lead", label));
    for (const [value, said] of choices) {
      const input = element("input");
      input.type = "radio";
      input.name = name;
      input.value = value;
      input.checked = value === chosen;
      input.addEventListener("change", () => this.choose({ [name]: value }));
      const choice = element("label", "pick", input, element("span", "", said));
      if (name === "language") choice.lang = value;
      box.append(choice);
    }
    box.setAttribute("role", "radiogroup");
    return box;
  }

  /**
   * @param {"simple" | "aloud"} name
   * @param {string} label
   * @param {boolean} on
   */
  #check(name, label, on) {
    const input = element("input");
    input.type = "checkbox";
    input.name = name;
    input.checked = on;
    input.addEventListener("change", () => this.choose({ [name]: input.checked }));
    return element("label", "pick", input, element("span", "", label));
  }
}
