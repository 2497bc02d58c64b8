// The book without a network: the manifest that lets a browser install it, and the service worker at the site's root
// (service_worker.js) that keeps it. A host can leave both out (lesson_offline in _config.yml); a file has neither.
const QUIET = 3000; // milliseconds after the page has loaded, so that the copy is no part of its loading

export function offerOffline() {
  const { offline, content_root: root } = document.documentElement.dataset;
  if (offline === undefined || !location.protocol.startsWith("http")) return;
  const href = `${root}manifest.webmanifest`;
  document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href }));
  if (navigator.connection?.saveData) return; // the reader asked for few bytes
  addEventListener("load", () =>
    setTimeout(() => attempt((workers) => workers.register(`${root}service-worker.js`)), QUIET),
  );
}

/** Python has run in this page: its files, and these packages of it, are kept too. @param {string[]} packages */
export function keepPython(packages) {
  attempt(async (workers) =>
    /** @type {ServiceWorker} */ ((await workers.ready).active).postMessage({ python: packages }),
  );
}

/**
 * A browser that keeps nothing has no workers, or refuses them.
 * @param {(workers: ServiceWorkerContainer) => Promise<unknown>} use
 */
async function attempt(use) {
  try {
    if (navigator.serviceWorker) await use(navigator.serviceWorker);
  } catch {
    // the book is read from its site, as before
  }
}
