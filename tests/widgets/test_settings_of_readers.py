"""What readers set for themselves: a contrast theme, a translation that turns the page round, wider spacing of text."""

import numpy as np
import pytest

import lessonlib as ll

EXPLORERS = {
    "conv": lambda: ll.conv_explorer(ll.images.edge(), ll.filters.vertical_edge(), padding=1),
    "matrix": lambda: ll.matrix_explorer(ll.images.edge(), ll.filters.vertical_edge()),
    "volume": lambda: ll.volume_explorer(preset="red-green"),
    "shift": lambda: ll.shift_explorer(ll.digit_models("linear")),
    "equivariance": lambda: ll.equivariance_explorer(stride=2, shift=(0, 1)),
    "playground": lambda: ll.filter_playground(),
    "parameters": lambda: ll.parameter_calculator(),
    "receptive": lambda: ll.receptive_field_explorer([(3, 1), (3, 2)]),
    "choice": lambda: ll.predict("Which?", choices={"1": "No.", "-1": "Yes."}, answer="-1", id="which"),
    "cell": lambda: ll.predict(
        "Which?", grid=[[-1, 0, 1]], answer=(0, 0), replies={(0, 0): "Y."}, otherwise="N.", id="w"
    ),
}
every_explorer = pytest.mark.parametrize("explorer", EXPLORERS.values(), ids=EXPLORERS)


def clap():
    random = np.random.default_rng(0)
    sound = random.uniform(-0.5, 0.5, 40)
    recording = random.uniform(-0.1, 0.1, 400)
    recording[100:140] += sound
    return ll.clap_explorer(recording, sound, 8000)


def viewer():
    model = ll.Sequential(ll.Conv2d(1, 4, 3), ll.ReLU(), ll.GlobalMaxPool2d(), ll.Linear(4, 2))
    return ll.network_viewer(model, np.zeros((2, 1, 9, 9), np.uint8), ["cat", "dog"])


FIGURES = {
    "letters": lambda: ll.letter_search("A title with letters", letter="t"),
    "template": lambda: ll.template_explorer(ll.digit_models("linear")["linear"]),
    "scrambled": lambda: ll.permutation_explorer(id="read-this"),
    "patches": lambda: ll.patch_search(),
    "edge": lambda: ll.edge_hider(),
    "threshold": lambda: ll.threshold_explorer(),
    "aliasing": lambda: ll.aliasing_explorer(),
    "sliding": lambda: ll.sliding_network(),
    "optimiser": lambda: ll.optimiser_explorer(),
    "race": lambda: ll.training_race(),
    "depth": lambda: ll.depth_explorer(),
    "clap": clap,
    "viewer": viewer,
}
LINKED = {name: make for name, make in {**EXPLORERS, **FIGURES}.items() if name not in ("choice", "cell")}
LINKED["conv"] = lambda: ll.conv_explorer(ll.images.edge(), ll.filters.vertical_edge(), controls=["share"])


def test_every_widget_is_among_them():
    made = {name for make in {**EXPLORERS, **FIGURES}.values() for name in make.__code__.co_names}
    assert {home for name, home in ll._HOME.items() if home.startswith("widgets.") and name not in made} == set()


LOOKS = """node => { const look = getComputedStyle(node);
return ["color", "backgroundColor", "borderColor", "borderWidth", "outlineStyle"].map((name) => look[name]).join(); }"""


def look(page, selector):
    return page.locator(selector).first.evaluate(LOOKS)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("explorer", "chosen", "other"),
    [
        ("matrix", ".lesson-radio:has(:checked)", ".lesson-radio:not(:has(:checked))"),
        ("volume", ".lesson-radio:has(:checked)", ".lesson-radio:not(:has(:checked))"),
        ("parameters", ".lesson-button[aria-pressed=true]", ".lesson-button[aria-pressed=false]"),
        ("playground", ".lesson-button[aria-pressed=true]", ".lesson-button[aria-pressed=false]"),
        ("equivariance", ".lesson-differs", ".lesson-way .lesson-cell:not(.lesson-differs)"),
        ("receptive", ".lesson-layer[aria-current]", ".lesson-layer:not([aria-current])"),
    ],
)
def test_with_forced_colours_what_is_chosen_looks_unlike_the_rest(show, explorer, chosen, other):
    page = show(EXPLORERS[explorer](), forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert look(page, chosen) != look(page, other)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("explorer", "bar", "ground"),
    [
        ("shift", ".lesson-score-bar", ".lesson-track"),
        ("shift", ".lesson-winner .lesson-score-bar", ".lesson-score:not(.lesson-winner) .lesson-score-bar"),
        ("parameters", ".lesson-bar", ".lesson-chart"),
    ],
)
def test_with_forced_colours_bars_are_seen(show, explorer, bar, ground):
    page = show(EXPLORERS[explorer](), forced_colors="active")
    ground_colour = "node => getComputedStyle(node).backgroundColor"
    assert page.locator(bar).first.evaluate(ground_colour) not in (
        page.locator(ground).first.evaluate(ground_colour),
        page.locator("body").evaluate(ground_colour),
    )


BOXES = """() => { const view = document.querySelector(".lesson-view").getBoundingClientRect();
return [...document.querySelectorAll(".lesson-view *")].filter((node) => node.getClientRects().length).map((node) => {
  const box = node.getBoundingClientRect();
  return [node.className?.baseVal ?? node.className, ...[box.x - view.x, box.y - view.y, box.width].map(Math.round)];
}); }"""


@pytest.mark.browser
@every_explorer
def test_in_a_page_from_right_to_left_an_explorer_stays_as_it_is(show, explorer):
    """As a browser's translation into Arabic or Hebrew turns it: columns from 0 on, outlines on their cells."""
    page = show(explorer())
    before = page.evaluate(BOXES)
    assert len(before) > 10
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    after = page.evaluate(BOXES)
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == []


# WCAG 2.2, 1.4.12
SPACED = """.lesson-view, .lesson-view * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
word-spacing: 0.16em !important; } .lesson-view p { margin-bottom: 2em !important; }"""
CUT = """() => [...document.querySelectorAll(".lesson-view *")].filter((node) => {
  const look = getComputedStyle(node);
  const clips = ["hidden", "clip"].includes(look.overflowX);
  if (node.matches(".lesson-hidden, .lesson-hidden *, svg, svg *")) return false;
  return clips && node.checkVisibility() && node.textContent.trim() && node.scrollWidth > node.clientWidth + 1;
}).map((node) => node.outerHTML.slice(0, 120))"""


@pytest.mark.browser
@every_explorer
@pytest.mark.parametrize("width", [1280, 320])
def test_with_more_space_between_letters_no_text_is_cut(show, explorer, width):
    page = show(explorer(), width=width)
    page.add_style_tag(content=SPACED)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate(CUT) == []


# What a browser's translation does to a page: every text node lies in elements of its own, and its words change.
TRANSLATE = """() => { const view = document.querySelector(".lesson-view");
const walker = document.createTreeWalker(view, NodeFilter.SHOW_TEXT);
const nodes = []; while (walker.nextNode()) nodes.push(walker.currentNode);
for (const node of nodes) { if (!node.data.trim() || node.parentElement.closest("svg, style, option")) continue;
  const [outer, inner] = [document.createElement("font"), document.createElement("font")];
  node.replaceWith(outer); outer.append(inner); inner.append(`${node.data} `); } }"""


@pytest.mark.browser
@every_explorer
def test_translated_every_control_still_works(show, explorer):
    page = show(explorer())
    page.evaluate(TRANSLATE)
    assert page.locator(".lesson-view font").count() > 3
    for kind in ("input[type=radio]", "input[type=checkbox]", "[role=gridcell][tabindex='0']", "button[data-action]"):
        for control in page.locator(f".lesson-view {kind}").all()[:6]:
            if control.is_visible() and control.is_enabled():
                control.click()
    for field in page.locator(".lesson-view input[type=text]").all()[:3]:
        if field.is_visible():
            field.fill("2")
            field.press("Enter")
    for word in ("undefined", "NaN", "[object"):
        assert word not in page.locator(".lesson-view").inner_text()


HOSTILE = [
    *("", "null", "true", "-1", "1e999", "-1e999", "0.5", "9007199254740993", "1e308", "{", "[", '"', "%", "%E0%A4%A"),
    *('"<img src=x onerror=alert(1)>"', "[[]]", "[null]", "[1e999]", "[[[[1]]]]", "[0,0,0,0,0,0,0,0]", "{}"),
    *('{"__proto__":{"x":1}}', '["length"]', '{"length":3}', '"' + "a" * 20_000 + '"'),
]


@pytest.mark.browser
@pytest.mark.parametrize("explorer", {**EXPLORERS, **FIGURES}.values(), ids={**EXPLORERS, **FIGURES})
def test_no_view_in_an_address_breaks_an_explorer(show, explorer):
    """25 values for each part of its state. What is no view is refused, what is one is shown, and nothing else."""
    assert len(HOSTILE) == 25
    made = explorer()
    traits = [name for name in made.view.keys if not name.startswith("_")] + ["__proto__", "constructor"]
    page = show(made, theme='class="lesson-widget"')
    for name in traits:
        page.evaluate(
            """async ([name, values]) => { for (const value of values) {
            location.hash = `#view&widget.${name}=${encodeURIComponent(value).replaceAll("%25", "%")}`;
            await new Promise((done) => setTimeout(done)); } }""",
            [name, HOSTILE],
        )
    assert page.locator(".lesson-view").count() == 1
    for word in ("undefined", "NaN", "[object", "onerror"):
        assert word not in page.locator(".lesson-view").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("explorer", LINKED.values(), ids=LINKED)
def test_a_link_of_another_version_is_told_beside_the_button_and_changes_nothing(show, explorer):
    """A link as this version writes it, with a part that it does not know, or with one of another kind."""
    page = show(explorer(), theme='class="lesson-widget"')
    page.get_by_role("button", name="Link to this view").click()
    link = page.evaluate("location.hash")
    assert link.startswith("#view&widget.")
    said = page.locator("[data-part=frame-said]")
    page.wait_for_function("document.querySelector('[data-part=frame-said]').textContent !== ''")
    first = link.split("&")[1].partition("=")[0]
    before = page.evaluate("JSON.stringify(model.state)")
    for old in (f"{link}&widget.gone=1", f"{link}&{first}=%7B%22old%22:1%7D", f"#view&{first}=%7B%22old%22:1%7D"):
        page.evaluate("(hash) => (location.hash = hash)", link)
        page.evaluate("(hash) => (location.hash = hash)", old)
        said.get_by_text("The address holds a view that cannot be shown here.").wait_for()
        assert page.evaluate("JSON.stringify(model.state)") == before, old
    button, message = page.get_by_role("button", name="Link to this view").bounding_box(), said.bounding_box()
    assert abs(button["y"] + button["height"] / 2 - message["y"] - message["height"] / 2) < 60
