// Keeps the page for when there is no network. PAGE_CACHE has the version of its
// files in it: with another one the browser has another script here, and fetches
// them anew. The compiler has a store of its own, which the page fills.
const kFiles = PAGE_FILES;

async function keep() {
  const cache = await caches.open(PAGE_CACHE);
  // Not what the browser has of a page before.
  await cache.addAll(kFiles.map((file) => new Request(file, { cache: "reload" })));
  await self.skipWaiting();
}
self.addEventListener("install", (event) => event.waitUntil(keep()));

async function forgetOthers() {
  for (const name of await caches.keys())
    if (name.startsWith("wasm2mpy-") && name !== PAGE_CACHE && name !== CORE_CACHE)
      await caches.delete(name);
  await self.clients.claim();
}
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(caches.match(event.request, { ignoreSearch: true })
    .then((found) => found ?? fetch(event.request)));
});
