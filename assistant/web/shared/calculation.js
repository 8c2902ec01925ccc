// One calculation as a card: what comes out, who pays what, and every line with its figure and how it came about.

import { element } from "./dom.js";
import { fill } from "./words.js";

const PAYERS = ["fund", "serious", "aid", "self"]; // in the order in which they pay

/**
 * @param {Calculation} calculation
 * @param {Words} words
 * @param {(numbers: number[]) => Node[]} marks
 */
export function calculationCard(calculation, words, marks) {
  const results = calculation.results.length ? calculation.results : [calculation.result];
  const card = element("section", "calculation", element("h4", "", calculation.title));
  card.setAttribute("part", "calculation");
  card.setAttribute("aria-label", words.calculation);
  const parts = divided(results);
  if (parts.length) card.append(bar(parts), figures(parts, calculation, words, true));
  const rest = results.filter((result) => !parts.includes(result));
  if (rest.length) card.append(figures(rest, calculation, words));
  if (calculation.assumptions.length) {
    card.append(element("p", "", fill(words.assumptions, { text: calculation.assumptions.join("；") })));
  }
  card.append(...calculation.gaps.map((gap) => element("p", "notice", gap)));
  const lines = linesOf(calculation, words, marks);
  if (calculation.lines.length) card.append(element("details", "how", element("summary", "", words.how), lines));
  return card;
}

/**
 * The parts of a bill, each another payer's; none where the results divide no bill.
 * @param {Result[]} results
 */
function divided(results) {
  const parts = results.filter(({ name, unit }) => PAYERS.includes(name) && unit === "yuan");
  const names = parts.map(({ name }) => name);
  const whole = names.includes("fund") && names.includes("self") && new Set(names).size === names.length;
  return whole ? parts.sort((one, other) => PAYERS.indexOf(one.name) - PAYERS.indexOf(other.name)) : [];
}

/**
 * Widths only: the figures beside it say the same.
 * @param {Result[]} parts
 */
function bar(parts) {
  const picture = element("div", "bar");
  picture.setAttribute("aria-hidden", "true");
  for (const { name, value } of parts) {
    if (!(Number(value) > 0)) continue;
    const piece = element("div", `payer ${name}`);
    piece.style.flexGrow = value;
    picture.append(piece);
  }
  return picture;
}

/**
 * @param {Result[]} results
 * @param {Calculation} calculation
 * @param {Words} words
 * @param {boolean} dots in the colours of the bar
 */
function figures(results, { lines }, words, dots = false) {
  const list = element("dl", "figures");
  for (const result of results) {
    const { label, name, otherwise, unit, value } = result;
    const dot = dots ? [element("span", `dot payer ${name}`)] : [];
    // The ledger has it as people write it; of several visits the last line of a name tells how it ended.
    const line = lines.filter((one) => one.label === label).pop();
    list.append(element("dt", "", ...dot, label), element("dd", "", line ? line.value : written(value, unit)));
    if (otherwise) list.append(element("dd", "", fill(words.otherwise, { value: written(otherwise, unit) })));
  }
  return list;
}

/**
 * 825.00 yuan as 825元; the digits stay exact.
 * @param {string} value
 * @param {string} unit
 */
function written(value, unit) {
  return unit === "yuan" ? `${value.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")}元` : value;
}

/**
 * @param {Calculation} calculation
 * @param {Words} words
 * @param {(numbers: number[]) => Node[]} marks
 */
function linesOf(calculation, words, marks) {
  const rows = calculation.lines.map((line) => {
    const label = Object.assign(element("th", "", line.label), { scope: "row" });
    const how = element("td", "", line.how, ...(line.citation ? marks([line.citation]) : []));
    return element("tr", line.kind, label, element("td", "value", line.value), how);
  });
  return tableOf("lines", words.how, [words.item, words.figure, words.from], rows);
}

/**
 * A table in a box that scrolls by itself, with the keyboard too.
 * @param {string} className
 * @param {string} label
 * @param {string[]} heads of the columns; none where the figures speak for themselves
 * @param {HTMLElement[]} rows
 */
export function tableOf(className, label, heads, rows) {
  const cells = heads.map((name) => Object.assign(element("th", "", name), { scope: "col" }));
  const head = element("thead", "", element("tr", "", ...cells));
  const box = element("div", "scrolled", element("table", className, ...(heads.length ? [head] : []), element("tbody", "", ...rows)));
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", label);
  return box;
}
