// A Reply as elements, in its own order: conclusion, calculation, steps, notices, sources, what to ask next.

import { calculationCard, tableOf } from "./calculation.js";
import { citationList } from "./citations.js";
import { button, dial, element, group } from "./dom.js";
import { SPOKEN } from "./spoken.js";
import { entry, fill } from "./words.js";

/**
 * @typedef {{ words: Words, readClause: import("./citations.js").ReadClause }} Drawing
 * @typedef {(numbers: number[]) => Node[]} Marks
 */

/**
 * What the answer says, and its sources; what can be done with it is added by whoever shows it.
 * @param {Reply} reply
 * @param {Drawing} drawing
 * @returns {HTMLElement}
 */
export function drawReply(reply, { words, readClause }) {
  const article = element("article", `reply ${reply.kind}`, element("h3", "unseen", words.answer));
  article.lang = "zh-CN";
  article.setAttribute("part", "answer");
  const kind = entry(words.kinds, reply.kind);
  if (kind) article.append(element("p", "kind", kind));
  if (reply.generated_by !== "policy_text") article.append(element("p", "generated", label(reply, words)));
  const sources = citationList(reply.citations, words, readClause);
  const marks = marksTo(sources.open, words);
  for (const [index, block] of blocksOf(reply).entries()) article.append(...drawBlock(block, words, marks, index === 0));
  article.append(...noticesOf(reply));
  if (sources.node) article.append(sources.node);
  return article;
}

/**
 * One block; the first one begins with the conclusion.
 * @param {Block} block
 * @param {Words} words
 * @param {Marks} marks
 * @param {boolean} first
 * @returns {Node[]}
 */
export function drawBlock(block, words, marks = () => [], first = false) {
  switch (block.type) {
    case "paragraph":
      return paragraph(block.text, first, marks(block.citations));
    case "steps":
      return [element("ol", "steps", ...block.items.map((item) => element("li", "", item))), ...marks(block.citations)];
    case "table":
      return [table(block, words), ...marks(block.citations)];
    case "contacts":
      return [element("ul", "contacts", ...block.items.map(({ name, phone }) => (
        element("li", "", `${name} `, dial(phone))
      ))), ...marks(block.citations)];
    case "calculation":
      return [calculationCard(block.calculation, words, marks)];
    case "notice":
      return [element("p", "notice", block.text)];
    default:
      return []; // a kind of block that a newer server knows; `text` stands in the reply all the same
  }
}

/**
 * @param {string} text
 * @param {boolean} first
 * @param {Node[]} after
 */
function paragraph(text, first, after) {
  const end = first ? text.search(/[。！？\n]/) + 1 : 0;
  if (!end || end >= text.length) return [element("p", first ? "conclusion" : "", text, ...after)];
  return [element("p", "conclusion", text.slice(0, end)), element("p", "", text.slice(end).trim(), ...after)];
}

/**
 * @param {Table} block
 * @param {Words} words
 */
function table(block, words) {
  const rows = block.rows.map((cells) => element("tr", "", ...cells.map((cell) => element("td", "", cell))));
  return tableOf("", words.answer, block.header, rows);
}

/**
 * [1] behind a sentence opens the citation it stands on.
 * @param {(number: number) => void} open
 * @param {Words} words
 * @returns {Marks}
 */
function marksTo(open, words) {
  return (numbers) => numbers.map((number) => {
    const mark = button(`[${number}]`, () => open(number), "mark");
    mark.setAttribute("aria-label", fill(words.openSource, { number }));
    return mark;
  });
}

/**
 * What is offered as buttons is not read out before them as well.
 * @param {Reply} reply
 * @returns {Block[]}
 */
function blocksOf({ blocks: told, calculations, clarify, text }) {
  const offered = clarify ? `（${clarify.options.map((option) => option.label).join("、")}）` : "";
  /** @type {Block[]} */
  const all = told.length ? told : [{ type: "paragraph", text, citations: [] }];
  const blocks = all.map((block) => (block.type === "paragraph" ? { ...block, text: block.text.replace(offered, "") } : block));
  if (!blocks.some((block) => block.type === "calculation")) {
    blocks.push(...calculations.map((calculation) => ({ type: /** @type {const} */ ("calculation"), calculation })));
  }
  return blocks;
}

/**
 * Notices that nothing above has said yet; an assumption stands with the calculation it belongs to.
 * @param {Reply} reply
 */
function noticesOf(reply) {
  const assumed = reply.calculations.flatMap((calculation) => calculation.assumptions);
  const blocks = reply.blocks.flatMap((block) => (block.type === "notice" ? [block.text] : []));
  const said = new Set([...assumed, ...blocks]);
  const left = reply.notices.filter(({ text }) => !said.has(text) && !reply.text.includes(text));
  return left.map(({ text }) => element("p", "notice", text));
}

/**
 * Who worded it, by name and filing number (备案号).
 * @param {Reply} reply
 * @param {Words} words
 */
function label({ model }, words) {
  return model ? fill(words.generatedBy, { model: [model.name, model.filing].filter(Boolean).join(" ") }) : words.generated;
}

/**
 * The answers that a question of ours offers.
 * @param {Reply} reply
 * @param {(slot: string, option: Choice) => void} choose
 */
export function drawOptions({ clarify }, choose) {
  if (!clarify || !clarify.options.length) return [];
  const { slot, question, options } = clarify;
  const hints = /** @type {Record<string, string>} */ (entry(SPOKEN.hints, slot) || {});
  const buttons = options.map((option) => {
    const choice = button(option.label, () => choose(slot, option));
    const hint = entry(hints, option.value);
    if (hint) choice.append(element("small", "", hint));
    return choice;
  });
  const box = group("choices", question, ...buttons);
  box.lang = "zh-CN";
  return [box];
}

/**
 * @param {Reply} reply
 * @param {Words} words
 * @param {(text: string) => void} ask
 */
export function drawSuggestions({ suggestions }, words, ask) {
  if (!suggestions.length) return [];
  const buttons = suggestions.map((text) => button(text, () => ask(text)));
  const choices = element("div", "choices", ...buttons);
  choices.lang = "zh-CN";
  return [group("suggestions", words.suggestions, element("p", "lead", words.suggestions), choices)];
}
