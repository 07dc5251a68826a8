// Answers for the pages of a course where there is no network. What it keeps is the same for
// everybody: no page with what somebody chose. Answers that could not be sent wait in this browser.
const KEPT = "toevlucht-courses";
const WALK = /^\/(\w\w)\/(desk\/)?courses\/([^/]+)\/(?:(?:at|mine)\/[^/]+\/)?(.*)$/;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  event.waitUntil(keep(event.data.offline));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (address.origin !== location.origin) return;
  const isStep = event.request.mode === "navigate" && WALK.test(address.pathname);
  if (event.request.method === "POST" && isStep) event.respondWith(send(event.request, address));
  else if (event.request.method === "GET" && (isStep || address.pathname.startsWith("/static/")))
    event.respondWith(answer(event.request, address));
});

async function keep(offline) {
  const cache = await caches.open(KEPT);
  const listed = await fetch(offline);
  if (!listed.ok) return;
  const { course, twin, pages, parts } = await listed.json();
  for (const one of [...pages, ...parts]) {
    const found = await fetch(one, { credentials: "omit" });
    if (!found.ok || found.redirected) continue;
    // Whole before it takes the place of an earlier one: the network may go while it comes.
    const content = await found.blob();
    await cache.put(one, new Response(content, { headers: found.headers }));
  }
  await cache.put(nameOfTwin(twin.split("/")[1], course), new Response(twin));
}

function nameOfTwin(language, course) {
  return `/courses-kept/${language}/${course}`;
}

async function answer(request, address) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await kept(address.pathname);
    if (!found) throw error;
    return found;
  }
}

async function kept(path) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(path);
  if (found) return found;
  const parts = WALK.exec(path);
  const twin = parts && (await cache.match(nameOfTwin(parts[1], parts[3])));
  if (!twin) return undefined;
  // After an answer there is the explanation; the page around it is the same for everybody.
  const [step] = parts[4].split("/");
  const rest = /\/(after|explained)\//.test(parts[4]) ? `${step}/explained/` : parts[4];
  return cache.match((await twin.text()) + rest);
}

async function send(request, address) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const body = await copy.text();
    const given = new URLSearchParams(body);
    given.delete("csrfmiddlewaretoken");
    if (/\/(mine|desk)\//.test(address.pathname)) await wait(address.pathname, String(given));
    return Response.redirect(await following(address.pathname, given), 303);
  }
}

async function following(path, given) {
  const [step] = WALK.exec(path)[4].split("/");
  if (given.get("item") !== "read") return `${path}explained/`;
  const start = path.slice(0, path.length - step.length - 1);
  return given.get("next") ? `${start}${given.get("next")}/` : start;
}

async function wait(path, body) {
  const here = await (await caches.open(KEPT)).match("/courses-who");
  const who = here ? await here.text() : "";
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("toevlucht-courses", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("answers", { autoIncrement: true });
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const writing = asked.result.transaction("answers", "readwrite");
      writing.objectStore("answers").add({ path, body, who });
      writing.oncomplete = () => resolve(asked.result.close());
      writing.onerror = () => reject(writing.error);
    };
  });
}
