// How things look and sound, kept by the browser. What changes it stands in looks.js.

/** @typedef {{ size: string, theme: string, simple: boolean, aloud: boolean, language: string }} Look */

const KEY = "display";
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
    for (const query of [this.dark, this.contrast]) query.addEventListener("change", this.followed);
  }

  destroy() {
    for (const query of [this.dark, this.contrast]) query.removeEventListener("change", this.followed);
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
}
