// The interface in words, drawn from this server's own openapi.json: nothing is loaded from elsewhere.

import { element } from "./shared/dom.js";

const main = /** @type {HTMLElement} */ (document.getElementById("routes"));

/** @typedef {Record<string, any>} Description a part of an OpenAPI document */

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const row = (/** @type {string[]} */ cells, /** @type {"th" | "td"} */ name) => element("tr", "", ...cells.map((cell) => element(name, "", cell)));
  const body = element("tbody", "", ...rows.map((cells) => row(cells, "td")));
  return element("div", "table", element("table", "", element("thead", "", row(head, "th")), body));
}

/**
 * @param {Description} schema
 * @param {Description} api
 * @returns {Description}
 */
function resolve(schema, api) {
  return schema && schema.$ref ? api.components.schemas[schema.$ref.split("/").pop()] : schema || {};
}

/**
 * @param {Description} schema
 * @returns {string}
 */
function kind(schema) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  const either = schema.anyOf || schema.oneOf;
  if (either) return either.filter((/** @type {Description} */ s) => s.type !== "null").map(kind).join(" | ");
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.const) return schema.const;
  if (schema.type === "array") return `${schema.items ? kind(schema.items) : ""}[]`;
  return schema.format || schema.type || "";
}

/** @param {Description} schema */
function fields(schema) {
  const needed = new Set(schema.required || []);
  const rows = Object.entries(schema.properties || {}).map(([name, part]) => [
    name, kind(part), needed.has(name) ? "必填" : "", part.description || "",
  ]);
  return table(["字段", "类型", "", "说明"], rows);
}

/**
 * @param {Description | undefined} content
 * @returns {Node[]}
 */
function example(content) {
  if (!content || content.example === undefined) return [];
  const text = typeof content.example === "string" ? content.example : JSON.stringify(content.example, null, 2);
  return [element("details", "", element("summary", "", "例子"), element("pre", "", text))];
}

/**
 * @param {string} path
 * @param {string} method
 * @param {Description} operation
 * @param {Description} api
 */
function route(path, method, operation, api) {
  const box = element("section", "", element("h2", "", `${method.toUpperCase()} ${path}`));
  box.append(element("p", "", `${operation.summary || ""}　${operation.description || ""}`));
  const given = (operation.parameters || []).map((/** @type {Description} */ p) => [p.name, kind(p.schema), p.required ? "必填" : "", p.description || ""]);
  if (given.length) box.append(table(["参数", "类型", "", "说明"], given));
  const body = operation.requestBody && operation.requestBody.content["application/json"];
  if (body) box.append(element("h3", "", "请求正文（JSON）"), fields(resolve(body.schema, api)), ...example(body));
  const [type, ok] = Object.entries((operation.responses["200"] || {}).content || {})[0] || [];
  const answer = ok && ok.schema && resolve(ok.schema.items || ok.schema, api);
  if (answer && answer.properties) box.append(element("h3", "", `回答（${type}）`), fields(answer));
  box.append(...example(ok));
  const errors = Object.entries(operation.responses).filter(([code]) => code >= "400");
  if (errors.length) {
    box.append(element("h3", "", `出错时（${Object.keys(errors[0][1].content || {})[0]}）`));
    box.append(table(["状态", "含义"], errors.map(([code, response]) => [code, response.description])));
  }
  return box;
}

async function load() {
  const api = await (await fetch("openapi.json")).json();
  main.replaceChildren();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(/** @type {Description} */ (methods))) main.append(route(path, method, operation, api));
  }
}

load().catch(() => main.replaceChildren(element("p", "trouble", "读不到 openapi.json，请刷新再试。")));
