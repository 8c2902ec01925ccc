// Single keys for what is done often. They rest while a text is written or an input method composes, and can be put off.

import { button, composing, element } from "../shared/dom.js";
import { WORDS } from "./words.js";

const STORED = "hotline.console.keys";

/** Whether what has the focus needs the key itself. */
function needed(/** @type {Element | null} */ target) {
  return Boolean(target && target.closest("input, textarea, select, [contenteditable]"));
}

/**
 * @param {Record<string, () => void>} acts by key; letters in lower case
 * @param {() => boolean} escape closes what is open; whether there was something
 */
export function hotKeys(acts, escape) {
  let on = localStorage.getItem(STORED) !== "off";
  document.addEventListener("keydown", (event) => {
    if (composing(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = /** @type {HTMLElement | null} */ (event.target);
    if (event.key === "Escape") {
      if (!escape() && target && needed(target)) target.blur();
      return;
    }
    const act = acts[event.key.toLowerCase()];
    if (!on || !act || needed(target) || event.repeat) return;
    event.preventDefault();
    act();
  });
  return {
    get on() {
      return on;
    },
    set on(wanted) {
      on = wanted;
      localStorage.setItem(STORED, on ? "on" : "off");
    },
  };
}

/**
 * The table of keys.
 * @param {{ on: boolean }} keys
 * @param {() => void} close
 */
export function keyTable(keys, close) {
  const box = element("input");
  box.type = "checkbox";
  box.checked = keys.on;
  box.addEventListener("change", () => (keys.on = box.checked));
  const rows = Object.entries(WORDS.keyList).map(([key, does]) => (
    element("div", "", element("dt", "", element("kbd", "", key)), element("dd", "", does))
  ));
  return [
    element("h2", "", WORDS.keys), element("dl", "keys", ...rows),
    element("label", "", box, ` ${WORDS.keysOn}`), button(WORDS.close, close),
  ];
}
