// Keep the course in this browser for when there is no network, and send what was answered then.
// Without this script the course works as every form does, with network.
const script = document.querySelector("script[data-offline]");
const notice = document.getElementById("course-kept");

function tell(text) {
  notice.textContent = text;
  notice.hidden = !text;
}

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("toevlucht-courses", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("answers", { autoIncrement: true });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function store(way, ...given) {
  const mode = way === "delete" ? "readwrite" : "readonly";
  const base = await opened;
  return new Promise((resolve, reject) => {
    const asked = base.transaction("answers", mode).objectStore("answers")[way](...given);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function sendOne({ path, body, who }) {
  const given = new URLSearchParams(body);
  if (path.includes("/desk/")) {
    const page = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]");
    if (!token) return false; // logged out: it waits until somebody logs in again
    if (page.querySelector("script[data-who]")?.dataset.who !== who) return false; // of another
    given.set("csrfmiddlewaretoken", token.value);
  }
  const answer = await fetch(path, { method: "POST", body: given });
  return answer.ok && !answer.url.includes("/account/");
}

async function sendWaiting() {
  let sent = 0;
  for (const key of await store("getAllKeys")) {
    const waiting = await store("get", key);
    if (!waiting) continue;
    try {
      if (!(await sendOne(waiting))) continue;
    } catch {
      tell(script.dataset.kept);
      return;
    }
    await store("delete", key);
    sent += 1;
  }
  if (sent) tell(script.dataset.sent);
}

async function begin() {
  // The pages without network are the same for everybody: the last one with it says who is here.
  const { who } = script.dataset;
  if (who) await (await caches.open("toevlucht-courses")).put("/courses-who", new Response(who));
  if (!navigator.onLine) {
    const isWaiting = (await store("getAllKeys")).length > 0;
    tell(isWaiting ? script.dataset.kept : script.dataset.off);
  } else {
    await navigator.locks.request("toevlucht-courses", sendWaiting);
  }
  const isDesk = /^\/\w\w\/desk\//.test(location.pathname);
  const scope = location.pathname.split("/").slice(0, isDesk ? 4 : 3).join("/") + "/";
  const kept = await navigator.serviceWorker.register(script.dataset.worker, { scope });
  await new Promise((resolve) => {
    const worker = kept.active ?? kept.waiting ?? kept.installing;
    if (worker.state === "activated") resolve();
    else worker.addEventListener("statechange", () => worker.state === "activated" && resolve());
  });
  if (navigator.onLine) kept.active.postMessage({ offline: script.dataset.offline });
}

addEventListener("online", () => navigator.locks.request("toevlucht-courses", sendWaiting));
if ("serviceWorker" in navigator && "locks" in navigator) begin();
