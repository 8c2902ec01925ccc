// The colours: what the system prefers, until the person chooses.

import { button } from "../shared/dom.js";
import { fill } from "../shared/words.js";
import { WORDS } from "./words.js";

const STORED = "hotline.console.theme";
const THEMES = /** @type {(keyof typeof WORDS.themes)[]} */ (Object.keys(WORDS.themes));

export function themeButton() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const stored = THEMES.find((theme) => theme === localStorage.getItem(STORED));
  let theme = stored || (dark ? "dark" : "light");
  const node = button("", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    localStorage.setItem(STORED, theme);
    put();
  }, "choice small");
  function put() {
    document.body.dataset.theme = theme;
    node.textContent = fill(WORDS.theme, { name: WORDS.themes[theme] });
  }
  put();
  return node;
}
