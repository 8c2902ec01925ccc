// The widget's window: head, place and display drawers, greeting, talk, the box to write in, what to do with it all.

import { button, composing, dial, element, group } from "../shared/dom.js";
import { SPOKEN } from "../shared/spoken.js";
import { fill } from "../shared/words.js";
import { composer } from "./composer.js";
import { Talk } from "./talk.js";
import { gradeForm } from "./verdict.js";

/** @typedef {import("./talk.js").Setting & { close: (() => void) | null }} Setting */

export class Panel {
  /** @param {Setting} setting */
  constructor(setting) {
    const { announcer, words } = setting;
    this.setting = setting;
    this.talk = new Talk(setting, {
      changed: () => this.refresh(),
      focus: () => this.focus(),
      choosePlace: () => this.placeButton.click(),
    });
    this.composer = composer(words, {
      send: (text) => this.talk.ask(text),
      stop: () => setting.conversation.stop(),
    });
    this.about = element("p", "about");
    this.offline = element("p", "offline", words.offline);
    this.welcome = element("div", "welcome");
    this.drawer = element("div", "drawer");
    this.placeButton = this.#opener("", () => this.#chooser());
    this.placeButton.classList.add("place-of-talk");
    this.displayButton = this.#opener(words.display, async () => (await import("./looks.js")).looks(setting.display, words));
    this.tools = element("div", "tools");
    const scroll = element("div", "scroll", this.about, this.welcome, this.talk.node, this.tools);
    this.node = element(
      "section", "panel", this.#head(), this.drawer, this.offline, scroll, this.composer.form, announcer.node,
    );
    this.node.setAttribute("part", "panel");
    this.node.setAttribute("role", setting.close ? "dialog" : "region");
    this.node.setAttribute("aria-label", words.title);
    this.node.tabIndex = -1;
    this.node.addEventListener("keydown", (event) => this.#escape(event));
    this.#fillTools();
    this.talk.restore();
    this.refresh();
  }

  #head() {
    const { close, words } = this.setting;
    const person = dial("12345", `${words.person} 12345`);
    person.classList.add("person");
    const head = element("header", "head", element("h2", "", words.title), person, this.placeButton, this.displayButton);
    if (close) {
      const shut = button("×", close, "shut");
      shut.setAttribute("aria-label", words.close);
      head.append(shut);
    }
    return head;
  }

  /**
   * A button that opens the drawer with what is drawn for it, and closes it again.
   * @param {string} label
   * @param {() => Promise<Node>} draw few need it, so what draws it is loaded only then
   */
  #opener(label, draw) {
    const opener = button(label, async () => {
      const open = opener.getAttribute("aria-expanded") === "true";
      this.#closeDrawer();
      if (open) return;
      opener.setAttribute("aria-expanded", "true");
      const drawn = await draw().catch(() => element("p", "", this.setting.words.troubles.network));
      if (opener.getAttribute("aria-expanded") !== "true") return; // closed meanwhile
      this.drawer.replaceChildren(drawn);
      const first = this.drawer.querySelector("input");
      if (first) first.focus();
    }, "choice small");
    opener.setAttribute("aria-expanded", "false");
    return opener;
  }

  async #chooser() {
    const { api, place, say, trouble, words } = this.setting;
    const { placeChooser } = await import("../shared/places.js");
    return placeChooser({
      api, words, trouble, say,
      choose: (chosen) => {
        place.choose(chosen);
        this.#closeDrawer();
        this.placeButton.focus();
        // An answer that stands there was for the place before.
        if (chosen && this.setting.conversation.last) {
          this.talk.ask(fill(SPOKEN.insuredIn, { place: chosen.name }), { insured_region: chosen.code });
        }
      },
    });
  }

  #closeDrawer() {
    for (const opener of [this.placeButton, this.displayButton]) opener.setAttribute("aria-expanded", "false");
    this.drawer.replaceChildren();
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    if (event.key !== "Escape" || composing(event)) return;
    const opener = [this.placeButton, this.displayButton].find((one) => one.getAttribute("aria-expanded") === "true");
    if (opener) {
      this.#closeDrawer();
      opener.focus();
    } else if (this.setting.close) {
      this.setting.close();
    } else {
      return;
    }
    event.stopPropagation();
  }

  /** Everything that depends on what was said, where, and whether the network is there. */
  refresh() {
    const { conversation, place, words } = this.setting;
    const { greeting } = place;
    const days = greeting && greeting.kept_days;
    this.about.textContent = fill(words.about, { kept: days ? fill(words.keptDays, { days }) : words.kept });
    this.placeButton.textContent = place.name || words.placeNone;
    this.placeButton.setAttribute("aria-label", place.name ? `${words.place}：${place.name}` : words.placeNone);
    this.offline.hidden = navigator.onLine;
    const started = Boolean(this.talk.node.childElementCount);
    this.welcome.hidden = started;
    this.talk.node.hidden = !started;
    this.tools.hidden = !conversation.turns.length;
    this.composer.busy(conversation.busy);
    if (!started) this.#greet();
  }

  #greet() {
    const { place, words } = this.setting;
    const local = place.greeting && place.greeting.questions.length ? place.greeting.questions : null;
    const lead = local && place.name ? fill(words.frequentPlace, { place: place.name }) : words.frequent;
    const questions = (local || SPOKEN.questions).map((text) => button(text, () => {
      this.focus();
      this.talk.ask(text);
    }));
    const choices = element("div", "choices", ...questions);
    choices.lang = "zh-CN";
    this.welcome.replaceChildren(element("p", "", words.greeting), group("", lead, element("p", "lead", lead), choices));
  }

  #fillTools() {
    const { conversation, place, words } = this.setting;
    const small = (/** @type {string} */ label, /** @type {() => void} */ act) => button(label, act, "choice small");
    const rate = small(words.rate, () => {
      const { last } = conversation;
      if (!last || this.talk.node.querySelector(".grades")) return;
      const give = (/** @type {import("./verdict.js").Opinion} */ opinion) =>
        this.setting.api.feedback({ turn_id: last.reply.turn_id, ...opinion });
      const form = gradeForm(give, this.setting);
      this.talk.append(form);
      const first = form.querySelector("button");
      if (first) first.focus({ preventScroll: true });
    });
    this.tools.replaceChildren(
      rate,
      small(words.download, () => this.#record(({ download }) => download(conversation.turns, place.name))),
      small(words.print, () => this.#record(({ print }) => print(conversation.turns, place.name, this.node))),
      small(words.clear, () => this.#askToClear()),
    );
  }

  /** @param {(record: typeof import("./record.js")) => void} use few need it, so it is loaded only then */
  async #record(use) {
    try {
      use(await import("./record.js"));
    } catch {
      this.setting.say(this.setting.words.troubles.network);
    }
  }

  #askToClear() {
    const { conversation, emit, say, trouble, words } = this.setting;
    const question = element("p", "lead", words.clearAsk);
    const sure = button(words.clear, async () => {
      try {
        await conversation.forget();
        this.talk.restore();
        this.refresh();
        this.#fillTools();
        this.focus();
        say(words.cleared);
        emit("clear");
      } catch (error) {
        question.textContent = trouble(error);
        say(question.textContent);
      }
    });
    const keep = button(words.cancel, () => {
      this.#fillTools();
      this.focus();
    });
    this.tools.replaceChildren(group("confirm", words.clearAsk, question, element("div", "choices", sure, keep)));
    sure.focus();
  }

  /** The network went or came back. */
  sayNetwork() {
    const { say, words } = this.setting;
    say(navigator.onLine ? words.online : words.offline);
  }

  /** To the box to write in; where that calls up a keyboard on the screen, it would cover half of the answer. */
  focus() {
    const touched = window.matchMedia("(pointer: coarse)").matches;
    (touched ? this.node : this.composer.field).focus({ preventScroll: true });
  }
}
