// A Reply as elements. Text goes in as text only, never as markup.

const KINDS = {
  partial: "只查到一部分",
  clarify: "还要问您一句",
  no_basis: "没有查到依据",
  handoff: "请找人工办理",
  refuse: "这个不能帮忙",
};
const UNITS = { yuan: "元" };

let drawn = 0; // makes the ids of an answer's citations its own

export function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function button(label, act) {
  const node = element("button", "choice", label);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

export function draw(reply, choose, ask) {
  drawn += 1;
  const article = element("article", `reply ${reply.kind}`, element("h2", "unseen", "回答"));
  article.id = `reply-${drawn}`;
  if (KINDS[reply.kind]) article.append(element("p", "kind", KINDS[reply.kind]));
  for (const block of reply.blocks.length ? reply.blocks : paragraphs(reply.text)) {
    const node = (BLOCKS[block.type] || (() => null))(block, drawn);
    if (node) article.append(node);
  }
  if (!reply.blocks.some((b) => b.type === "calculation")) {
    for (const calculation of reply.calculations) article.append(drawCalculation({ calculation }, drawn));
  }
  article.append(...drawNotices(reply));
  article.append(...drawClarify(reply, choose));
  article.append(...drawCitations(reply, drawn));
  article.append(...drawSuggestions(reply, ask));
  return article;
}

function paragraphs(text) {
  return text.split("\n").map((line) => ({ type: "paragraph", text: line, citations: [] }));
}

const BLOCKS = {
  paragraph: (block, id) => element("p", "", block.text, ...marks(block.citations, id)),
  steps: (block, id) => {
    const list = element("ol", "", ...block.items.map((item) => element("li", "", item)));
    return element("div", "", list, ...marks(block.citations, id));
  },
  table: (block, id) => {
    const row = (cells, name) => element("tr", "", ...cells.map((cell) => element(name, "", cell)));
    const head = element("thead", "", row(block.header, "th"));
    const body = element("tbody", "", ...block.rows.map((cells) => row(cells, "td")));
    return element("div", "table", element("table", "", head, body), ...marks(block.citations, id));
  },
  contacts: (block, id) => {
    const items = block.items.map((contact) => {
      const phone = element("a", "", contact.phone);
      phone.href = `tel:${contact.phone.replace(/[^\d+]/g, "")}`;
      return element("li", "", `${contact.name} `, phone);
    });
    return element("div", "", element("ul", "", ...items), ...marks(block.citations, id));
  },
  notice: (block) => element("p", "notice", block.text),
  calculation: drawCalculation,
};

// [1] behind a sentence opens the citation it stands on.
function marks(numbers, id) {
  return (numbers || []).map((number) => {
    const mark = element("button", "mark", `[${number}]`);
    mark.type = "button";
    mark.setAttribute("aria-label", `看出处 ${number}`);
    mark.addEventListener("click", () => {
      const citation = document.getElementById(`citation-${id}-${number}`);
      if (!citation) return;
      citation.open = true;
      citation.querySelector("summary").focus();
      citation.scrollIntoView({ block: "nearest" });
    });
    return mark;
  });
}

function drawCalculation(block, id) {
  const { title, result, lines, assumptions } = block.calculation;
  const same = lines.filter((line) => line.label === result.label).pop();
  const value = same ? same.value : `${result.value}${UNITS[result.unit] || ""}`;
  const rows = lines.map((line) => {
    const how = element("td", "how", line.how, ...marks(line.citation ? [line.citation] : [], id));
    return element("tr", "", element("th", "", line.label), element("td", "value", line.value), how);
  });
  for (const row of rows) row.firstChild.scope = "row";
  const summary = element("summary", "", `怎么算的：${result.label} `, element("strong", "", value));
  const table = element("table", "", element("caption", "", title), element("tbody", "", ...rows));
  const box = element("details", "calculation", summary, element("div", "table", table));
  if (assumptions.length) box.append(element("p", "", `计算前提：${assumptions.join("；")}`));
  return box;
}

function drawNotices(reply) {
  const said = new Set(reply.blocks.filter((b) => b.type === "notice").map((b) => b.text));
  const shown = reply.notices.filter((n) => !said.has(n.text) && !reply.text.includes(n.text));
  // An assumption stands with the calculation it belongs to.
  const assumed = new Set(reply.calculations.flatMap((c) => c.assumptions));
  return shown.filter((n) => !assumed.has(n.text)).map((n) => element("p", "notice", n.text));
}

function drawClarify(reply, choose) {
  const options = (reply.clarify && reply.clarify.options) || [];
  if (!options.length) return [];
  const buttons = options.map((option) => button(option.label, () => choose(reply.clarify.slot, option)));
  return [group("", reply.clarify.question, buttons)];
}

function drawSuggestions(reply, ask) {
  if (!reply.suggestions.length) return [];
  const buttons = reply.suggestions.map((text) => button(text, () => ask(text)));
  return [group("您可能还想问：", "您可能还想问", buttons)];
}

function group(lead, label, buttons) {
  const box = element("div", "choices", ...(lead ? [element("p", "lead", lead)] : []), ...buttons);
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  return box;
}

function drawCitations(reply, id) {
  if (!reply.citations.length) return [];
  return [element("p", "lead", "出处（点开看内容）："), ...reply.citations.map((c) => drawCitation(c, id))];
}

function drawCitation(citation, id) {
  const wording = citation.wording === "original" ? "原文" : "编写要点";
  const origin = [citation.issuer, citation.published].filter(Boolean).join("　");
  const summary = element("summary", "", `[${citation.number}] 《${citation.title}》`);
  summary.append(element("span", "origin", origin), " ", element("span", `wording ${citation.wording}`, wording));
  const facts = element("dl", "");
  const fact = (name, value) => value && facts.append(element("dt", "", name), element("dd", "", value));
  fact("文号", citation.document_number);
  fact("适用地区", citation.region && citation.region.name);
  fact("施行时间", period(citation.effective_from, citation.effective_to));
  fact("所在部分", citation.heading);
  fact("来源", source(citation.source));
  fact("条款编号", citation.clause_id);
  const box = element("details", "citation", summary, element("blockquote", "", citation.quote));
  if (citation.wording === "digest") box.append(element("p", "notice", "以上是编写要点，不是文件原文。"));
  box.append(facts);
  box.id = `citation-${id}-${citation.number}`;
  return box;
}

function period(from, to) {
  if (!from && !to) return null;
  return `${from ? `自${from}` : ""}${to ? `至${to}` : "起"}`;
}

function source(text) {
  if (!text || !/^https?:\/\//.test(text)) return text;
  const link = element("a", "", text);
  link.href = text;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}
