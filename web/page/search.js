// Sphinx's search shows an excerpt of every page it finds, which a page opened as a file may not read.
DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:";
