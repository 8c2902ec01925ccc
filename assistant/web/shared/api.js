// The server's HTTP door as the pages use it. The widget sends no cookie and takes none.

import { serverEvents } from "./events.js";

/**
 * @typedef {"network" | "cut" | "timeout" | "gone" | "server"} TroubleCode
 * @typedef {{ status?: (text: string) => void, block?: (block: Block) => void, slow?: () => void }} Progress
 */

const PATIENCE = 60000; // milliseconds without a word from the server
const SLOW = 8000; // milliseconds after which one says that it takes long

/** Why there is no answer: `code` names a wording of ours, `detail` is what the server said, in Chinese. */
export class Trouble extends Error {
  /**
   * @param {TroubleCode} code
   * @param {string} detail
   * @param {number} status of the server's answer; 0 where there was none
   */
  constructor(code, detail = "", status = 0) {
    super(detail || code);
    this.code = code;
    this.detail = detail;
    this.status = status;
  }
}

/** Stops a request that says nothing for too long, and knows whether it was this that stopped it. */
class Patience {
  /**
   * @param {AbortSignal | undefined} signal
   * @param {(() => void) | undefined} slow
   */
  constructor(signal, slow) {
    this.controller = new AbortController();
    this.ended = false;
    this.signal = signal;
    this.slow = slow;
    this.stop = () => this.controller.abort();
    if (signal) signal.addEventListener("abort", this.stop);
    this.heard();
  }

  heard() {
    this.done();
    if (this.signal && this.signal.aborted) return this.stop();
    this.slowly = setTimeout(() => this.slow && this.slow(), SLOW);
    this.timer = setTimeout(() => {
      this.ended = true;
      this.stop();
    }, PATIENCE);
  }

  done() {
    clearTimeout(this.timer);
    clearTimeout(this.slowly);
  }
}

export class Api {
  /**
   * @param {string | URL} base the address under which the server answers, ending in a slash
   * @param {string} token of the site that embeds the widget; empty for this server's own pages
   * @param {RequestCredentials} credentials whether the login of the person goes along
   */
  constructor(base, token, credentials = "omit") {
    this.base = base;
    this.token = token;
    this.credentials = credentials;
  }

  /**
   * One question, answered block by block. Raises Trouble; an abort through `signal` is an AbortError.
   * The same `request_id` may be sent again: the server answers it once.
   * @param {ChatRequest} body
   * @param {Progress} progress
   * @param {AbortSignal} [signal]
   * @returns {Promise<Reply>}
   */
  async ask(body, progress, signal) {
    const patience = new Patience(signal, progress.slow);
    try {
      const response = await this.#fetch("chat/stream", patience, "POST", body);
      if (!response.body) throw new Trouble("server");
      for await (const { event, data } of serverEvents(response.body)) {
        patience.heard();
        const said = JSON.parse(data);
        if (event === "status" && progress.status) progress.status(String(said.text));
        if (event === "block" && progress.block) progress.block(said);
        if (event === "error") throw troubleOf(said.status, said.detail);
        if (event === "reply") return said;
      }
      throw new Trouble("cut");
    } catch (error) {
      if (error instanceof Trouble) throw error;
      if (patience.ended) throw new Trouble("timeout");
      if (signal && signal.aborted) throw error;
      throw new Trouble(error instanceof SyntaxError ? "server" : "cut");
    } finally {
      patience.done();
      patience.stop(); // whoever stopped listening lets the server know
    }
  }

  /**
   * @param {string} text
   * @returns {Promise<Place[]>}
   */
  regions(text) {
    return this.json(`regions?q=${encodeURIComponent(text)}`);
  }

  /**
   * @param {string} id
   * @returns {Promise<{ quote: string }>} the whole text is `quote`
   */
  clause(id) {
    return this.json(`clauses/${encodeURIComponent(id)}`);
  }

  /**
   * @param {string} id
   * @returns {Promise<Told>}
   */
  conversation(id) {
    return this.json(`conversations/${encodeURIComponent(id)}`);
  }

  /**
   * What a conversation begins with, in this place and on this day.
   * @param {Record<string, string>} circumstances `region` and `as_of`, where they are known
   * @returns {Promise<Greeting>}
   */
  greeting(circumstances) {
    return this.json(`greeting?${new URLSearchParams(circumstances)}`);
  }

  /**
   * Delete a conversation on the server; one that is not there any more is deleted too.
   * @param {string} id
   */
  async forget(id) {
    try {
      await this.send(`conversations/${encodeURIComponent(id)}`, "DELETE");
    } catch (error) {
      if (!(error instanceof Trouble) || error.code !== "gone") throw error;
    }
  }

  /** @param {{ turn_id: string, verdict: Verdict, comment?: string, clause_id?: string,
   *   rating?: number }} body `rating` is 1 to 5 */
  async feedback(body) {
    await this.send("feedback", "POST", body);
  }

  /**
   * @param {string} path
   * @returns {Promise<any>}
   */
  async json(path) {
    const response = await this.send(path, "GET");
    return response.json().catch(() => Promise.reject(new Trouble("server")));
  }

  /**
   * @param {string} path
   * @param {string} method
   * @param {object} [body]
   */
  async send(path, method, body) {
    const patience = new Patience(undefined, undefined);
    try {
      return await this.#fetch(path, patience, method, body);
    } finally {
      patience.done();
    }
  }

  /**
   * @param {string} path
   * @param {Patience} patience
   * @param {string} method
   * @param {object} [body]
   */
  async #fetch(path, patience, method, body) {
    /** @type {Response} */
    let response;
    try {
      response = await fetch(new URL(`api/v1/${path}`, this.base).href, {
        method,
        signal: patience.controller.signal,
        credentials: this.credentials,
        referrerPolicy: "no-referrer",
        headers: {
          ...(this.token && { "X-Widget-Token": this.token }),
          ...(body && { "Content-Type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      if (patience.ended) throw new Trouble("timeout");
      if (patience.controller.signal.aborted) throw error;
      throw new Trouble("network");
    }
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    throw troubleOf(response.status, problem.detail);
  }
}

/**
 * @param {number} status
 * @param {unknown} detail
 */
function troubleOf(status, detail) {
  return new Trouble(status === 404 ? "gone" : "server", typeof detail === "string" ? detail : "", status);
}
