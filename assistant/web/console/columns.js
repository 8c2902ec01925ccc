// The three columns of a call. While the pointer or the focus is in them a draft waits, so that nothing jumps.

import { button, element } from "../shared/dom.js";
import { drawAnswer } from "./answer.js";
import { drawClauses } from "./clauses.js";
import { drawUnderstood } from "./understood.js";
import { WORDS } from "./words.js";

export class Columns {
  /**
   * @param {Office} office
   * @param {{ correct: (message: string, facts: Record<string, string>) => void, feedback: () => void }} act
   */
  constructor(office, act) {
    this.office = office;
    this.act = act;
    const column = (/** @type {string} */ name, /** @type {string} */ label) => {
      const node = element("section", `column ${name}`);
      node.tabIndex = 0;
      node.setAttribute("aria-label", label);
      return node;
    };
    this.understood = column("understood-column", WORDS.understood);
    this.answer = column("answer-column", WORDS.answer);
    this.clauses = column("clauses-column", WORDS.clauses);
    this.grid = element("div", "columns", this.understood, this.answer, this.clauses);
    this.waiting = button(WORDS.held, () => this.draw(), "choice held");
    this.waiting.hidden = true;
    this.node = element("div", "call", this.waiting, this.grid);
    for (const event of ["mouseleave", "focusout"]) this.grid.addEventListener(event, () => setTimeout(() => this.release()));
    this.draw();
  }

  /** @param {boolean} wanted what the operator asked for is shown at once */
  show(wanted) {
    if (wanted || !this.#touched) this.draw();
    else this.waiting.hidden = false;
  }

  get #touched() {
    return this.grid.matches(":hover") || this.grid.contains(document.activeElement);
  }

  release() {
    if (!this.waiting.hidden && !this.#touched) this.draw();
  }

  draw() {
    const { office, act } = this;
    const held = [this.understood, this.answer, this.clauses].find((one) => one.contains(document.activeElement));
    this.waiting.hidden = true;
    this.understood.replaceChildren(...drawUnderstood(office, {
      correct: act.correct,
      look: (reply) => {
        Object.assign(office.desk, { reply, isDraft: false });
        this.draw();
      },
    }));
    this.answer.replaceChildren(...drawAnswer(office, {
      copy: () => this.copy(), feedback: act.feedback, select: (number) => this.select(number),
    }));
    this.clauses.replaceChildren(...drawClauses(office));
    if (held) held.focus({ preventScroll: true }); // what had the focus is gone
  }

  async copy() {
    const { desk, say } = this.office;
    if (!desk.reply) return;
    try {
      await navigator.clipboard.writeText(desk.reply.script);
      say(WORDS.copied);
    } catch {
      say(WORDS.copyFailed);
    }
  }

  get #cards() {
    return /** @type {HTMLElement[]} */ ([...this.clauses.querySelectorAll(".card")]);
  }

  /** @param {number} number of the citation */
  select(number) {
    const card = this.#cards.find(({ dataset }) => dataset.number === String(number));
    if (card) card.focus();
  }

  /** @param {number} by one forwards or backwards */
  step(by) {
    const cards = this.#cards;
    const at = cards.findIndex((card) => card === document.activeElement);
    const card = cards[at < 0 ? 0 : Math.min(Math.max(at + by, 0), cards.length - 1)];
    if (card) card.focus();
  }

  /** The clause that has the focus. */
  get selected() {
    const card = this.#cards.find((one) => one === document.activeElement);
    return card ? { id: String(card.dataset.clause), number: Number(card.dataset.number) } : null;
  }
}
