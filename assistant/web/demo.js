// The demo page: the day that is asked for goes to the widget as its attribute.

const day = /** @type {HTMLInputElement} */ (document.getElementById("day"));
const widget = /** @type {HTMLElement} */ (document.querySelector("policy-hotline"));

day.addEventListener("change", () => {
  if (day.value) widget.setAttribute("as-of", day.value);
  else widget.removeAttribute("as-of");
});
