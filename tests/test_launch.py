"""Launch buttons: with an address each names a file of the commit; without one there is none."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import repository
import yaml
from conftest import ROOT
from test_site import PAGES

ADDRESS = "https://github.com/Teacher/a-course"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
RUN = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "Teacher/a-course", "GITHUB_SHA": COMMIT}


def files(*which):
    """The files that git knows, by default those of the next commit."""
    listed = subprocess.run(["git", "ls-files", "-z", *which], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(filter(None, listed.stdout.split("\0")))


def launch_links(path):
    """The addresses behind the launch buttons of a built page, by the host's name."""
    links = re.findall(r'href="(https://(?:mybinder\.org|colab\.research\.google\.com)/[^"]*)"', path.read_text())
    return {urlsplit(link).hostname: link for link in links}


@pytest.fixture(scope="module")
def launched(tmp_path_factory):
    """The whole book, built on GitHub as it were, without running its cells."""
    folder = tmp_path_factory.mktemp("launched")
    for name in files("--cached", "--others", "--exclude-standard"):
        if (ROOT / name).exists():  # a file that is being removed is still listed
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for built in ("web/node_modules", "web/dist"):
        os.symlink(ROOT / built, folder / built)
    settings = yaml.safe_load((folder / "_config.yml").read_text())
    settings["execute"]["execute_notebooks"] = "off"
    (folder / "_config.yml").write_text(yaml.safe_dump(settings))
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run(
        [jupyter_book, "build", ".", "--all", "-W", "-n", "--keep-going"],
        cwd=folder,
        env=os.environ | RUN,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return folder / "_build" / "html"


def test_every_launch_link_names_a_file_of_the_commit(launched):
    committed = files()
    for page in PAGES:
        for host, link in launch_links(launched / f"{page}.html").items():
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
        assert set(links) == {"mybinder.org", "colab.research.google.com"}
        assert all(link.endswith(f"/{chapter}.ipynb") for link in links.values())


def test_the_built_book_has_launch_buttons_where_its_address_is_known_and_else_none(site):
    known = repository.find() is not None
    for page in PAGES:
        is_launched = page == PAGES[0] or (ROOT / f"{page}.ipynb").exists()
        assert bool(launch_links(site / f"{page}.html")) == (known and is_launched), page
        assert ("launch-buttons" in (site / f"{page}.html").read_text()) == (known and is_launched), page
