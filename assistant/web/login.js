// The login page: who is logged in already may leave or go on; whoever is not logs in and goes where they wanted to go.

const form = document.querySelector("#login");
const trouble = document.querySelector("#trouble");
const send = document.querySelector("#send");

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

function told(error) {
  return error instanceof TypeError || error instanceof SyntaxError ? "连不上服务器，请检查网络后再试。" : error.message;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  send.disabled = true;
  trouble.textContent = "";
  try {
    await ask("/api/v1/login", { name: form.elements.name.value.trim(), password: form.elements.password.value });
    location.replace(next());
  } catch (error) {
    trouble.textContent = told(error);
    form.elements.password.value = "";
    form.elements.password.focus();
  } finally {
    send.disabled = false;
  }
});

document.querySelector("#leave").addEventListener("click", async () => {
  await ask("/api/v1/logout", {});
  location.reload();
});

async function greet() {
  const me = await ask("/api/v1/me").catch(() => null);
  if (me?.name) {
    form.hidden = true;
    document.querySelector("#who").textContent = `已登录：${me.name}`;
    document.querySelector("#inside").hidden = false;
  } else if (me?.role === "open") {
    trouble.textContent = "这里还没有设置用户，不用登录。";
  } else if (!window.isSecureContext) {
    trouble.textContent = "请用 https 打开本页，否则不能登录。";
  }
}

greet();
