// The place chooser: a search box and the places found, each a button.

import { button, composing, element } from "./dom.js";
import { fill } from "./words.js";

const PAUSE = 250; // milliseconds after the last key
const MOST = 12;
const NATION = "100000"; // nobody is insured in no place in particular

/**
 * @param {{ api: Api, words: Words, choose: (place: Region | null) => void,
 *   say: (text: string) => void, trouble: (error: unknown) => string }} with_
 * @returns {HTMLElement}
 */
export function placeChooser({ api, words, choose, say, trouble }) {
  const field = element("input", "field");
  field.type = "search";
  field.maxLength = 60;
  field.autocomplete = "off";
  field.placeholder = words.placeSearch;
  const label = element("label", "lead", words.place, field);
  const found = element("div", "places");
  const note = element("p", "quiet", words.placeHint);
  const any = button(words.placeAny, () => choose(null), "choice quiet");
  const node = element("div", "chooser", label, note, found, any);
  let asked = 0;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;

  async function search() {
    const turn = (asked += 1);
    const text = field.value.trim();
    try {
      const places = await api.regions(text); // without a text: the places that there are documents of
      if (turn === asked) show(places.filter(({ code }) => code !== NATION).slice(0, MOST), text);
    } catch (error) {
      if (turn === asked) note.textContent = trouble(error);
    }
  }

  /**
   * @param {Place[]} places
   * @param {string} text
   */
  function show(places, text) {
    found.replaceChildren(...places.map(({ code, full_name: name }) => (
      button(name, () => choose({ code, name }), "place")
    )));
    if (!text) {
      note.textContent = words.placeHint;
      return;
    }
    note.textContent = places.length ? fill(words.placeFound, { count: places.length }) : words.placeNothing;
    say(note.textContent);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || composing(event)) return;
    event.preventDefault();
    clearTimeout(timer);
    search().then(() => {
      const first = /** @type {HTMLElement | null} */ (found.firstElementChild);
      if (first) first.focus(); // Enter once more takes it
    });
  });
  search();
  return node;
}
