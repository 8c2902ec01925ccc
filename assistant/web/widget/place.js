// The place whose policy is asked for: the page's, until the person chooses another in this tab.

const KEY = "place";

export class PlaceOfTalk {
  /**
   * @param {Api} api
   * @param {import("./memory.js").Memory} memory
   * @param {string} given name or code, as the page says
   * @param {() => void} changed
   */
  constructor(api, memory, given, changed) {
    this.api = api;
    this.memory = memory;
    this.given = given;
    this.changed = changed;
    /** @type {Region | null} */
    this.chosen = memory.get(KEY);
    /** @type {Greeting | null} */
    this.greeting = null;
    this.asked = 0;
  }

  /** What is sent to the server; empty for none. */
  get region() {
    return this.chosen ? this.chosen.code : this.given;
  }

  /** What is shown; empty where no place is known. */
  get name() {
    if (this.chosen) return this.chosen.name;
    return (this.greeting && this.greeting.region && this.greeting.region.name) || "";
  }

  /** Read what a conversation begins with here. Without it the greeting is a general one. */
  async read() {
    const asked = (this.asked += 1);
    const greeting = await this.api.greeting(this.region).catch(() => null);
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
