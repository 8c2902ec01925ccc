// The console: the head with place, day and pages, the pages, the keys; what each part does stands in its own file.

import { Announcer } from "../shared/announcer.js";
import { button, element } from "../shared/dom.js";
import { placeChooser } from "../shared/places.js";
import words from "../shared/words/zh-CN.js";
import { calculator } from "./calculator.js";
import { Columns } from "./columns.js";
import { Desk } from "./desk.js";
import { feedbackForm } from "./feedback.js";
import { finder } from "./finder.js";
import { hotKeys, keyTable } from "./keys.js";
import { listener } from "./listen.js";
import { lists } from "./lists.js";
import { StaffApi } from "./staff.js";
import { themeButton } from "./theme.js";
import { ticketPage } from "./ticket.js";
import { WORDS } from "./words.js";

const api = new StaffApi();
const desk = new Desk(api);
const announcer = new Announcer();
const told = element("p", "told");
const say = (/** @type {string} */ text) => {
  told.textContent = text; // for the eyes; the announcer is for the ears
  announcer.say(text);
};
/** @type {Office} */
const office = { role: "", api, desk, words, say, trouble: (error) => api.told(error, words) };

const box = listener(office, {
  shown(settled, wanted) {
    columns.show(wanted);
    if (settled && desk.reply) announcer.say(desk.reply.script);
  },
  next: () => {
    ticket.forget();
    columns.draw();
    show("call");
  },
});
const columns = new Columns(office, {
  correct: (message, facts) => box.again({ facts, message }),
  feedback: () => opinion(),
});
const search = finder(office);
const calculate = calculator(office);
const ticket = ticketPage(office);
const gaps = lists(office);

/** The pages, in the order of their keys; another one is another row here. */
const pages = {
  call: { node: element("div", "page-of-call", box.node, columns.node), open: () => box.field.focus() },
  search: { node: search.node, open: search.focus },
  calculate: { node: calculate.node, open: calculate.open },
  ticket: { node: ticket.node, open: ticket.open },
  lists: { node: gaps.node, open: gaps.open },
};
/** @typedef {keyof typeof pages} Page */
const names = /** @type {Page[]} */ (Object.keys(pages));
const tabs = new Map(names.map((name, index) => [name, button(`${index + 1} ${WORDS.tabs[name]}`, () => show(name), "tab")]));

/** @param {Page} name */
function show(name) {
  close();
  told.textContent = "";
  for (const [one, tab] of tabs) {
    if (one === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
    pages[one].node.hidden = one !== name;
  }
  pages[name].open();
}

// What lies over the page: the keys, the place, the feedback. The focus goes back to where it was.
const over = element("dialog", "over");
/** @type {HTMLElement | null} */
let before = null;

/**
 * @param {string} label
 * @param {Node[]} nodes
 */
function open(label, nodes) {
  if (over.open) return;
  before = /** @type {HTMLElement | null} */ (document.activeElement);
  over.replaceChildren(...nodes);
  over.setAttribute("aria-label", label);
  over.showModal();
  const first = /** @type {HTMLElement | null} */ (over.querySelector("input, button"));
  if (first) first.focus();
}

function close() {
  if (!over.open) return false;
  over.close();
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && over.contains(activeElement)) activeElement.blur();
  if (before && before.isConnected) before.focus();
  return true;
}

function opinion() {
  if (!desk.reply || desk.isDraft) say(WORDS.noTurn);
  else open(WORDS.feedback, feedbackForm(office, columns.selected, close));
}

const place = button("", choosePlace, "choice small");

function choosePlace() {
  const chooser = placeChooser({ api, words, say, trouble: office.trouble, choose: (chosen) => {
    desk.place = chosen;
    namePlace();
    close();
    box.again();
  } });
  open(WORDS.place, [chooser, button(WORDS.close, close)]);
}

function namePlace() {
  place.textContent = `${WORDS.place}：${desk.place ? desk.place.name : words.placeNone}`;
}

const day = element("input", "field short");
day.type = "date";
day.min = "1950-01-01";
day.max = "2099-12-31";
day.title = WORDS.dayHint;
day.addEventListener("change", () => {
  desk.day = day.value;
  box.again();
});

const keys = hotKeys({
  "/": () => show("call"),
  ...Object.fromEntries(names.map((one, index) => [String(index + 1), () => show(one)])),
  c: () => columns.copy(),
  j: () => columns.step(1),
  k: () => columns.step(-1),
  f: opinion,
  p: choosePlace,
  n: box.begin,
  u: () => columns.draw(),
  "?": help,
}, close);

function help() {
  open(WORDS.keys, keyTable(keys, close));
}

const leave = button(WORDS.leave, async () => {
  await api.leave();
  location.assign("/login?next=/console");
}, "choice small");
leave.hidden = true;

const nav = element("nav", "", ...tabs.values());
nav.setAttribute("aria-label", WORDS.title);
document.body.append(
  element(
    "header", "top", element("h1", "", WORDS.title), nav, place, element("label", "", `${WORDS.day} `, day),
    themeButton(), button(WORDS.help, help, "choice small"), leave,
  ),
  element("main", "", ...Object.values(pages).map(({ node }) => node)),
  element("footer", "", told), announcer.node, over,
);

async function start() {
  const asked = new URLSearchParams(location.search);
  const [call, region, asOf] = ["call", "region", "as_of"].map((one) => asked.get(one) || "");
  day.value = desk.day = asOf;
  namePlace();
  show("call");
  if (call) box.take(call);
  try {
    const [me, greeting] = await Promise.all([api.me(), api.greeting(region ? { region } : {})]);
    office.role = me.role;
    leave.hidden = !me.name;
    if (!desk.place) desk.place = greeting.region;
    namePlace();
  } catch (error) {
    say(office.trouble(error));
  }
}

start();
