// The loader: <script src="https://…/widget.js" data-region="510704"></script>
// Each data-* attribute becomes an attribute of the <policy-hotline> that it adds; with a <policy-hotline> on the
// page and no data-* it only brings that one to life.

(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!script) return;
  const asked = Object.entries(script.dataset);

  function add() {
    if (!asked.length && document.querySelector("policy-hotline")) return;
    const widget = document.createElement("policy-hotline");
    for (const [name, value] of asked) {
      widget.setAttribute(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value || "");
    }
    document.body.append(widget);
  }

  /** An old browser or a policy that forbids it: the phone is still there. */
  function fallBack(/** @type {unknown} */ error) {
    console.error("policy-hotline: 组件没有加载；请在 script-src 和 connect-src 中允许", new URL(".", script?.src).href, error);
    const phone = document.createElement("a");
    phone.href = "tel:12345";
    phone.textContent = "政策咨询请拨打12345";
    document.body.append(phone);
  }

  function begin() {
    const address = new URL("widget/element.js", /** @type {HTMLScriptElement} */ (script).src).href;
    import(address).then(add).catch(fallBack);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
