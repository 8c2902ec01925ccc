// The one place from which a screen reader is spoken to, so that nothing is said twice or in pieces.

import { element } from "./dom.js";

const PAUSE = 100; // milliseconds; a text put back at once would not be noticed as new

export class Announcer {
  constructor() {
    this.node = element("p", "unseen");
    this.node.setAttribute("role", "status");
    this.node.setAttribute("aria-live", "polite");
    this.node.setAttribute("aria-atomic", "true");
  }

  /**
   * @param {string} text
   * @param {string} [language] where it differs from the interface's
   */
  say(text, language) {
    clearTimeout(this.timer);
    this.node.textContent = "";
    if (language) this.node.lang = language;
    else this.node.removeAttribute("lang");
    this.timer = setTimeout(() => (this.node.textContent = text), PAUSE);
  }

  stop() {
    clearTimeout(this.timer);
  }
}
