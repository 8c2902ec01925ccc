// <policy-hotline>: the element, its attributes, events and life. What it shows is in panel.js.

import { Announcer } from "../shared/announcer.js";
import { Api, Trouble } from "../shared/api.js";
import { button, element } from "../shared/dom.js";
import { sheets } from "../shared/sheets.js";
import { entry, wordsOf } from "../shared/words.js";
import { Conversation } from "./conversation.js";
import { Display } from "./display.js";
import { memories } from "./memory.js";
import { Panel } from "./panel.js";
import { PlaceOfTalk } from "./place.js";
import { hush } from "./speech.js";

const BASE = new URL("../", import.meta.url);
const STYLES = ["shared/theme.css", "shared/reply.css", "widget/widget.css"].map((name) => new URL(name, BASE));
const POSITIONS = ["bottom-right", "bottom-left", "inline"];

let count = 0; // names those that have no id, in the order of the page

export class PolicyHotline extends HTMLElement {
  static observedAttributes = ["region", "as-of", "theme", "lang", "position"];

  #root = this.attachShadow({ mode: "open" });
  #frame = element("div", "frame");
  #name = "";
  /** @type {Parts | null} */
  #parts = null;
  /** @type {Panel | null} */
  #panel = null;
  /** @type {HTMLButtonElement | null} */
  #launcher = null;
  #isOpen = false;
  #drawing = 0;

  connectedCallback() {
    if (this.#parts) return;
    this.#name = this.#name || this.id || `${(count += 1)}`;
    const { tab, browser } = memories(this.#name);
    const attribute = (/** @type {string} */ name) => this.getAttribute(name) || "";
    const api = new Api(BASE, attribute("token"));
    const changed = () => this.#panel && this.#panel.refresh();
    const place = new PlaceOfTalk(api, tab, attribute("region"), () => attribute("as-of"), changed);
    const conversation = new Conversation(api, tab, () => place.circumstances);
    const display = new Display(browser, this.#asked(), (change) => this.#look(change));
    this.#parts = { api, conversation, display, place, announcer: new Announcer(), memory: tab };
    this.#isOpen = this.#inline || this.hasAttribute("open") || tab.get("open") === true;
    window.addEventListener("online", this.#network);
    window.addEventListener("offline", this.#network);
    this.#begin();
  }

  disconnectedCallback() {
    if (!this.#parts) return;
    window.removeEventListener("online", this.#network);
    window.removeEventListener("offline", this.#network);
    hush();
    this.#drawing += 1;
    this.#parts.conversation.stop();
    this.#parts.display.destroy();
    this.#parts.announcer.stop();
    this.#frame.replaceChildren();
    this.#parts = this.#panel = this.#launcher = null;
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} now
   */
  attributeChangedCallback(name, before, now) {
    if (!this.#parts || before === now) return;
    const { display, place } = this.#parts;
    if (name === "as-of") {
      place.read();
      return;
    }
    if (name === "region") {
      place.give(now || "");
      return;
    }
    display.asked = this.#asked();
    if (name === "position") this.#isOpen = this.#isOpen || this.#inline;
    if (name === "theme") this.#look({});
    else this.#draw();
  }

  /**
   * Open the window; with a question, ask it.
   * @param {string} [question]
   */
  open(question) {
    if (!this.#parts) return;
    this.#show(true);
    if (this.#panel) this.#panel.focus();
    if (question) this.ask(question);
  }

  close() {
    if (this.#inline || !this.#parts) return;
    this.#show(false);
    if (this.#launcher) this.#launcher.focus();
  }

  /** @param {string} question */
  ask(question) {
    if (this.#panel) this.#panel.talk.ask(question);
    else this.setAttribute("question", question); // asked once it is drawn
  }

  /** Take it off the page: what is under way is stopped, nothing stays behind but the stored conversation. */
  destroy() {
    this.#emit("destroy");
    this.remove();
  }

  get #inline() {
    return this.getAttribute("position") === "inline";
  }

  /** What the page's attributes ask for. */
  #asked() {
    const theme = this.getAttribute("theme");
    const language = this.lang;
    return { ...(theme && { theme }), ...(language && { language }) };
  }

  async #begin() {
    const parts = /** @type {Parts} */ (this.#parts);
    try {
      this.#root.adoptedStyleSheets = await sheets(STYLES);
    } catch (error) {
      console.error("policy-hotline: the style sheets could not be read; is connect-src open to the server?", error);
    }
    if (this.#parts !== parts) return;
    this.#root.append(this.#frame);
    await this.#draw();
    parts.place.read();
    await parts.conversation.resume().catch(() => {}); // offline now: the next question finds out
    if (this.#parts !== parts) return;
    if (this.#panel && parts.conversation.turns.length && !parts.conversation.busy) this.#panel.talk.restore();
    if (this.#panel) this.#panel.refresh();
    const question = this.getAttribute("question");
    if (question && !parts.conversation.turns.length) this.open(question);
    this.#emit("ready");
  }

  /** Everything anew: the language or the position is another. */
  async #draw() {
    const parts = /** @type {Parts} */ (this.#parts);
    const drawing = (this.#drawing += 1);
    const words = await wordsOf(parts.display.look.language);
    await parts.conversation.settled; // an answer under way is shown where it was asked for
    if (drawing !== this.#drawing) return;
    const { language } = parts.display.look;
    this.#frame.lang = language;
    this.#panel = new Panel({
      ...parts,
      words,
      close: this.#inline ? null : () => this.close(),
      say: (text, spoken) => parts.announcer.say(text, spoken),
      emit: (name, detail) => this.#emit(name, detail),
      trouble: (error) => {
        if (!(error instanceof Trouble)) {
          console.error(error);
          return words.troubles.page;
        }
        return error.detail && error.code === "server" ? error.detail : entry(words.troubles, error.code) || error.detail;
      },
    });
    this.#launcher = this.#inline ? null : button(words.launcher, () => this.open(), "launcher");
    if (this.#launcher) this.#launcher.setAttribute("part", "launcher");
    this.#frame.replaceChildren(...(this.#launcher ? [this.#launcher] : []), this.#panel.node);
    this.#look({});
    this.#show(this.#isOpen);
  }

  /** @param {Partial<import("./display.js").Look>} change */
  #look(change) {
    const { display } = /** @type {Parts} */ (this.#parts);
    const { look } = display;
    const position = this.getAttribute("position") || "";
    this.#frame.dataset.theme = display.theme;
    this.#frame.dataset.position = POSITIONS.includes(position) ? position : POSITIONS[0];
    this.#frame.dataset.size = look.size;
    this.#frame.classList.toggle("large", look.size !== "1");
    this.#frame.classList.toggle("simple", look.simple);
    if (!look.aloud) hush();
    if ("language" in change) this.#draw();
  }

  /** @param {boolean} open */
  #show(open) {
    const { memory } = /** @type {Parts} */ (this.#parts);
    const changed = open !== this.#isOpen;
    this.#isOpen = open;
    if (this.#panel) this.#panel.node.hidden = !open;
    if (this.#launcher) this.#launcher.hidden = open;
    if (!this.#inline) memory.set("open", open || null);
    if (changed) this.#emit(open ? "open" : "close");
  }

  #network = () => {
    if (!this.#parts || !this.#panel) return;
    this.#panel.refresh();
    this.#panel.sayNetwork();
  };

  /**
   * @param {string} name
   * @param {object} [detail]
   */
  #emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`policy-hotline-${name}`, { bubbles: true, composed: true, detail }));
  }
}

/**
 * @typedef {{ api: Api, conversation: Conversation, display: Display, place: PlaceOfTalk, announcer: Announcer,
 *   memory: import("./memory.js").Memory }} Parts
 */

if (!customElements.get("policy-hotline")) customElements.define("policy-hotline", PolicyHotline);
