"""One widget in a browser: its script alone, without a kernel and without a book, and what its page shows."""

import json

import pytest

from lessonlib.figures.palette import DARK, LIGHT

# A widget fits itself when it has its place, before anything is painted: so its page is ready only after that.
PAINTED = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"

PAPER = {"light": LIGHT["background"], "dark": DARK["background"]}
EDGE = [[0, 0, 1, 1, 1]] * 5
FILTER = [[-1, 0, 1]] * 3

# A stand-in for the widget model that the page and JupyterLab have: the part of it that scripts rely on.
PAGE = """<!doctype html><html lang="en" THEME><meta charset="utf-8"><title>explorer</title>
<meta name="viewport" content="width=device-width"><style>body { margin: 16px; font-family: sans-serif } STYLE</style>
<body><main></main><script type="module">
const script = STATE._esm;
const { default: widget } = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
class Model extends EventTarget {
  constructor(state) { super(); this.state = state; this.heard = new Map(); this.saved = 0; }
  get(name) { return this.state[name]; }
  set(name, value) { this.state[name] = value; (this.heard.get(`change:${name}`) ?? []).slice().forEach((f) => f()); }
  save_changes() { this.saved += 1; }
  on(name, f) { this.heard.set(name, [...(this.heard.get(name) ?? []), f]); }
  off(name, f) { this.heard.set(name, this.heard.get(name).filter((other) => other !== f)); }
  get listeners() { return [...this.heard.values()].flat().length; }
}
window.show = (model) => {
  const el = document.createElement("div");
  document.querySelector("main").append(el);
  return widget.render({ model, el });
};
window.model = new Model(STATE);
window.another = new Model({ ...STATE });
window.cleanup = show(model);
PAINTED
document.body.dataset.ready = "";
</script></body></html>"""


@pytest.fixture
def show(open_page, tmp_path):
    """Show an explorer in a browser: ``show(explorer, width=..., theme=...)`` gives the page."""

    def start(widget, theme="", **options):
        state = json.dumps(widget.view.get_state()).replace("</", "<\\/")
        page = PAGE.replace("PAINTED", PAINTED).replace("THEME", theme)
        page = page.replace("STYLE", widget.view._css).replace("STATE", state)
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        page = open_page(path.as_uri(), **options)
        page.wait_for_selector("body[data-ready]")
        return page

    return start


def numbers(page, part, attribute="data-value"):
    """The grid of a panel as nested lists: what its cells hold, or with ``attribute=None`` what they say."""
    rows = page.locator(f"[data-part={part}] [role=row]:not(.lesson-heads)").all()
    cells = [row.locator(".lesson-cell").all() for row in rows]
    if attribute is None:
        return [[cell.inner_text() for cell in row] for row in cells]
    return [[float(cell.get_attribute(attribute)) for cell in row] for row in cells]


def products(page):
    lines = page.locator("[data-part=products] :is(.lesson-products-row, .lesson-products-total)").all()
    return [line.text_content() for line in lines]


def cell(page, row, column):
    return page.locator(f"[data-part=output] [data-row='{row}'][data-column='{column}']")


def outlined(page, part, first, last):
    """Whether a panel's outline runs from one cell to another, to within its own width."""
    panel = page.locator(f"[data-part={part}]")
    box = panel.locator(".lesson-outline").bounding_box()
    start, end = (panel.locator(f"[data-row='{i}'][data-column='{j}']").bounding_box() for i, j in (first, last))
    corner = [end["x"] + end["width"] - start["x"], end["y"] + end["height"] - start["y"]]
    place = [box["x"] - start["x"], box["y"] - start["y"], box["width"] - corner[0], box["height"] - corner[1]]
    return all(abs(difference) <= 3 for difference in place)


def live(page):
    return page.locator("[data-part=live]").text_content()


# Several widgets, at an address of their own: what a browser remembers belongs to an address.
PAGE_OF_SEVERAL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>predict</title>
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"><style>body { margin: 16px; font-family: sans-serif } STYLE</style>
<body><main></main><script type="module">
class Model {
  constructor(state) { this.state = state; this.heard = new Map(); this.saved = 0; }
  get(name) { return this.state[name]; }
  set(name, value) { this.state[name] = value; (this.heard.get(`change:${name}`) ?? []).slice().forEach((f) => f()); }
  save_changes() { this.saved += 1; }
  on(name, f) { this.heard.set(name, [...(this.heard.get(name) ?? []), f]); }
  off(name, f) { this.heard.set(name, this.heard.get(name).filter((other) => other !== f)); }
  get listeners() { return [...this.heard.values()].flat().length; }
}
window.models = [];
window.cleanups = [];
for (const state of STATES) {
  const source = new Blob([state._esm], { type: "text/javascript" });
  const { default: widget } = await import(URL.createObjectURL(source));
  const el = document.createElement("div");
  document.querySelector("main").append(el);
  models.push(new Model(state));
  cleanups.push(await widget.render({ model: models.at(-1), el }));
}
PAINTED
document.body.dataset.ready = "";
</script></body></html>"""


@pytest.fixture
def show_together(open_page, served):
    """Show widgets of one kind in a browser, one below the other: ``show(*widgets, width=...)`` gives the page."""

    def start(*widgets, **options):
        states = json.dumps([widget.view.get_state() for widget in widgets]).replace("</", "<\\/")
        page = PAGE_OF_SEVERAL.replace("PAINTED", PAINTED)
        page = page.replace("STYLE", widgets[0].view._css).replace("STATES", states)
        folder, address = served
        (folder / "page.html").write_text(page, encoding="utf-8")
        page = open_page(f"{address}/page.html", **options)
        page.wait_for_selector("body[data-ready]")
        return page

    return start
