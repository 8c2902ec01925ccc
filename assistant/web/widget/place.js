// The place whose policy is asked for: the page's, until the person chooses another in this tab. And the day.

const KEY = "place";

export class PlaceOfTalk {
  /**
   * @param {Api} api
   * @param {import("./memory.js").Memory} memory
   * @param {string} given name or code, as the page says
   * @param {() => string} day what the page says of it; empty is today
   * @param {() => void} changed
   */
  constructor(api, memory, given, day, changed) {
    this.api = api;
    this.memory = memory;
    this.given = given;
    this.day = day;
    this.changed = changed;
    /** @type {Region | null} */
    this.chosen = memory.get(KEY);
    /** @type {Greeting | null} */
    this.greeting = null;
    this.asked = 0;
  }

  /**
   * What is sent to the server.
   * @returns {{ region?: string, as_of?: string }}
   */
  get circumstances() {
    const region = this.chosen ? this.chosen.code : this.given;
    const day = this.day();
    return { ...(region && { region }), ...(day && { as_of: day }) };
  }

  /** What is shown; empty where no place is known. */
  get name() {
    return (this.chosen && this.chosen.name) || (this.greeting && this.greeting.region && this.greeting.region.name) || "";
  }

  /** Read what a conversation begins with here. Without it the greeting is a general one. */
  async read() {
    const asked = (this.asked += 1);
    const greeting = await this.api.greeting(this.circumstances).catch(() => null);
    if (asked !== this.asked) return;
    this.greeting = greeting;
    this.changed();
  }

  /**
   * What the person chose; null is no place in particular.
   * @param {Region | null} place
   */
  choose(place) {
    this.#turnTo(place || { code: "", name: "" });
  }

  /**
   * What the page says now; it goes before what was chosen.
   * @param {string} region
   */
  give(region) {
    this.given = region;
    this.#turnTo(null);
  }

  /** @param {Region | null} chosen */
  #turnTo(chosen) {
    this.memory.set(KEY, chosen);
    this.chosen = chosen;
    this.greeting = null;
    this.read();
    this.changed();
  }
}
