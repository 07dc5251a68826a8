// Keep on this device what was filled in and not sent yet, locked with a key that the server gave
// after logging in. The browser holds the key so that no script can read it out, and both are
// thrown away 72 hours later. Without this script the page works as every form does.
const form = document.querySelector("form[data-inspection]");
const notice = document.getElementById("kept");
const problems = document.getElementById("problems");
const code = form.dataset.inspection;
let lock = null; // { key, until }
let pressed = "save";
let timer = 0;

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("toevlucht-rounds", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("rounds");
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function store(way, ...given) {
  const base = await opened;
  const mode = way === "get" || way === "getAllKeys" ? "readonly" : "readwrite";
  return new Promise((resolve, reject) => {
    const asked = base.transaction("rounds", mode).objectStore("rounds")[way](...given);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function tell(text) {
  notice.textContent = text;
  notice.hidden = !text;
}

async function forgetExpired() {
  let ended = false;
  for (const name of await store("getAllKeys")) {
    const round = await store("get", name);
    if (round.until > Date.now()) continue;
    await store("delete", name);
    ended = ended || (name === code && Boolean(round.sealed));
  }
  return ended;
}

async function askKey() {
  const token = form.elements.csrfmiddlewaretoken.value;
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  const answer = await fetch(form.dataset.key, { method: "POST", headers });
  if (!answer.ok || answer.redirected) return null;
  const { key, until } = await answer.json();
  const bytes = new Uint8Array(key);
  const locked = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, [
    "encrypt",
    "decrypt",
  ]);
  return { key: locked, until };
}

async function filledIn() {
  const given = [];
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken") continue;
    if (typeof value === "string") given.push([name, value]);
    else if (value.size) given.push([name, value.name, value.type, await inText(value)]);
  }
  return given;
}

function inText(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

function fill(given) {
  const files = new Map();
  for (const [name, ...rest] of given) {
    const control = form.elements[name];
    if (!control) continue;
    if (rest.length === 1) {
      control.value = rest[0];
      continue;
    }
    const bytes = Uint8Array.from(atob(rest[2]), (sign) => sign.charCodeAt(0));
    if (!files.has(name)) files.set(name, new DataTransfer());
    files.get(name).items.add(new File([bytes], rest[0], { type: rest[1] }));
  }
  for (const [name, transfer] of files) form.elements[name].files = transfer.files;
}

async function keep(isWaiting) {
  if (!lock) return false;
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify(await filledIn()));
  const about = new TextEncoder().encode(code);
  const way = { name: "AES-GCM", iv: nonce, additionalData: about };
  const sealed = await crypto.subtle.encrypt(way, lock.key, words);
  await store("put", { ...lock, nonce, sealed, isWaiting, pressed }, code);
  return true;
}

async function takeUp() {
  const ended = await forgetExpired();
  if (ended) tell(form.dataset.expired);
  const round = await store("get", code);
  if (!round) {
    lock = await askKey().catch(() => null);
    if (!lock) tell(form.dataset.notKept);
    return;
  }
  lock = { key: round.key, until: round.until };
  if (!round.sealed) return;
  const about = new TextEncoder().encode(code);
  const way = { name: "AES-GCM", iv: round.nonce, additionalData: about };
  const words = await crypto.subtle.decrypt(way, round.key, round.sealed);
  fill(JSON.parse(new TextDecoder().decode(words)));
  pressed = round.pressed;
  if (!round.isWaiting) return;
  tell(form.dataset.kept);
  if (navigator.onLine) await send();
}

async function send() {
  const given = new FormData(form);
  given.append(pressed, "");
  tell(form.dataset.sending);
  let answer;
  try {
    const headers = { Accept: "application/json" };
    answer = await fetch(form.action, { method: "POST", body: given, headers });
  } catch {
    tell((await keep(true)) ? form.dataset.kept : form.dataset.notKept);
    return;
  }
  if (answer.redirected || answer.status === 403) {
    await keep(true);
    tell(form.dataset.logIn);
    return;
  }
  const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (answer.ok && isJson) {
    const { done } = await answer.json();
    await store("delete", code);
    location.assign(done);
    return;
  }
  await keep(false);
  if (answer.status !== 422 || !isJson) {
    tell(form.dataset.refused);
    return;
  }
  tell("");
  await show((await answer.json()).problems);
}

async function show(told) {
  const list = problems.querySelector("ul");
  list.replaceChildren(
    ...told.map(([field, requirement, problem]) => {
      const link = document.createElement("a");
      link.href = `#${field}`;
      link.textContent = `${requirement}: ${problem}`;
      const line = document.createElement("li");
      line.append(link);
      return line;
    }),
  );
  problems.hidden = false;
  problems.focus();
}

function parts() {
  const named = [...document.querySelectorAll('link[rel="stylesheet"], link[rel="icon"]')];
  const scripts = [...document.querySelectorAll("script[src]")];
  return [...named.map((one) => one.href), ...scripts.map((one) => one.src)].map(
    (address) => new URL(address).pathname,
  );
}

async function begin() {
  await takeUp();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(false), 300);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pressed = event.submitter?.name ?? "save";
    send();
  });
  window.addEventListener("online", async () => {
    const round = await store("get", code);
    if (round?.isWaiting) send();
  });
  form.dataset.ready = "";
  const registered = await navigator.serviceWorker.register(form.dataset.worker);
  const ready = registered.active ?? (await navigator.serviceWorker.ready).active;
  navigator.serviceWorker.addEventListener("message", () => (form.dataset.offline = ""));
  if (navigator.onLine) ready.postMessage({ page: location.pathname, parts: parts() });
}

begin();
