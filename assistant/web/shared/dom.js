// Elements made by hand. Text goes in as text only, never as markup.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, className = "", ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/**
 * @param {string} label
 * @param {(event: MouseEvent) => void} act
 * @param {string} className
 */
export function button(label, act, className = "choice") {
  const node = element("button", className, label);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

/**
 * Several controls under one name.
 * @param {string} className
 * @param {string} label
 * @param {...(Node | string)} children
 */
export function group(className, label, ...children) {
  const box = element("div", className, ...children);
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  return box;
}

/**
 * A link to a phone; whatever is no digit is left out of what is dialled.
 * @param {string} phone
 * @param {string} label
 */
export function dial(phone, label = phone) {
  const link = element("a", "dial", label);
  link.href = `tel:${phone.replace(/[^\d+]/g, "")}`;
  return link;
}

/**
 * A web address as a link; anything else stays text.
 * @param {string} text
 * @returns {Node | string}
 */
export function linked(text) {
  if (!/^https?:\/\/[^\s]+$/i.test(text)) return text;
  const link = element("a", "", text);
  link.href = text;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/**
 * Whether the key belongs to an input method: it picks a word, and does nothing else.
 * @param {KeyboardEvent} event
 */
export function composing(event) {
  return event.isComposing || event.keyCode === 229; // 229: the key that ends the composing, in some browsers
}

/**
 * A secret name for a request: hexadecimal, 24 characters.
 */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
