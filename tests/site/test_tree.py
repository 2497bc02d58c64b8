"""The body of a page as a tree: it is written as it was parsed, and each step changes what it says."""

import base64
import io
import re
from types import SimpleNamespace

import numpy as np
import pytest
from extension import order
from extension.assets import widgets
from extension.chapters import glossary
from extension.page import anchors, pictures, repairs
from extension.page.tree import Page, comment, parse, put, write
from PIL import Image

MOVED = '<section id="slide-it"><div class="lesson-callout lesson-try" role="note">Move it.</div></section>'
CELL = (
    '<div class="cell tag_guess docutils container" id="cell-moved"><div class="lesson-anchored">'
    '<svg class="lesson-figure"></svg></div>{more}</div>'
)


def page_of(body, **more):
    """A page as a step is given it."""
    return Page(SimpleNamespace(), "book/one", {"script_files": [], **more}, None, parse(body))


@pytest.mark.parametrize(
    "html",
    [
        '<svg viewBox="0 0 4 4" preserveAspectRatio="none"><clipPath id="a"><rect x="1"/></clipPath><g></g></svg>',
        '<svg><linearGradient gradientUnits="x"><stop offset="1"/></linearGradient><text> a  b</text></svg>',
        '<math display="block"><mrow><mi>x</mi><mspace width="1em"/><mo>&lt;</mo></mrow></math>',
        "<template><pre>one\n  two &amp; three\n\n</pre><p>a  b</p></template>",
        '<script type="application/json">{"a": "<b> & \'c\' &amp; \\"d\\""}</script><style>a > b {}</style>',
        '<details open><summary>s</summary></details><input data-given disabled type="text"/><img alt src="a.png"/>',
        '<a title="&quot;x&quot; &lt; \'y\' &amp;amp; z" href="?a=1&amp;b=2">1 &lt; 2 &amp; 3 \N{NO-BREAK SPACE}é</a>',
        "<pre><span></span><span>a</span>   \n\n\t<span>b</span></pre><p>\n   one\n   <em>two</em>  <b>three</b>  </p>",
        "<!-- a comment --><p>And <br/> a line.</p>",
    ],
)
def test_what_is_written_is_what_was_parsed(html):
    assert write(parse(html)) == html


def test_spellings_of_one_page_are_written_alike():
    assert write(parse("<P CLASS='a' hidden=\"\">&eacute;&nbsp;&gt;&#8217;<BR></P>")) == (
        '<p class="a" hidden>é\N{NO-BREAK SPACE}&gt;’<br/></p>'
    )
    assert write(parse('<svg viewbox="0"><clippath></clippath><path d="M0"></path></svg>')) == (
        '<svg viewBox="0"><clipPath></clipPath><path d="M0"/></svg>'
    )


def test_text_is_found_in_templates_too():
    assert parse("<template><pre>a<b>b</b></pre></template>").pre.get_text() == "ab"


def test_a_comment_gives_its_place_to_what_comes_there():
    tree = parse("<p>a</p><!-- here --><p><!-- there --></p>")
    put(comment(tree, "here"), "<b>1</b> and <i>2</i>")
    assert write(tree) == "<p>a</p><b>1</b> and <i>2</i><p><!-- there --></p>"
    assert comment(tree, "here") is None


def test_a_page_is_parsed_before_the_first_step_and_written_after_the_last(monkeypatch):
    seen = []

    def first(page):
        page.body.p["class"] = "one"

    def second(page):
        seen.append((page.name, page.body.p["class"], page.context["body"]))

    monkeypatch.setattr(order, "STEPS", (first, second))
    context = {"body": "<p>a</p>"}
    order.take_steps("the app", "book/one", "page.html", context, None)
    assert seen == [("book/one", "one", "<p>a</p>")]
    assert context == {"body": '<p class="one">a</p>'}
    bare = {}
    monkeypatch.setattr(order, "STEPS", (lambda page: seen.append(write(page.body)),))
    order.take_steps("the app", "search", "search.html", bare, None)
    assert (bare, seen[-1]) == ({}, "")


def test_a_table_scrolls_by_itself_and_a_program_is_not_translated():
    page = page_of(
        "<table><tr><td><code>x</code></td></tr></table>"
        '<details class="admonition hide above-input"><summary aria-label="Any words">Show</summary></details>'
        '<details><summary aria-label="Stays">s</summary></details>'
    )
    repairs.mend(page)
    assert write(page.body) == (
        '<div class="lesson-table"><table><tr><td><code translate="no">x</code></td></tr></table></div>'
        '<details class="admonition hide above-input"><summary>Show</summary></details>'
        '<details><summary aria-label="Stays">s</summary></details>'
    )


def test_places_are_named_by_their_cell_or_section_and_counted():
    widget = '<div class="lesson-anchored"><div class="lesson-widget" data-kind="{}"></div></div>'
    more = (
        widget.format("PredictionView") + widget.format("ShiftView") + '<div class="lesson-anchored"><svg></svg></div>'
    )
    page = page_of(MOVED + CELL.format(more=more) + '<h2>a<a class="headerlink" href="#a">#</a></h2>')
    anchors.place(page)
    places = {place["id"]: place for place in page.body.select(".lesson-callout, .lesson-anchored[id]")}
    assert list(places) == ["slide-it-try", "figure-moved", "question-moved", "figure-moved-2"]
    for name, place in places.items():
        assert place.contents[0]["href"] == f"#{name}"
    assert places["slide-it-try"].a["aria-label"] == "Link to this passage"
    assert places["question-moved"].a["aria-label"] == "Link to this question"
    assert {link["tabindex"] for link in page.body.select("a.headerlink")} == {"-1"}
    assert not page.body.select_one(".lesson-anchored:not([id])").a, "there is no figure in it"


def test_a_widget_stands_in_its_frame_with_its_still_and_its_room():
    view = f'<script type="{widgets.VIEW}">{{"model_id": "m"}}</script>'
    tree = parse(f"<div>{view}</div>")
    drawn = {"svg": '<svg viewBox="0 0 1 1"/>', "sentence": "1 < 2"}
    state = {"m": {"state": {"still": drawn, "_anywidget_id": "lessonlib.widgets.one.OneView"}}}
    widgets.frame(tree.script, state, [300])
    assert write(tree) == (
        '<div><div class="lesson-anchored"><div class="lesson-widget" data-kind="OneView"><figure class="lesson-still">'
        '<svg viewBox="0 0 1 1"></svg><figcaption>1 &lt; 2</figcaption></figure><div class="lesson-rooms" '
        f'aria-hidden="true"><svg class="lesson-room" width="1" height="300"></svg></div>{view}</div></div></div>'
    )


def test_three_entries_or_more_become_a_list_that_keeps_their_addresses():
    entries = "".join(f'<section id="{name}"><h2>{name}</h2><p>{name * 2}.</p></section>' for name in "bcd")
    tree = parse(f"<section><h1>Words</h1>{entries}</section>")
    assert glossary.arrange(tree, False) == {"b", "c", "d"}
    assert write(tree).startswith('<section><h1>Words</h1><dl class="lesson-entries"><div id="b"><dt>b</dt><dd><p>bb.')
    assert glossary.arrange(parse("<section><section id='b'><h2>b</h2><p>c</p></section></section>"), True) == set()


def test_a_picture_within_a_drawing_is_a_file_named_by_its_content(tmp_path):
    webp = base64.b64encode(bytes(range(256)) * 2).decode()
    body = f'<svg><image href="data:image/webp;base64,{webp}"/><image href="data:image/png;base64,AAAA"/></svg>'
    page = page_of(body, pathto=lambda name, resource: f"../{name}")
    page.app.outdir = tmp_path
    pictures.move_out(page)
    moved, small = (image["href"] for image in page.body.find_all("image"))
    assert re.fullmatch(r"\.\./_images/[0-9a-f]{16}\.webp", moved)
    assert (tmp_path / moved.removeprefix("../")).read_bytes() == bytes(range(256)) * 2
    assert small == "data:image/png;base64,AAAA"


def test_pictures_of_one_size_in_one_drawing_are_one_file(tmp_path):
    """As matplotlib draws them: pixels enlarged, each with its place. Their colours are all different."""
    tiles = np.random.default_rng(0).integers(0, 256, (3, 20, 30, 3), dtype=np.uint8)
    images = "".join(
        f'<image href="data:image/webp;base64,{webp(tile)}" width="30" height="20" image-rendering="pixelated" '
        f'transform="matrix(2 0 0 2 {70 * i} 5)"/>'
        for i, tile in enumerate(tiles)
    )
    other = f'<image href="data:image/webp;base64,{webp(tiles[0][:19])}" width="30" height="19"/>'
    page = page_of(f'<svg class="lesson-figure">{images}{other}</svg>', pathto=lambda name, resource: f"../{name}")
    page.app.outdir = tmp_path
    pictures.move_out(page)
    *moved, alone = page.body.find_all("image")
    assert len({image["href"] for image in moved}) == 1
    assert alone["href"] != moved[0]["href"]
    assert alone.parent["class"]
    sheet = np.asarray(Image.open(tmp_path / moved[0]["href"].removeprefix("../")))
    assert sheet.shape == (int(moved[0]["height"]), 30, 3)
    for i, (image, tile) in enumerate(zip(moved, tiles, strict=True)):
        window = image.parent
        left, top, width, height = map(int, window["viewBox"].split())
        assert (left, width, height) == (0, 30, 20) == (0, int(window["width"]), int(window["height"]))
        np.testing.assert_array_equal(sheet[top : top + height], tile)
        assert (sheet[top - 1] == tile[0]).all()
        assert window.parent["transform"] == f"matrix(2 0 0 2 {70 * i} 5)"


def webp(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format="WEBP", lossless=True, exact=True)
    return base64.b64encode(file.getvalue()).decode()
