// Before Sphinx's searchtools.js. It shows an excerpt of every page it finds, which a page opened as a file may not read.
DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:";

// A size is one word, however it is typed: 3x3, 3 x 3, 3×3, 3 by 3 (extension/page/search_words.py says which pages have
// it). Apart from that, words as Sphinx splits them.
globalThis.splitQuery = (query) =>
  query
    .replace(/(\d+)\s*(?:[x×*]|by)\s*(?=\d)/gi, "$1x")
    .split(/[^\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu)
    .filter(Boolean);
