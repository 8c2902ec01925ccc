// One conversation with the server: its id, its turns, the question under way. Draws nothing.

import { Trouble } from "../shared/api.js";
import { newId } from "../shared/dom.js";

export class Conversation {
  /**
   * @param {Api} api
   * @param {import("./memory.js").Memory} memory
   * @param {() => { region?: string, as_of?: string }} circumstances the place and the day that are asked for, read at each question
   */
  constructor(api, memory, circumstances) {
    this.api = api;
    this.memory = memory;
    this.circumstances = circumstances;
    /** @type {string | null} */
    this.id = memory.get("conversation");
    /** @type {Turn[]} */
    this.turns = [];
    /** @type {AbortController | null} */
    this.underWay = null;
    /** @type {Promise<unknown>} */
    this.settled = Promise.resolve();
  }

  get busy() {
    return this.underWay !== null;
  }

  /** @returns {Turn | null} */
  get last() {
    return this.turns[this.turns.length - 1] || null;
  }

  /**
   * @param {string} message
   * @param {Record<string, string>} [facts] what was chosen or corrected on screen
   * @returns {ChatRequest}
   */
  request(message, facts) {
    return { message, channel: "citizen", ...this.circumstances(), ...(facts && { facts }), request_id: newId() };
  }

  /**
   * The same request may be sent again: its id keeps it from being answered twice. With another place or day it is
   * another question. Raises Trouble; an abort by stop() gives null.
   * @param {ChatRequest} request
   * @param {import("../shared/api.js").Progress} progress
   * @returns {Promise<Reply | null>}
   */
  send(request, progress) {
    const sent = this.#send(request, progress);
    this.settled = sent.catch(() => {});
    return sent;
  }

  /**
   * @param {ChatRequest} request
   * @param {import("../shared/api.js").Progress} progress
   */
  async #send(request, progress) {
    const { region, as_of } = this.circumstances();
    if (region !== request.region || as_of !== request.as_of) {
      Object.assign(request, { region, as_of, request_id: newId() });
    }
    if (this.id) request.conversation_id = this.id;
    else delete request.conversation_id;
    const own = (this.underWay = new AbortController());
    try {
      const reply = await this.api.ask(request, progress, own.signal);
      if (own.signal.aborted) return null;
      this.#keep(reply.conversation_id);
      this.turns.push({ message: request.message, reply });
      return reply;
    } catch (error) {
      if (own.signal.aborted) return null;
      if (error instanceof Trouble && error.code === "gone") this.#keep(null);
      throw error;
    } finally {
      if (this.underWay === own) this.underWay = null;
    }
  }

  stop() {
    if (this.underWay) this.underWay.abort();
    this.underWay = null;
  }

  /** Read the turns of the conversation that this tab held before; one that is gone is let go. */
  async resume() {
    if (!this.id || this.turns.length) return;
    try {
      const told = await this.api.conversation(this.id);
      this.turns = told.turns.map(({ message, reply }) => ({ message, reply }));
    } catch (error) {
      if (error instanceof Trouble && error.code === "gone") this.#keep(null);
      else throw error;
    }
  }

  /** Delete it on the server, then here. Raises Trouble with nothing deleted here. */
  async forget() {
    this.stop();
    if (this.id) await this.api.forget(this.id);
    this.#keep(null);
    this.turns = [];
  }

  /** @param {string | null} id */
  #keep(id) {
    this.id = id;
    this.memory.set("conversation", id);
  }
}
