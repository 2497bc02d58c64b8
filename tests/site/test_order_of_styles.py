"""Widgets of one page share a look: none of them changes with the order in which their stylesheets come.

The page and JupyterLab add a widget's styles when it comes to life, the base of all widgets with each. A rule that is
no stronger than the base's own holds only until the next widget brings the base again.
"""

import pytest
from pages import ALL_START, PAGES, wait_for_widgets
from paths import ROOT

pytestmark = [pytest.mark.book, pytest.mark.browser]

# Each stylesheet in turn as the last one.
CHANGES = """() => {
  const kinds = new Map(); // one node of each kind is enough
  for (const node of document.querySelectorAll(".lesson-live *")) {
    const around = [node.closest(".lesson-view"), node.parentNode, node.previousElementSibling, node];
    kinds.set(around.map((one) => `${one?.nodeName}.${one?.className}`).join(" "), node);
  }
  const nodes = [...kinds.values()];
  const look = () => nodes.map((node) => {
    const style = getComputedStyle(node);
    return Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)]));
  });
  const sheets = [...document.adoptedStyleSheets], before = look(), changes = new Set();
  for (const last of sheets) {
    document.adoptedStyleSheets = [...sheets.filter((sheet) => sheet !== last), last];
    look().forEach((now, i) => Object.keys(now).forEach((name) => {
      if (now[name] !== before[i][name])
        changes.add(`${nodes[i].nodeName}.${nodes[i].className}: ${name} ${before[i][name]} or ${now[name]}`);
    }));
  }
  return [nodes.length, sheets.length, [...changes]];
}"""


@pytest.mark.parametrize("name", [name for name in PAGES if (ROOT / f"{name}.ipynb").exists()])
def test_the_order_of_stylesheets_changes_no_widget(open_page, address, name):
    page = open_page(f"{address}/{name}.html{ALL_START}")
    wait_for_widgets(name, page)
    nodes, sheets, changes = page.evaluate(CHANGES)
    assert nodes
    assert sheets
    assert changes == []
