// Reading aloud, one text at a time.

const speech = window.speechSynthesis;

/** @type {(() => void) | null} */
let ended = null;

export const canSpeak = Boolean(speech && window.SpeechSynthesisUtterance);

/**
 * @param {string} text
 * @param {() => void} whenEnded also where it was broken off
 */
export function speak(text, whenEnded) {
  hush();
  ended = whenEnded;
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = "zh-CN";
  spoken.rate = 0.9;
  spoken.onend = spoken.onerror = () => {
    if (ended === whenEnded) finish();
  };
  speech.speak(spoken);
}

export function hush() {
  if (!canSpeak) return;
  speech.cancel();
  finish();
}

function finish() {
  const before = ended;
  ended = null;
  if (before) before();
}
