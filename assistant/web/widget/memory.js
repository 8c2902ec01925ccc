// What outlives a reload: the conversation as long as the tab, how things look as long as the browser. No cookie.

/** A store that may be forbidden or full: then nothing is remembered, and nothing breaks. */
export class Memory {
  /**
   * @param {() => Storage} storage
   * @param {string} prefix
   */
  constructor(storage, prefix) {
    this.storage = storage;
    this.prefix = prefix;
  }

  /**
   * @param {string} name
   * @returns {any} what was kept, or null
   */
  get(name) {
    try {
      return JSON.parse(this.storage().getItem(this.prefix + name) || "null");
    } catch {
      return null;
    }
  }

  /**
   * @param {string} name
   * @param {unknown} value null forgets it
   */
  set(name, value) {
    try {
      if (value === null) this.storage().removeItem(this.prefix + name);
      else this.storage().setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // Private windows and full disks: it lasts as long as the page.
    }
  }
}

/**
 * @param {string} name which widget of the page
 */
export function memories(name) {
  return {
    tab: new Memory(() => sessionStorage, `policy-hotline:${name}:`),
    browser: new Memory(() => localStorage, "policy-hotline:"),
  };
}
