// The rules as forms, filled from what the call has told; what comes out, with its steps, to be copied.

import { tableOf } from "../shared/calculation.js";
import { button, element } from "../shared/dom.js";
import { fill } from "../shared/words.js";
import { WORDS } from "./words.js";

/** @param {Office} office */
export function calculator(office) {
  const { api, desk, say, trouble } = office;
  const choice = element("select", "field");
  const inputs = element("div", "inputs");
  const send = element("button", "choice", WORDS.compute);
  send.type = "submit";
  const form = element("form", "compute", element("label", "wide", WORDS.rule, choice), inputs, send);
  const result = element("div", "result");
  /** @type {Rule[]} */
  let rules = [];

  const chosen = () => rules.find(({ id }) => id === choice.value);

  function draw() {
    const rule = chosen();
    inputs.replaceChildren(...(rule ? rule.inputs.map((input) => field(input, slots()[input.name])) : []));
    result.replaceChildren();
  }

  const slots = () => (desk.reply ? desk.reply.slots : /** @type {Record<string, string>} */ ({}));

  /** The rules of the place first, among them the one that the answer used. */
  async function open() {
    try {
      rules = rules.length ? rules : await api.rules();
    } catch (error) {
      result.replaceChildren(element("p", "notice", trouble(error)));
      return;
    }
    const used = desk.reply && desk.reply.calculations[0];
    const near = (/** @type {Rule} */ { region }) => Boolean(desk.place && region && desk.place.code.startsWith(region.code.replace(/(00)+$/, "")));
    const sorted = [...rules].sort((one, other) => Number(near(other)) - Number(near(one)));
    choice.replaceChildren(...sorted.map(({ id, region, title }) => {
      const option = element("option", "", `${region ? region.name : WORDS.everywhere} · ${title}`);
      option.value = id;
      return option;
    }));
    if (used) choice.value = used.rule_id;
    draw();
    choice.focus();
  }

  choice.addEventListener("change", draw);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const rule = chosen();
    if (!rule) return;
    const given = /** @type {[string, string][]} */ ([...new FormData(form)]);
    const facts = Object.fromEntries(given.flatMap(([name, value]) => (value.trim() ? [[name, value.normalize("NFKC").trim()]] : [])));
    try {
      const done = await api.calculate(rule.id, { ...(desk.day && { as_of: desk.day }), facts });
      result.replaceChildren(...drawn(done, say));
      say(done.text);
      const missing = done.missing && form.elements.namedItem(done.missing.name);
      if (missing instanceof HTMLElement) missing.focus();
    } catch (error) {
      result.replaceChildren(element("p", "notice", trouble(error)));
      say(trouble(error));
    }
  });
  return { node: element("section", "page two", form, result), open };
}

/**
 * @param {RuleInput} input
 * @param {string | undefined} value as the call has told it
 */
function field({ name, label, question, options, assumption, unit }, value = "") {
  const box = options.length ? element("select", "field") : element("input", "field");
  box.name = name;
  if (box instanceof HTMLSelectElement) {
    const all = [{ label: WORDS.input.choose, value: "" }, ...options];
    box.append(...all.map((one) => Object.assign(element("option", "", one.label), { value: one.value })));
  } else {
    box.autocomplete = "off";
    if (unit) box.inputMode = "decimal";
  }
  box.value = value;
  box.title = question;
  const hint = assumption ? [element("span", "quiet", fill(WORDS.input.assumed, { text: assumption }))] : [];
  return element("label", "", unit === "yuan" ? `${label}（元）` : label, box, ...hint);
}

/**
 * @param {Calculated} done
 * @param {(text: string) => void} say
 */
function drawn(done, say) {
  const rows = done.lines.map(({ label, text, how, kind }) => (
    element("tr", kind, element("th", "", label), element("td", "value", text), element("td", "", how))
  ));
  const steps = done.lines.map(({ label, text, how }) => `${label}：${text}（${how}）`);
  const copy = button(WORDS.copy.replace("（C）", ""), async () => {
    try {
      await navigator.clipboard.writeText([`${done.title}（${done.day}）`, done.text, ...steps].join("\n"));
      say(WORDS.copied);
    } catch {
      say(WORDS.copyFailed);
    }
  });
  for (const row of rows) row.firstElementChild?.setAttribute("scope", "row");
  const table = tableOf("lines", done.title, [], rows);
  return [element("p", "script", done.text), ...(rows.length ? [copy, table] : [])];
}
