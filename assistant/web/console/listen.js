// The box for what the caller says: typed, pasted, or streamed in from the call. Asks as the text grows.

import { button, composing, element } from "../shared/dom.js";
import { fill } from "../shared/words.js";
import { WORDS } from "./words.js";

const PAUSE = 400; // milliseconds after the last key
const LEAST = 2; // characters that may be a question

/**
 * @param {Office} office
 * @param {{ shown: (settled: boolean, wanted: boolean) => void, next: () => void }} tell
 */
export function listener({ api, desk, say, trouble }, tell) {
  const field = element("textarea", "field");
  field.id = "box";
  field.rows = 2;
  field.maxLength = 32000;
  field.placeholder = WORDS.boxHint;
  const label = element("label", "", WORDS.box);
  label.htmlFor = field.id;
  const heard = element("p", "heard quiet");
  const status = element("p", "status quiet");
  const callId = element("input", "field short");
  callId.maxLength = 64;
  callId.autocomplete = "off";
  const settle = button(WORDS.settle, () => ask(false));
  const buttons = element(
    "div", "choices", settle, button(WORDS.next, () => begin()), element("label", "", `${WORDS.callId} `, callId),
  );
  const node = element("section", "box", label, field, buttons, heard, status);
  let hearing = "";
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  /** @type {AbortController | null} */
  let line = null;

  const text = () => [field.value.trim(), hearing].filter(Boolean).join("\n");

  /**
   * @param {boolean} draft
   * @param {{ facts?: Record<string, string>, message?: string, wanted?: boolean }} [how] `wanted`: the operator waits for it
   */
  async function ask(draft, { facts, message = text(), wanted = false } = {}) {
    clearTimeout(timer);
    if (message.length < (draft ? LEAST : 1)) return;
    status.textContent = WORDS.waiting;
    const before = field.value;
    const said = text();
    try {
      const reply = await desk.ask(message, { draft, facts });
      if (!reply) return; // overtaken
      status.textContent = draft ? WORDS.writing : "";
      // What was written meanwhile stays.
      if (!draft && message === said && field.value.startsWith(before)) {
        field.value = field.value.slice(before.length);
        hearing = "";
      }
      tell.shown(!draft, wanted || !draft);
    } catch (error) {
      status.textContent = trouble(error);
      say(status.textContent);
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(() => ask(true), PAUSE);
  }

  function begin() {
    clearTimeout(timer);
    field.value = status.textContent = callId.value = "";
    hang();
    desk.begin();
    tell.next();
    field.focus();
  }

  function hang() {
    if (line) line.abort();
    line = null;
    hearing = heard.textContent = "";
  }

  async function follow() {
    hang();
    const id = callId.value.trim();
    if (!id) return;
    const own = (line = new AbortController());
    let settled = 0;
    heard.textContent = fill(WORDS.waitingCall, { id });
    for await (const said of api.call(id, own.signal)) {
      if (own.signal.aborted) return;
      if (!said) heard.textContent = fill(WORDS.waitingCall, { id });
      if (!said || said.index < settled) continue;
      hearing = said.final ? "" : said.text;
      heard.textContent = hearing ? fill(WORDS.hearing, { text: hearing }) : fill(WORDS.listening, { id });
      if (!said.shared) heard.append(WORDS.unshared);
      if (said.final) {
        settled = said.index + 1;
        append(said.text);
      }
      soon();
    }
  }

  /** At the end, whatever is being written elsewhere in the box. */
  function append(/** @type {string} */ said) {
    const end = field.value.length;
    const { scrollTop } = field;
    field.setRangeText(end ? `\n${said}` : said, end, end, "preserve");
    field.scrollTop = scrollTop;
  }

  field.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) soon();
  });
  field.addEventListener("compositionend", soon);
  field.addEventListener("keydown", (event) => {
    if (composing(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      ask(false);
    }
  });
  callId.addEventListener("change", follow);
  return {
    node, field, begin,
    /** @param {string} id */
    take(id) {
      callId.value = id;
      follow();
    },
    /**
     * Once more what stands there, with other facts or for another place; what was settled is asked again.
     * @param {{ facts?: Record<string, string>, message?: string }} [change]
     */
    again({ facts, message } = {}) {
      if (text()) return ask(true, { facts, wanted: true });
      const before = message || (desk.last && desk.last.message);
      return before ? ask(false, { facts, message: before }) : undefined;
    },
  };
}
