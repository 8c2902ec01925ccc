// Server-sent events off the body of a response (EventSource cannot send a question).

/**
 * @typedef {{ event: string, data: string }} ServerEvent
 */

/**
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* serverEvents(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return; // what stands behind the last empty line was cut off and is no event
      text += decoder.decode(value, { stream: true });
      // A carriage return at the very end may be half of a line's end.
      const parts = text.split(/\r\n\r\n|\n\n|\r\r(?!$)/);
      text = parts.pop() || "";
      for (const part of parts) {
        const found = parse(part);
        if (found) yield found;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * @param {string} part
 * @returns {ServerEvent | null}
 */
function parse(part) {
  let event = "message";
  const data = [];
  for (const line of part.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") event = value;
    if (name === "data") data.push(value);
  }
  return data.length ? { event, data: data.join("\n") } : null;
}
