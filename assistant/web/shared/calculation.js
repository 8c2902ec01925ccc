// One calculation as a card: what comes out, who pays what, and every line with its figure and how it came about.

import { details, element } from "./dom.js";
import { fill } from "./words.js";

const PAYERS = ["fund", "serious", "aid", "self"]; // in the order in which they pay
/** @type {Record<string, string>} */
const UNITS = { yuan: "元" };

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
  card.append(bar(results, words) || figures(results, words));
  if (calculation.assumptions.length) {
    card.append(element("p", "", fill(words.assumptions, { text: calculation.assumptions.join("；") })));
  }
  card.append(...calculation.gaps.map((gap) => element("p", "notice", gap)));
  if (calculation.lines.length) card.append(details(words.how, "how", linesOf(calculation, words, marks)));
  return card;
}

/**
 * @param {Result[]} results
 * @param {Words} words
 */
function figures(results, words) {
  const list = element("dl", "figures");
  for (const result of results) {
    list.append(element("dt", "", result.label), element("dd", "", said(result, result.value)));
    if (result.otherwise) list.append(element("dd", "", fill(words.otherwise, { value: said(result, result.otherwise) })));
  }
  return list;
}

/**
 * A figure as people write it: 825.00 yuan → 825元, .5 as a ratio → 50%. The digits stay exact.
 * @param {Result} result
 * @param {string} value
 */
function said(result, value) {
  if (result.type === "ratio" && result.unit === "ratio") return `${trimmed(shifted(value))}%`;
  const upper = result.type === "range" && result.upper ? `—${trimmed(result.upper)}` : "";
  return `${trimmed(value)}${upper}${UNITS[result.unit] === undefined ? result.unit : UNITS[result.unit]}`;
}

/** @param {string} value */
function trimmed(value) {
  return /^-?\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, "") : value;
}

/**
 * A decimal times one hundred, by moving its point: no digit is lost.
 * @param {string} value
 */
function shifted(value) {
  const [whole, rest = ""] = value.split(".");
  const moved = `${whole}${rest.padEnd(2, "0").slice(0, 2)}.${rest.slice(2)}`.replace(/\.$/, "");
  return moved.replace(/^(-?)0+(?=\d)/, "$1");
}

/**
 * Who pays what of the bill, where the results divide one.
 * @param {Result[]} results
 * @param {Words} words
 */
function bar(results, words) {
  const parts = results.filter((result) => PAYERS.includes(result.name) && result.unit === "yuan");
  const names = parts.map((part) => part.name);
  const total = parts.reduce((sum, part) => sum + Number(part.value), 0);
  if (!names.includes("fund") || !names.includes("self") || new Set(names).size < names.length || !(total > 0)) return null;
  parts.sort((one, other) => PAYERS.indexOf(one.name) - PAYERS.indexOf(other.name));
  const picture = element("div", "bar");
  picture.setAttribute("aria-hidden", "true"); // the list below says the same
  const list = element("dl", "figures payers");
  list.setAttribute("aria-label", words.bar);
  for (const part of parts) {
    if (Number(part.value) > 0) {
      const piece = element("div", `payer ${part.name}`);
      piece.style.flexGrow = String(Number(part.value) / total);
      picture.append(piece);
    }
    const dot = element("span", `dot payer ${part.name}`);
    list.append(element("dt", "", dot, part.label), element("dd", "", said(part, part.value)));
    if (part.otherwise) list.append(element("dd", "", fill(words.otherwise, { value: said(part, part.otherwise) })));
  }
  const rest = results.filter((result) => !parts.includes(result));
  return element("div", "divided", picture, list, ...(rest.length ? [figures(rest, words)] : []));
}

/**
 * @param {Calculation} calculation
 * @param {Words} words
 * @param {(numbers: number[]) => Node[]} marks
 */
function linesOf(calculation, words, marks) {
  const head = element("tr");
  for (const name of [words.item, words.figure, words.from]) {
    const cell = element("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  const rows = calculation.lines.map((line) => {
    const label = element("th", "", line.label);
    label.scope = "row";
    const how = element("td", "", line.how, ...(line.citation ? marks([line.citation]) : []));
    return element("tr", line.kind, label, element("td", "value", line.value), how);
  });
  const table = element("table", "lines", element("thead", "", head), element("tbody", "", ...rows));
  return scrolled(table, words.how);
}

/**
 * A table in a box that scrolls by itself, with the keyboard too.
 * @param {HTMLTableElement} table
 * @param {string} label
 */
export function scrolled(table, label) {
  const box = element("div", "scrolled", table);
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", label);
  return box;
}
