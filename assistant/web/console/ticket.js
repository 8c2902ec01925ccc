// After the call: its summary and the draft of a work order, edited, confirmed, exported.

import { button, element } from "../shared/dom.js";
import { fill } from "../shared/words.js";
import { WORDS } from "./words.js";

/** @type {Record<string, string>} the route that a message took → the kind of request; anything else is 咨询 */
const KINDS = { crisis: "求助", human: "求助", record: "求助", complaint: "投诉", report: "举报", fraud: "举报" };

/** @typedef {Record<keyof typeof WORDS.ticketFields, string>} Ticket */

/** @param {Office} office */
export function ticketPage(office) {
  const { desk, say } = office;
  const note = element("p", "quiet");
  const form = element("form", "ticket");
  const names = /** @type {(keyof Ticket)[]} */ (Object.keys(WORDS.ticketFields));
  const fields = new Map(names.map((name) => [name, field(name)]));
  for (const [name, box] of fields) form.append(element("label", `of-${name}`, WORDS.ticketFields[name], box));
  const confirm = element("button", "choice", WORDS.confirm);
  confirm.type = "submit";
  const change = button(WORDS.change, () => settle(false));
  const json = button(WORDS.asJson, () => save(`${JSON.stringify(exported(), null, 2)}\n`, "application/json", "json"));
  const text = button(WORDS.asText, () => save(asText(values()), "text/plain", "txt"));
  form.append(element("div", "choices", button(WORDS.ticketNew, draft), confirm, change, json, text));
  /** @type {string | null} the conversation that stands in the form */
  let of = null;
  let rounds = 0;

  const values = () => /** @type {Ticket} */ (Object.fromEntries(names.map((name) => [name, (fields.get(name) || form).value])));

  async function draft() {
    if (!desk.last || !desk.id) {
      note.textContent = WORDS.ticketNone;
      return;
    }
    try {
      const told = await office.api.conversation(desk.id); // the messages as they were masked
      const made = drafted(told.turns);
      for (const [name, box] of fields) box.value = made[name];
      of = desk.id;
      rounds = desk.turns.length;
      note.textContent = "";
      settle(false);
    } catch (error) {
      note.textContent = office.trouble(error);
    }
  }

  function settle(/** @type {boolean} */ done) {
    for (const box of fields.values()) box.disabled = done;
    confirm.hidden = done;
    change.hidden = json.hidden = text.hidden = !done;
    if (!done) return;
    note.textContent = WORDS.confirmed;
    say(WORDS.confirmed);
    json.focus();
  }

  const exported = () => ({ ...values(), conversation_id: of, turns: desk.turns.map(({ reply }) => ({
    turn_id: reply.turn_id, kind: reply.kind, clauses: reply.citations.map(({ clause_id }) => clause_id),
  })) });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    settle(true);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey || confirm.hidden) return;
    event.preventDefault();
    confirm.click(); // as pressed, so that an empty field is pointed at
  });
  settle(false);
  return {
    node: element("section", "page", note, form),
    open() {
      if (of !== desk.id || rounds !== desk.turns.length) draft();
      const first = fields.get("kind");
      if (first) first.focus();
    },
    forget() {
      of = null;
      for (const box of fields.values()) box.value = "";
      note.textContent = WORDS.ticketNone;
      settle(false);
    },
  };
}

/** @param {keyof Ticket} name */
function field(name) {
  if (name === "kind") return element("select", "field", ...WORDS.ticketKinds.map((kind) => element("option", "", kind)));
  const long = name === "text" || name === "answered" || name === "summary";
  const box = long ? element("textarea", "field") : element("input", "field");
  if (box instanceof HTMLTextAreaElement) box.rows = name === "answered" ? 10 : 3;
  box.required = true;
  return box;
}

/** @type {Record<string, string>} stored messages have the narrow ones; a work order is read by people */
const WIDE = { ",": "，", "?": "？", "!": "！", ";": "；", ":": "：" };

/** @param {Turn} turn */
const written = ({ message }) => message.replace(/([\u4e00-\u9fff])([,?!;:])/g, (_, before, mark) => before + WIDE[mark]);

/** Of what answers nothing only the phone has a source. */
const isBased = (/** @type {Reply} */ { kind }) => kind === "answer" || kind === "partial" || kind === "clarify";

/**
 * @param {Turn[]} turns
 * @returns {Ticket}
 */
function drafted(turns) {
  const replies = turns.map(({ reply }) => reply);
  const said = turns.map(written);
  const place = replies.map(({ region }) => (region ? region.name : "")).filter(Boolean).pop() || "";
  const clauses = new Set(replies.filter(isBased).flatMap(({ citations }) => citations.map(({ clause_id }) => clause_id)));
  const answered = replies.map((reply) => [reply.script, ...reply.citations.map((one) => (
    `  ${isBased(reply) ? WORDS.basis : WORDS.origin}：《${one.title}》${one.document_number || ""} ${one.heading}（${one.clause_id}）`
  ))].join("\n"));
  const asked = said.map((message) => message.replace(/\s+/g, " ").slice(0, 60).replace(/[。？?！!；;]+$/, "")).join("；");
  const kind = replies.map(({ route }) => KINDS[route]).filter(Boolean)[0] || WORDS.ticketKinds[0];
  const does = kind === WORDS.ticketKinds[0] ? WORDS.does.asks : WORDS.does.tells;
  return {
    kind,
    place,
    summary: fill(WORDS.summary, { does, asked, turns: turns.length, clauses: clauses.size }),
    text: said.join("\n"),
    answered: answered.join("\n"),
    unit: fill(WORDS.unit, { place }),
  };
}

/** @param {Ticket} ticket */
function asText(ticket) {
  const lines = Object.entries(WORDS.ticketFields).map(([name, label]) => `${label}：\n${ticket[/** @type {keyof Ticket} */ (name)]}\n`);
  return lines.join("\n");
}

/**
 * @param {string} text
 * @param {string} type
 * @param {string} ending
 */
function save(text, type, ending) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = `工单-${new Date().toISOString().slice(0, 16).replace(/\D/g, "")}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
