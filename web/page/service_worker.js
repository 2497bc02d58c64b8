// The site's service worker: keeps the book for reading without a network. With one, everything comes from the site as if
// this were not there, so that no page is older than the site. The build (extension/assets/offline.py) writes it to the
// site's root, below the lists of files: KEPT, BOOK, PYTHON, VERSION.
const worker = /** @type {ServiceWorkerScope} */ (/** @type {unknown} */ (self)); // to the checker, a page's window
const SCOPE = new URL("./", location.href).href;
const COPIES = `lesson ${SCOPE} `; // caches belong to a host, which may have other books
const COPY = COPIES + VERSION;
const HASH = "X-Lesson-Hash";
const PATIENCE = 4000; // milliseconds without an answer, after which the copy is shown
const AT_ONCE = 4; // files that are fetched, so that a reader's own requests have room

/** @type {Set<string>} */
const shownFromCopy = new Set(); // pages, by their client ids: their files come from the same copy

worker.addEventListener("install", (event) => {
  worker.skipWaiting();
  if (KEPT) event.waitUntil(takeCopy());
});

worker.addEventListener("activate", (event) => event.waitUntil(KEPT ? begin() : leave()));

worker.addEventListener("message", (event) => {
  if (KEPT && Array.isArray(event.data?.python)) event.waitUntil(keepPython(event.data.python));
});

worker.addEventListener("fetch", (event) => {
  const path = KEPT && pathOf(event.request);
  if (path) event.respondWith(answer(event, path));
});

async function begin() {
  for (const name of await copies()) if (name !== COPY) await caches.delete(name);
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

// The host no longer wants readers' browsers to keep the book.
async function leave() {
  for (const name of await copies()) await caches.delete(name);
  await worker.registration.unregister();
}

const copies = async () => (await caches.keys()).filter((name) => name.startsWith(COPIES));

// A build is kept whole or not at all. What an earlier copy has is not fetched again, nor what an interrupted try brought.
async function takeCopy() {
  const older = await Promise.all((await copies()).map((name) => caches.open(name)));
  const had = new Set((await Promise.all(older.map((copy) => copy.keys()))).flat().map(({ url }) => url));
  const python = Object.entries(PYTHON).filter(([path]) => had.has(SCOPE + path));
  const waiting = [...Object.entries(BOOK), ...python];
  try {
    const copy = await caches.open(COPY);
    const bringRest = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await bring(copy, older, ...next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, bringRest));
  } catch (reason) {
    waiting.length = 0;
    if (reason instanceof DOMException && reason.name === "QuotaExceededError") await caches.delete(COPY);
    throw reason;
  }
}

/**
 * @param {Cache} copy
 * @param {Cache[]} older
 * @param {string} path
 * @param {[hash: string, query: string]} about what the lists say of it
 */
async function bring(copy, older, path, about) {
  const [hash] = about;
  const isRight = (/** @type {Response | undefined} */ kept) => kept?.headers.get(HASH) === hash;
  if (isRight(await copy.match(path))) return;
  for (const other of older) {
    const kept = await other.match(path);
    if (isRight(kept)) return copy.put(path, /** @type {Response} */ (kept));
  }
  await copy.put(path, await load(path, hash));
}

/**
 * A file with the content that this build has. What the browser's own cache has may be of an earlier one.
 * @param {string} path
 * @param {string} hash
 */
async function load(path, hash) {
  for (const cache of /** @type {RequestCache[]} */ (["default", "reload"])) {
    const response = await fetch(path, { cache, priority: "low" });
    const content = await response.arrayBuffer();
    if (!response.ok || (await digest(content)) !== hash) continue;
    const headers = new Headers(response.headers);
    for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
    headers.set(HASH, hash);
    return new Response(content, { headers });
  }
  throw new Error(`${path} is not the one of this build (version ${VERSION})`);
}

/** @param {ArrayBuffer} content */
async function digest(content) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Python's own files, and the packages that a page has loaded. @param {string[]} loaded */
async function keepPython(loaded) {
  const copy = await caches.open(COPY);
  for (const [path, about] of Object.entries(PYTHON)) {
    const name = path.replace(/.*\//, "");
    if (!name.endsWith(".whl") || loaded.includes(name)) await bring(copy, [], path, about);
  }
}

/** The file of the site that is asked for, if it is one of this build that may be kept. @param {Request} request */
function pathOf({ method, mode, url }) {
  if (method !== "GET" || !url.startsWith(SCOPE)) return null;
  const { origin, pathname, search } = new URL(url);
  const path = decodeURI(`${origin}${pathname}`).slice(decodeURI(SCOPE).length);
  if (mode === "navigate") return [path, `${path}.html`, `${path}index.html`].find((one) => Object.hasOwn(BOOK, one));
  const [, query] = BOOK[path] ?? PYTHON[path] ?? [null, null];
  if (query === null || (search.startsWith("?v=") && search !== query)) return null; // unknown, or of another build
  return path;
}

/** @param {FetchEvent} event @param {string} path */
async function answer(event, path) {
  const kept = async () => (await caches.open(COPY)).match(path);
  if (
    (event.request.mode !== "navigate" && shownFromCopy.has(event.clientId)) ||
    new URL(event.request.url).search.startsWith("?v=")
  ) {
    const found = await kept();
    if (found) return found;
  }
  const online = event.preloadResponse.then((response) => response ?? fetch(event.request));
  const isIn = online.then(
    () => true,
    () => false,
  );
  event.waitUntil(isIn);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, false));
  if (await Promise.race([isIn, late])) return online;
  const found = await kept();
  if (!found) return online;
  if (event.resultingClientId) shownFromCopy.add(event.resultingClientId);
  return found;
}
