// The login page: who is logged in already may leave or go on; whoever is not logs in and goes where they wanted to go.

const form = /** @type {HTMLFormElement} */ (document.querySelector("#login"));
const name = /** @type {HTMLInputElement} */ (form.elements.namedItem("name"));
const password = /** @type {HTMLInputElement} */ (form.elements.namedItem("password"));
const send = /** @type {HTMLButtonElement} */ (document.querySelector("#send"));
const trouble = /** @type {HTMLElement} */ (document.querySelector("#trouble"));
const who = /** @type {HTMLElement} */ (document.querySelector("#who"));
const inside = /** @type {HTMLElement} */ (document.querySelector("#inside"));
const leave = /** @type {HTMLButtonElement} */ (document.querySelector("#leave"));

/** Where to go afterwards: an address of this server, whatever stands in the link. */
function next() {
  const wanted = new URLSearchParams(location.search).get("next") ?? "/";
  let address;
  try {
    address = new URL(wanted, location.origin);
  } catch {
    return "/";
  }
  return address.origin === location.origin ? address.pathname + address.search : "/";
}

/**
 * @param {string} path
 * @param {object} [body]
 */
async function ask(path, body) {
  const response = await fetch(path, {
    method: body === undefined ? "GET" : "POST",
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "same-origin",
  });
  const text = await response.text();
  const data = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(data.detail);
  return data;
}

/** @param {unknown} error */
function told(error) {
  const ours = error instanceof Error && !(error instanceof TypeError || error instanceof SyntaxError);
  return ours ? error.message : "连不上服务器，请检查网络后再试。";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  send.disabled = true;
  trouble.textContent = "";
  try {
    await ask("/api/v1/login", { name: name.value.trim(), password: password.value });
    location.replace(next());
  } catch (error) {
    trouble.textContent = told(error);
    password.value = "";
    password.focus();
  } finally {
    send.disabled = false;
  }
});

leave.addEventListener("click", async () => {
  await ask("/api/v1/logout", {});
  location.reload();
});

async function greet() {
  const me = await ask("/api/v1/me").catch(() => null);
  if (me?.name) {
    form.hidden = true;
    who.textContent = `已登录：${me.name}`;
    inside.hidden = false;
  } else if (me?.role === "open") {
    trouble.textContent = "这里还没有设置用户，不用登录。";
  } else if (!window.isSecureContext) {
    trouble.textContent = "请用 https 打开本页，否则不能登录。";
  }
}

greet();
