// Where an address of the first edition leads now. A page that is gone loads this to go on to the page that took its
// place; one that stayed, for a figure or a section that has another name or another page today.
// `data-to`: the page to go on to. `data-anchors`: {old name: address}, both relative to this page.
const { to, anchors } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
const known = JSON.parse(/** @type {string} */ (anchors));

function goOn() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (name && document.getElementById(name)) return;
  const address = Object.hasOwn(known, name) ? known[name] : to && to + location.hash;
  if (address) location.replace(address);
}

goOn();
addEventListener("hashchange", goOn);
