"""What the built book says to a search engine, to whoever shares it, and to who asks for a page that is not there."""

import html
import re
import shutil
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import small_book
import yaml
from extension.page import card, sharing, sitemap
from extension.page.tree import parse
from nbformat.v4 import new_markdown_cell
from pages import PAGES
from paths import ROOT
from PIL import Image

import lessonlib as ll

ADDRESS = "https://teacher.github.io/a-course/"
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def tags(path):
    """What the head of a page says: the content of each meta tag by its name, and each link by its kind."""
    head = path.read_text(encoding="utf-8").partition("</head>")[0]
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head)
    names = [name for name, _ in found]
    assert len(set(names) - {"viewport"}) == len([name for name in names if name != "viewport"]), names
    links = re.findall(r'<link rel="([^"]+)" href="([^"]+)"', head)
    return {name: html.unescape(text) for name, text in (*found, *links)}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A small book, built as if it lived at a repository: the folder of its pages, in one of its host's."""
    build = small_book.prepare(tmp_path_factory.mktemp("book"))
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    citation["repository-code"] = "https://github.com/teacher/a-course"
    (build.folder / "CITATION.cff").write_text(yaml.safe_dump(citation), encoding="utf-8")
    done = build(new_markdown_cell("A paragraph that says in some words what this small book is about."))
    assert done.returncode == 0, done.stdout
    host = tmp_path_factory.mktemp("host")
    return shutil.copytree(build.folder / "_build" / "html", host / "a-course")


def test_every_page_describes_itself_in_words_of_its_own(site):
    found = {page: tags(site / f"{page}.html")["description"] for page in (*PAGES, "search")}
    assert len(set(found.values())) == len(found)
    for page, text in found.items():
        assert 40 <= len(text) <= 160, page
        assert re.search(r"[.!?]$| …$", text), page
        assert not re.search(r"[<>*$]|\d minutes\.", text), page


def test_a_description_is_plain_and_ends_with_a_word():
    body = "<p>Short.</p><p class='note'>{0}</p><p><em>Here you read\nwhat 3 &lt; 5 means</em>, and {1}.</p>"
    words = sharing.first_words(parse(body.format("Not this. " * 9, "more")))
    assert words == "Here you read what 3 < 5 means, and more."
    assert sharing.cut(words) == words
    long = sharing.cut("word " * 60)
    assert long.endswith("word …")
    assert len(long) <= 160
    assert sharing.first_words(parse("<p>Short.</p>")) == ""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_shared_where_no_address_is_known(page, site):
    if (site / "sitemap.xml").exists():
        pytest.fail("this book was built where its address is known: test_a_known_address covers that")
    found = tags(site / f"{page}.html")
    assert found["og:description"] == found["description"]
    assert found["og:title"]
    assert found["twitter:card"] == "summary"
    assert not {"og:image", "og:url", "canonical"} & set(found)


def test_a_known_address_stands_in_the_head_and_in_a_map_of_the_site(published):
    found = tags(published / "index.html")
    assert found["og:url"] == found["canonical"] == f"{ADDRESS}index.html"
    assert found["twitter:card"] == "summary_large_image"
    size = (int(found["og:image:width"]), int(found["og:image:height"]))
    with Image.open(published / found["og:image"].removeprefix(ADDRESS)) as card:
        assert card.size == size
    places = [node.text for node in ElementTree.parse(published / "sitemap.xml").iter(LOCATION)]
    assert places == [f"{ADDRESS}index.html"]
    assert not (published / "robots.txt").exists(), "read only at the root of a host"


def test_a_book_that_is_a_whole_host_says_where_its_map_is(tmp_path):
    book = SimpleNamespace(
        config=SimpleNamespace(html_baseurl="https://a.github.io/", root_doc="index"),
        builder=SimpleNamespace(format="html", get_target_uri="{}.html".format),
        env=SimpleNamespace(toctree_includes={"index": ["book/one"]}),
        outdir=tmp_path,
    )
    sitemap.map_site(book, None)
    assert (
        "Sitemap: https://a.github.io/sitemap.xml" in (tmp_path / "robots.txt").read_text(encoding="utf-8").splitlines()
    )
    places = [node.text for node in ElementTree.parse(tmp_path / "sitemap.xml").iter(LOCATION)]
    assert places == ["https://a.github.io/index.html", "https://a.github.io/book/one.html"]


def test_the_card_shows_the_numbers_of_the_library():
    axes = card.draw_card("Convolution: how machines see").axes[0]
    texts = [text.get_text().replace("\N{MINUS SIGN}", "-") for text in axes.texts]
    assert texts[:2] == ["Convolution", "how machines see"]
    output = ll.conv2d(ll.images.edge()[None, None], ll.filters.vertical_edge()[None, None])
    numbers = [int(text) for text in texts if re.fullmatch(r"-?\d+", text)]
    assert numbers[-9:] == output.ravel().tolist()


def test_the_icon_of_a_phone_is_the_favicon(site):
    found = tags(site / "index.html")["apple-touch-icon"]
    with Image.open(site / found) as file:
        icon = file.convert("RGB")
    assert icon.size == (192, 192)
    assert icon.getpixel((0, 0)) == (0x14, 0x18, 0x1E), "square: the phone rounds it"
    assert icon.getpixel((8 * 6, 8 * 6)) == (0xA3, 0xAC, 0xB8)
    assert icon.getpixel((24 * 6, 24 * 6)) == (255, 255, 255)
    assert icon.getpixel((4 * 6, 10 * 6)) == (0xF0, 0x8B, 0xE0)


FACES = """[...document.fonts].filter(({ status }) => status === "loaded")
    .map(({ family }) => family.replaceAll('"', ""))"""


def check_not_found(page, root, base, least):
    """The page 404 as a host shows it at some deep address: all but its fonts is in it, and every link arrives."""
    assert page.locator("h1").inner_text() == "No page here"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("script, link[rel=stylesheet], img").count() == 0
    used = page.locator("h1, svg text").evaluate_all("(all) => all.map((e) => getComputedStyle(e).fontFamily)")
    faces = sorted({families.split(",")[0].strip('"') for families in used})
    assert len(faces) > 1
    # Where a face comes late, one of the system stands in for it first, and is loaded as well.
    page.wait_for_function(f"(faces) => faces.every((face) => {FACES}.includes(face))", arg=faces)
    found = page.locator("a[href], link[href]").evaluate_all("(nodes) => nodes.map((n) => n.getAttribute('href'))")
    assert len(found) >= least
    for address in found:
        assert address.startswith(base)
        path = root / address.removeprefix("/")
        assert path.is_dir() or path.is_file(), address


def test_an_address_that_leads_nowhere_shows_a_page_that_leads_back(site, address, open_page):
    check_not_found(open_page(f"{address}/404.html", width=360), site, "/", len(PAGES))


def test_so_it_does_below_a_sub_path(published, serve, open_page):
    page = open_page(f"{serve(published.parent)}/a-course/404.html", width=360)
    check_not_found(page, published.parent, "/a-course/", 2)


def test_nothing_watches_the_reader(site):
    for page in (*PAGES, "search", "404"):
        text = (site / f"{page}.html").read_text(encoding="utf-8")
        assert "document.cookie" not in text
        for tag in re.findall(r"<(?:script|img|iframe|link)\b[^>]*>", text):
            assert not re.search(r'(?:src|href)="(?:https?:)?//', tag) or 'rel="canonical"' in tag, tag
    for script in (site / "_static").rglob("*.js"):
        assert "document.cookie" not in script.read_text(errors="ignore", encoding="utf-8"), script.name
