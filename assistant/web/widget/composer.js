// The box to write in. Enter sends, Shift+Enter begins a line; the Enter that picks a word in an input method does not.

import { button, composing, element } from "../shared/dom.js";

const LONGEST = 32000;

/**
 * @param {Words} words
 * @param {{ send: (text: string) => void, stop: () => void }} act
 */
export function composer(words, act) {
  const field = element("textarea", "field");
  field.rows = 2;
  field.maxLength = LONGEST;
  const send = element("button", "send", words.send);
  send.type = "submit";
  const stop = button(words.stop, act.stop, "send stop");
  const form = element("form", "composer", element("label", "lead", words.ask, field), send, stop);
  form.setAttribute("part", "composer");
  let waiting = false;

  function submit() {
    const text = field.value.trim();
    if (waiting || !text) return;
    field.value = "";
    act.send(text);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
    event.preventDefault();
    submit();
  });

  /** @param {boolean} on */
  function busy(on) {
    const focused = /** @type {ShadowRoot} */ (form.getRootNode()).activeElement;
    waiting = on;
    send.hidden = on;
    stop.hidden = !on;
    if (focused === send || focused === stop) field.focus({ preventScroll: true });
  }

  return { form, field, busy };
}
