"""Launch buttons: with an address each names a file of the commit; without one there is none."""

from urllib.parse import parse_qs, urlsplit

import pytest
import repository
from extension.page import launch
from launch_links import COMMIT, build, files, launch_links
from pages import PAGES
from paths import ROOT

CODESPACES = "codespaces.new"


@pytest.fixture(scope="module")
def launched(tmp_path_factory):
    return build(tmp_path_factory.mktemp("launched"))


def test_every_launch_link_names_a_file_of_the_commit(launched):
    committed = files()
    for page in PAGES:
        for host, link in launch_links(launched / f"{page}.html").items():
            if host == CODESPACES:
                continue
            parts = urlsplit(link)
            if host == "mybinder.org":
                assert parts.path == f"/v2/gh/Teacher/a-course/{COMMIT}"
                (opened,) = parse_qs(parts.query)["urlpath"]
                opened = opened.removeprefix("lab/tree/")
            else:
                opened = parts.path.removeprefix(f"/github/Teacher/a-course/blob/{COMMIT}/")
            assert opened in committed, f"{page}: {link}"
            assert opened.endswith(".ipynb")


def test_every_chapter_launches_itself_and_the_first_page_the_first_chapter(launched):
    for page in PAGES:
        links = launch_links(launched / f"{page}.html")
        if not (ROOT / f"{page}.ipynb").exists() and page != PAGES[0]:
            assert links == {}
            continue
        chapter = PAGES[1] if page == PAGES[0] else page
        assert links.pop(CODESPACES) == f"https://{CODESPACES}/Teacher/a-course?quickstart=1"
        assert set(links) == {"mybinder.org", "colab.research.google.com"}
        assert all(link.endswith(f"/{chapter}.ipynb") for link in links.values())


def test_codespaces_opens_a_branch_where_the_book_is_built_from_one():
    button = launch.codespaces("https://github.com/a/b", "main", "https://codespaces.new")
    assert button["url"] == "https://codespaces.new/a/b/tree/main?quickstart=1"
    assert launch.codespaces("https://github.com/a/b", COMMIT, "x")["url"] == "x/a/b?quickstart=1"


def test_the_first_page_says_how_to_launch_and_to_cite_with_the_address(launched):
    text = (launched / "index.html").read_text(encoding="utf-8")
    assert "With nothing to install" in text
    assert 'href="https://teacher.github.io/a-course/">https://teacher.github.io/a-course/</a>' in text


def test_the_built_book_has_launch_buttons_where_its_address_is_known_and_else_none(site):
    known = repository.find() is not None
    for page in PAGES:
        is_launched = page == PAGES[0] or (ROOT / f"{page}.ipynb").exists()
        assert bool(launch_links(site / f"{page}.html")) == (known and is_launched), page
        assert ("launch-buttons" in (site / f"{page}.html").read_text(encoding="utf-8")) == (known and is_launched), (
            page
        )
