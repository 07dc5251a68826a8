// Answers for the page of a round where there is no network. What it keeps has nothing in it that
// somebody wrote: the page without answers, the stylesheet and the script.
const KEPT = "toevlucht-rounds";
const HOURS = 72;
const ROUND = /\/desk\/inspections\/[^/]+\/round\/$/;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  event.waitUntil(keep(event.data).then(() => event.source.postMessage({ kept: true })));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const isRound = event.request.mode === "navigate" && ROUND.test(address.pathname);
  const isPart = address.pathname.startsWith("/static/");
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (isRound || isPart) event.respondWith(answer(event.request, address));
});

async function keep({ page, parts }) {
  const cache = await caches.open(KEPT);
  const blank = await fetch(`${page}?blank`, { credentials: "same-origin" });
  if (!blank.ok || blank.redirected) return;
  await cache.put(page, dated(blank));
  for (const part of parts) {
    const found = await fetch(part);
    if (found.ok) await cache.put(part, dated(found));
  }
}

function dated(answer) {
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", String(Date.now()));
  return new Response(answer.body, { status: answer.status, headers });
}

async function answer(request, address) {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(KEPT);
    const found = await cache.match(address.pathname);
    if (!found) throw error;
    if (Date.now() - Number(found.headers.get("X-Kept-At")) > HOURS * 3600 * 1000) {
      await cache.delete(address.pathname);
      throw error;
    }
    return found;
  }
}
