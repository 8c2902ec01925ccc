// The call at the desk: where, when, what was asked so far, and the question under way. Draws nothing.

import { Trouble } from "../shared/api.js";
import { newId } from "../shared/dom.js";

export class Desk {
  /** @param {StaffApi} api */
  constructor(api) {
    this.api = api;
    /** @type {Region | null} */
    this.place = null;
    this.day = "";
    /** @type {string | null} */
    this.id = null;
    /** @type {Turn[]} */
    this.turns = [];
    /** @type {Record<string, string>} chosen on screen, and not yet the conversation's */
    this.facts = {};
    /** @type {Reply | null} what is shown: of the last turn, or of what is still being written */
    this.reply = null;
    this.isDraft = false;
    /** @type {AbortController | null} */
    this.underWay = null;
  }

  /** Another call: nothing of the one before is left but the place and the day. */
  begin() {
    this.stop();
    Object.assign(this, { id: null, turns: [], facts: {}, reply: null, isDraft: false });
  }

  get last() {
    return this.turns[this.turns.length - 1] || null;
  }

  /** Of the day that is asked for; today where none is chosen. */
  get today() {
    return this.day || new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10); // Beijing's
  }

  get circumstances() {
    return { ...(this.place && { region: this.place.code }), ...(this.day && { as_of: this.day }) };
  }

  /**
   * Ask; the question before it is let go. A draft is kept nowhere. Raises Trouble; null where it was overtaken.
   * @param {string} message
   * @param {{ draft: boolean, facts?: Record<string, string> }} how
   * @returns {Promise<Reply | null>}
   */
  async ask(message, { draft, facts = {} }) {
    this.stop();
    const own = (this.underWay = new AbortController());
    Object.assign(this.facts, facts);
    /** @type {ChatRequest} */
    const body = {
      message, channel: "operator", ...this.circumstances, ...(this.id && { conversation_id: this.id }),
      ...(Object.keys(this.facts).length && { facts: this.facts }), request_id: newId(), ...(draft && { draft }),
    };
    try {
      const reply = await this.api.ask(body, {}, own.signal);
      if (own.signal.aborted) return null;
      if (!draft) {
        this.id = reply.conversation_id;
        this.turns.push({ message, reply });
        this.facts = {}; // the conversation has them now
      }
      this.reply = reply;
      this.isDraft = draft;
      return reply;
    } catch (error) {
      if (own.signal.aborted) return null;
      if (error instanceof Trouble && error.code === "gone") this.id = null;
      throw error;
    } finally {
      if (this.underWay === own) this.underWay = null;
    }
  }

  stop() {
    if (this.underWay) this.underWay.abort();
    this.underWay = null;
  }
}
