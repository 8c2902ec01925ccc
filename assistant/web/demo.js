// The demo page: one conversation. What a Reply looks like is in reply.js.

import { draw, element } from "./reply.js";

const PATIENCE = 60000; // milliseconds
const NAMES = { region: "参保地区", as_of: "日期", message: "问题" }; // fields as this page calls them
const byId = (id) => document.getElementById(id);
const form = byId("ask");
const message = byId("message");
const talk = byId("talk");
const region = byId("region");
const day = byId("day");
const welcome = byId("welcome");

let conversation = null;
let busy = false;
let era = 0; // grows with every new start, so that an answer to an old conversation is not shown in the new one

class Trouble extends Error {}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
}

async function post(body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch("api/v1/chat", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: stop.signal,
    });
    const data = await response.json().catch(() => ({}));
    if (response.ok && data.kind) return data;
    if (response.status === 404) conversation = null;
    const detail = (data.detail || "").replace(/\b(region|as_of|message) /g, (_, name) => NAMES[name]);
    throw new Trouble(detail || `服务没有正常回答（${response.status}），请稍后再试。`);
  } catch (error) {
    if (error instanceof Trouble) throw error;
    if (error.name === "AbortError") throw new Trouble("等了很久没有回答，请稍后再试一次。");
    throw new Trouble("连不上服务。请检查网络后再试一次，着急的事请拨打12345。");
  } finally {
    clearTimeout(timer);
  }
}

function setBusy(on) {
  busy = on;
  byId("busy").hidden = !on;
  byId("send").disabled = on;
  talk.setAttribute("aria-busy", String(on));
  if (on) {
    announce("正在查");
    byId("busy").scrollIntoView({ block: "nearest" });
  }
}

function announce(text) {
  byId("announce").textContent = text;
}

function show(node) {
  talk.append(node);
  node.scrollIntoView({ block: "start" });
}

// Choices belong to the last answer: once the person went on, they cannot be taken any more.
function retireChoices() {
  for (const old of talk.querySelectorAll("article .choices")) old.remove();
  welcome.hidden = true;
  byId("restart").hidden = false;
}

function request(text, facts) {
  const body = { message: text, channel: "citizen", request_id: newId() };
  if (region.value.trim()) body.region = region.value.trim();
  if (day.value) body.as_of = day.value;
  if (facts) body.facts = facts;
  return body;
}

async function send(text, facts) {
  if (busy || !text.trim()) return;
  retireChoices();
  show(element("article", "mine", element("h2", "unseen", "您问"), element("p", "", text)));
  await deliver(request(text, facts));
}

// The same request may go twice: its request_id keeps it from being answered twice.
async function deliver(body) {
  const started = era;
  setBusy(true);
  try {
    if (conversation) body.conversation_id = conversation;
    else delete body.conversation_id;
    const reply = await post(body);
    if (started !== era) return;
    conversation = reply.conversation_id;
    show(draw(reply, choose, send));
    announce(`回答：${reply.text}`);
  } catch (error) {
    if (started !== era) return;
    if (!(error instanceof Trouble)) console.error(error);
    showTrouble(error instanceof Trouble ? error.message : "页面出了差错，请刷新后再试。", body);
  } finally {
    if (started === era) setBusy(false);
  }
}

function showTrouble(text, body) {
  const again = element("button", "choice", "再试一次");
  again.type = "button";
  const box = element("article", "trouble", element("p", "", text), element("div", "choices", again));
  again.addEventListener("click", () => {
    if (busy) return;
    box.remove();
    message.focus();
    // The place and day may be what was wrong: they are read again.
    const fresh = request(body.message, body.facts);
    deliver(sameAsk(fresh, body) ? body : fresh);
  });
  show(box);
  announce(text);
}

function sameAsk(one, other) {
  return one.region === other.region && one.as_of === other.as_of;
}

// A choice says what it means as a fact; its label is what the person would have said.
function choose(slot, option) {
  if (busy) return;
  if (slot === "insured_region") region.value = option.label;
  message.focus();
  send(option.label, { [slot]: option.value });
}

function restart() {
  era += 1;
  conversation = null;
  for (const old of talk.querySelectorAll("article")) old.remove();
  welcome.hidden = false;
  byId("restart").hidden = true;
  setBusy(false);
  announce("已重新开始");
  message.focus();
}

function submit() {
  const text = message.value.trim();
  if (busy || !text) return;
  message.value = "";
  send(text);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

message.addEventListener("keydown", (event) => {
  // 229: the Enter that picks a word in an input method.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
});

byId("restart").addEventListener("click", restart);
for (const button of welcome.querySelectorAll("button")) {
  button.addEventListener("click", () => {
    message.focus();
    send(button.textContent);
  });
}
