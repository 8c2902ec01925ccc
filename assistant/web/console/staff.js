// The HTTP door as staff may use it: with the login of this browser, and to the login page where that has ended.

import { Api, Trouble } from "../shared/api.js";
import { serverEvents } from "../shared/events.js";

const AGAIN = 3000; // milliseconds until a call that has not begun, or whose line broke, is asked for again

export class StaffApi extends Api {
  constructor() {
    super(new URL("/", location.href), "", "same-origin");
  }

  /**
   * @param {Record<string, string>} query
   * @returns {Promise<Found>}
   */
  search(query) {
    return this.json(`search?${new URLSearchParams(query)}`);
  }

  /** @returns {Promise<Rule[]>} */
  rules() {
    return this.json("rules");
  }

  /**
   * @param {string} rule
   * @param {{ as_of?: string, facts: Record<string, string> }} body
   * @returns {Promise<Calculated>}
   */
  async calculate(rule, body) {
    return (await this.send(`calculate/${encodeURIComponent(rule)}`, "POST", body)).json();
  }

  /**
   * @param {string} state empty for all
   * @returns {Promise<Gap[]>}
   */
  gaps(state) {
    return this.json(`gaps${state && `?state=${state}`}`);
  }

  /**
   * @param {number} id
   * @param {GapState} state
   */
  async changeGap(id, state) {
    await this.send(`gaps/${id}`, "PATCH", { state });
  }

  /** @returns {Promise<Opinion[]>} */
  opinions() {
    return this.json("feedback");
  }

  /** @returns {Promise<{ role: string, name: string | null }>} */
  me() {
    return this.json("me");
  }

  async leave() {
    await this.send("logout", "POST", {});
  }

  /**
   * What is said in a call, for ever: it is waited for, and taken up again where the line breaks.
   * @param {string} id
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<Utterance | null>} null each time that there is nothing to listen to
   */
  async* call(id, signal) {
    while (!signal.aborted) {
      try {
        const address = new URL(`/api/v1/calls/${encodeURIComponent(id)}`, this.base);
        const response = await fetch(address.href, { signal, credentials: "same-origin" });
        if (response.status === 401) this.#login();
        if (response.ok && response.body) {
          for await (const { data } of serverEvents(response.body)) yield JSON.parse(data);
        }
      } catch {
        if (signal.aborted) return;
      }
      yield null;
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }

  /**
   * What to tell the person; whoever is not logged in any more is sent to do so.
   * @param {unknown} error
   * @param {Words} words
   */
  told(error, words) {
    if (!(error instanceof Trouble)) return words.troubles.page;
    if (error.status === 401) this.#login();
    return error.detail || words.troubles[error.code];
  }

  #login() {
    location.assign("/login?next=/console");
  }
}
