// What could not be answered, and what was said of the answers: how often, from when to when, and its state.

import { tableOf } from "../shared/calculation.js";
import { button, element } from "../shared/dom.js";
import { fill } from "../shared/words.js";
import { WORDS } from "./words.js";

/** @param {Office} office */
export function lists(office) {
  const { api, say, trouble } = office;
  const state = element("select", "field short");
  for (const [value, label] of Object.entries({ open: WORDS.states.open, answered: WORDS.states.answered, dismissed: WORDS.states.dismissed, "": WORDS.all })) {
    state.append(Object.assign(element("option", "", label), { value }));
  }
  const gaps = element("div", "gaps");
  const opinions = element("div", "opinions");
  const note = element("p", "quiet");

  async function open() {
    note.textContent = "";
    try {
      const [open_, given] = await Promise.all([api.gaps(state.value), api.opinions()]);
      gaps.replaceChildren(open_.length ? gapTable(open_, office.role === "operator" ? null : change) : element("p", "quiet", WORDS.nothing));
      opinions.replaceChildren(given.length ? opinionTable(given) : element("p", "quiet", WORDS.nothing));
    } catch (error) {
      note.textContent = trouble(error);
    }
  }

  /**
   * @param {Gap} gap
   * @param {GapState} wanted
   */
  async function change(gap, wanted) {
    try {
      await api.changeGap(gap.id, wanted);
      say(fill(WORDS.changed, { state: WORDS.states[wanted] }));
    } catch (error) {
      await open(); // the state that it still has
      note.textContent = trouble(error);
      say(note.textContent);
    }
  }

  state.addEventListener("change", open);
  const tools = element("div", "choices", element("label", "", `${WORDS.stateOf} `, state), button(WORDS.refresh, open));
  return {
    node: element(
      "section", "page", note, element("h2", "", WORDS.gaps), tools, gaps, element("h2", "", WORDS.opinions), opinions,
    ),
    open,
  };
}

/**
 * @param {Gap[]} gaps
 * @param {((gap: Gap, state: GapState) => void) | null} change null for whoever may not
 */
function gapTable(gaps, change) {
  const { ask, region, count, first, last, state } = WORDS.heads;
  return table(WORDS.gaps, [ask, region, count, first, last, state], gaps.map((gap) => {
    const told = [gap.ask, gap.region || "", String(gap.count), when(gap.first_seen), when(gap.last_seen)];
    if (!change) return [...told, WORDS.states[gap.state]];
    const box = element("select", "field short");
    for (const [value, label] of Object.entries(WORDS.states)) box.append(Object.assign(element("option", "", label), { value }));
    box.value = gap.state;
    box.setAttribute("aria-label", `${state}：${gap.ask}`);
    box.addEventListener("change", () => change(gap, /** @type {GapState} */ (box.value)));
    return [...told, box];
  }));
}

/** @param {Opinion[]} opinions */
function opinionTable(opinions) {
  const { given, verdict, ask, answer, clause, comment } = WORDS.heads;
  return table(WORDS.opinions, [given, verdict, ask, answer, clause, comment], opinions.map((one) => [
    when(one.given_at), WORDS.verdicts[one.verdict], one.message, one.text, one.clause_id || "", one.comment || "",
  ]));
}

const when = (/** @type {string} */ stamp) => stamp.slice(0, 16).replace("T", " ");

/**
 * @param {string} label
 * @param {string[]} heads
 * @param {(Node | string)[][]} rows
 */
function table(label, heads, rows) {
  const body = rows.map((cells) => element("tr", "", ...cells.map((cell) => element("td", "", cell))));
  return tableOf("", label, heads, body);
}
