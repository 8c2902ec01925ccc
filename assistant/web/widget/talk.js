// The talk as it is seen: questions, the waiting line, answers as they arrive, troubles.

import { button, element } from "../shared/dom.js";
import { drawBlock, drawOptions, drawReply, drawSuggestions } from "../shared/reply.js";
import { fill } from "../shared/words.js";
import { factChips } from "../shared/facts.js";
import { canSpeak, hush, speak } from "./speech.js";
import { verdictButtons } from "./verdict.js";

/**
 * @typedef {{
 *   api: Api,
 *   conversation: import("./conversation.js").Conversation,
 *   announcer: import("../shared/announcer.js").Announcer,
 *   say: (text: string, language?: string) => void,
 *   display: import("./display.js").Display,
 *   place: import("./place.js").PlaceOfTalk,
 *   words: Words,
 *   trouble: (error: unknown) => string,
 *   emit: (name: string, detail?: object) => void,
 * }} Setting
 */

export class Talk {
  /**
   * @param {Setting} setting
   * @param {{ changed: () => void, focus: () => void, choosePlace: () => void }} around
   */
  constructor(setting, around) {
    this.setting = setting;
    this.around = around;
    this.node = element("div", "log");
    this.node.setAttribute("role", "log");
    this.node.setAttribute("aria-live", "off"); // the announcer speaks, once and whole
    this.node.setAttribute("aria-label", setting.words.log);
    this.node.tabIndex = 0;
  }

  /** Draw what was said before, as after a reload. */
  restore() {
    const { turns } = this.setting.conversation;
    this.node.replaceChildren();
    turns.forEach(({ message, reply }, index) => {
      this.#question(message);
      this.node.append(this.#answer(reply, index === turns.length - 1));
    });
    if (this.node.lastElementChild) this.#reveal(this.node.lastElementChild);
  }

  /**
   * @param {string} text
   * @param {Record<string, string>} [facts]
   */
  ask(text, facts) {
    const { conversation } = this.setting;
    if (conversation.busy || !text.trim()) return;
    this.#settle();
    const question = this.#question(text.trim());
    this.setting.emit("ask");
    this.#reveal(question);
    this.#deliver(conversation.request(text.trim(), facts), question);
  }

  /**
   * @param {ChatRequest} request
   * @param {Element} question
   */
  async #deliver(request, question) {
    const { conversation, display, emit, say, words } = this.setting;
    const status = element("p", "status", words.waiting);
    const draft = element("div", "draft");
    const waiting = element("div", "waiting", status, draft);
    draft.lang = "zh-CN";
    this.node.append(waiting);
    say(words.waiting);
    hush();
    const sent = conversation.send(request, {
      status: (text) => (status.textContent = text),
      slow: () => {
        status.textContent = words.slow;
        say(words.slow);
      },
      block: (block) => draft.append(...drawBlock(block, words, undefined, !draft.childElementCount)),
    });
    this.around.changed();
    try {
      const reply = await sent;
      if (reply) {
        const answer = this.#answer(reply, true);
        waiting.replaceWith(answer);
        this.#reveal(question, (reply.clarify && answer.querySelector(".onward")) || answer);
        say(fill(words.spoken, { text: reply.text }), "zh-CN");
        if (display.look.aloud && canSpeak) speak(reply.text, () => {});
        emit("reply", { kind: reply.kind, turn_id: reply.turn_id, conversation_id: reply.conversation_id });
      } else {
        this.#trouble("", request, question);
      }
    } catch (error) {
      const said = this.setting.trouble(error);
      this.#trouble(said, request, question);
      say(said);
      emit("error", { message: said });
    } finally {
      waiting.remove();
      this.around.changed();
    }
  }

  /** @param {string} text */
  #question(text) {
    const question = element("article", "mine", element("h3", "unseen", this.setting.words.you), element("p", "", text));
    question.setAttribute("part", "question");
    this.node.append(question);
    return question;
  }

  /**
   * @param {Reply} reply
   * @param {boolean} last what goes on from an answer can only be chosen on the last one
   */
  #answer(reply, last) {
    const { api, words } = this.setting;
    const article = drawReply(reply, { words, readClause: (id) => api.clause(id) });
    if (last) {
      const options = this.#options(reply);
      const chips = factChips(reply, words, (message, facts) => this.#goOn(message, facts));
      const next = drawSuggestions(reply, words, (text) => this.#goOn(text));
      article.append(element("div", "onward", ...options, ...chips, ...next));
    }
    const tools = element("div", "answer-tools");
    if (canSpeak) tools.append(this.#reader(reply.text));
    if (reply.kind !== "chat") tools.append(this.#verdict(reply.turn_id));
    article.append(tools);
    return article;
  }

  /** @param {Reply} reply */
  #options(reply) {
    const { place, words } = this.setting;
    const asksPlace = reply.clarify && reply.clarify.slot === "insured_region";
    const options = drawOptions(reply, (slot, { label, value }) => {
      if (asksPlace) place.choose({ code: value, name: label });
      this.#goOn(label, { [slot]: value });
    });
    // With an answer that has sources before it, the question is out of sight by now.
    const again = reply.clarify && reply.citations.length ? [element("p", "lead", reply.clarify.question)] : [];
    return [...again, ...options, ...(asksPlace ? [button(words.placeNone, this.around.choosePlace)] : [])];
  }

  /** @param {string} turn */
  #verdict(turn) {
    const { api } = this.setting;
    const give = (/** @type {import("./verdict.js").Opinion} */ opinion) => api.feedback({ turn_id: turn, ...opinion });
    return verdictButtons(give, this.setting);
  }

  /** @param {string} text */
  #reader(text) {
    const { words } = this.setting;
    const reader = button(words.read, () => {
      if (reader.getAttribute("aria-pressed") === "true") return hush();
      reader.textContent = words.readStop;
      reader.setAttribute("aria-pressed", "true");
      speak(text, () => {
        reader.textContent = words.read;
        reader.setAttribute("aria-pressed", "false");
      });
    }, "choice small");
    reader.setAttribute("aria-pressed", "false");
    return reader;
  }

  /**
   * @param {string} message
   * @param {Record<string, string>} [facts]
   */
  #goOn(message, facts) {
    if (this.setting.conversation.busy) return;
    this.around.focus(); // the button that was pressed goes away
    this.ask(message, facts);
  }

  /**
   * @param {string} text
   * @param {ChatRequest} request
   * @param {Element} question
   */
  #trouble(text, request, question) {
    const again = button(this.setting.words.retry, () => {
      if (this.setting.conversation.busy) return;
      this.around.focus();
      box.remove();
      this.#deliver(request, question);
    });
    const box = element("article", "trouble", ...(text ? [element("p", "", text)] : []), again);
    question.after(box);
    this.#reveal(question, box);
  }

  /** The person went on: what was offered before cannot be chosen any more. */
  #settle() {
    for (const old of this.node.querySelectorAll(".onward, .trouble, .grades")) old.remove();
  }

  /** @param {Node} node something at the end of the talk, like the rating */
  append(node) {
    this.#settle();
    this.node.append(node);
    this.#reveal(/** @type {Element} */ (node));
  }

  /**
   * Scroll within the window, so that the host page stays where it is.
   * @param {Element} shown comes to the top
   * @param {Element} [then] is seen too, for half of the window or to its end
   */
  #reveal(shown, then) {
    // Where there is room for little the whole window scrolls, else only the talk in it.
    let box = this.node.parentElement;
    while (box && box.scrollHeight <= box.clientHeight) box = box.parentElement;
    if (!box) return;
    const frame = box.getBoundingClientRect();
    box.scrollTop += shown.getBoundingClientRect().top - frame.top - 8;
    if (!then) return;
    const { top, height } = then.getBoundingClientRect();
    box.scrollTop += Math.max(0, top + Math.min(height, frame.height / 2) + 8 - frame.bottom);
  }
}
