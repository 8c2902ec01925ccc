// Style sheets that a strict policy of the host page lets through: read from our own server, then constructed.

/** @type {Map<string, Promise<CSSStyleSheet>>} */
const read = new Map();

/**
 * The sheets of these files, each read once for all that use it.
 * @param {URL[]} addresses
 * @returns {Promise<CSSStyleSheet[]>}
 */
export function sheets(addresses) {
  return Promise.all(addresses.map((address) => {
    const before = read.get(address.href);
    if (before) return before;
    const sheet = construct(address.href);
    sheet.catch(() => read.delete(address.href)); // another try may have more luck
    read.set(address.href, sheet);
    return sheet;
  }));
}

/** @param {string} address */
async function construct(address) {
  const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await response.text());
  return sheet;
}
