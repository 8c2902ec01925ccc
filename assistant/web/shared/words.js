// The words of the interface. Simplified Chinese is always there; another language is loaded when it is asked for.

import chinese from "./words/zh-CN.js";

export const LANGUAGES = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English" };

/**
 * The words of a language; of one that there is not, simplified Chinese.
 * @param {string} language
 * @returns {Promise<Words>}
 */
export async function wordsOf(language) {
  if (language === "zh-CN" || !(language in LANGUAGES)) return chinese;
  try {
    return (await import(`./words/${language}.js`)).default;
  } catch {
    return chinese;
  }
}

/**
 * Fill `{name}` in a wording.
 * @param {string} wording
 * @param {Record<string, string | number>} values
 */
export function fill(wording, values) {
  return wording.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * The entry of a table whose keys are known only when it runs.
 * @template T
 * @param {Record<string, T>} table
 * @param {string} key
 * @returns {T | undefined}
 */
export function entry(table, key) {
  return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined;
}
