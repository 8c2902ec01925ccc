// The left column: what was understood, each fact a chip to correct, and what was asked in this call so far.

import { button, element, group } from "../shared/dom.js";
import { drawOptions } from "../shared/reply.js";
import { factChips } from "../shared/facts.js";
import { entry, fill } from "../shared/words.js";
import { WORDS } from "./words.js";

/**
 * @param {StaffApi} api
 * @param {Region | null} known
 * @param {string} code
 */
function placeName(api, known, code) {
  if (known && known.code === code) return known.name;
  const node = element("span", "", code);
  api.regions(code).then(([found]) => found && (node.textContent = found.full_name), () => {}); // the code says it, too
  return node;
}

/**
 * @param {Office} office
 * @param {{ correct: (message: string, facts: Record<string, string>) => void, look: (reply: Reply) => void }} act
 */
export function drawUnderstood({ api, desk, words }, { correct, look }) {
  const { reply } = desk;
  /** @type {Node[]} */
  const nodes = [element("h2", "", WORDS.understood)];
  if (reply) {
    nodes.push(element("p", "", reply.region ? fill(WORDS.region, { place: reply.region.name }) : WORDS.regionNone));
    nodes.push(...factChips(reply, { ...words, understood: WORDS.facts }, correct));
    const others = Object.entries(reply.slots).flatMap(([slot, value]) => {
      const name = entry(WORDS.others, slot);
      return name ? [element("li", "", `${name}：`, slot === "year" ? value : placeName(api, reply.region, value))] : [];
    });
    if (others.length) nodes.push(element("ul", "plain", ...others));
    const choices = drawOptions(reply, (slot, option) => correct(option.label, { [slot]: option.value }));
    if (reply.clarify) nodes.push(element("p", "lead", reply.clarify.question), ...choices);
  }
  const turns = desk.turns.map((turn) => element("li", "", button(turn.message, () => look(turn.reply), "turn")));
  nodes.push(element("h2", "", WORDS.history));
  nodes.push(turns.length ? group("", WORDS.history, element("ol", "turns", ...turns)) : element("p", "quiet", WORDS.historyEmpty));
  return nodes;
}
