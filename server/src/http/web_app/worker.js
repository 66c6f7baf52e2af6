// Shows one page while there is no connection. It keeps that page and its styles, which are the same for everybody, and nothing
// else: no page of a person, no form, no picture is ever kept or answered from here.
const OFFLINE = '{{ offline }}';
const STYLES = '{{ styles }}';
const KEPT = `offline ${STYLES}`;

self.addEventListener('install', (event) => {
  // without cookies: the page must not know who asks
  const fetched = [OFFLINE, STYLES].map((path) => new Request(path, { credentials: 'omit', cache: 'reload' }));
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(fetched)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name.startsWith('offline ') && name !== KEPT);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(async () => (await caches.match(OFFLINE)) ?? Response.error()));
  } else if (new URL(request.url).pathname === STYLES) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(STYLES)) ?? Response.error()));
  }
});
