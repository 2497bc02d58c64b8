"""An address of the first edition leads to where its page, figure or section is now; and nothing still uses one."""

import json
import posixpath
import re
import subprocess

import pytest
from pages import PAGES
from paths import ROOT

pytestmark = pytest.mark.book

MOVED = json.loads((ROOT / "web" / "moved.json").read_text(encoding="utf-8"))
GONE = sorted(set(MOVED) - set(PAGES))
MAY_NAME_THEM = {"web/moved.json", "CHANGELOG.md"}


@pytest.mark.parametrize("page", MOVED)
def test_every_old_address_has_a_target_that_is_there(page, site):
    for target in [*filter(None, [MOVED[page].get("to")]), *MOVED[page]["anchors"].values()]:
        name, _, anchor = target.partition("#")
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in text, target


@pytest.mark.browser
@pytest.mark.parametrize("page", GONE)
@pytest.mark.parametrize("from_file", [True, False])
def test_a_page_that_is_gone_leads_on_with_its_anchor(page, from_file, site, address, open_page):
    anchors = {old: new for old, new in MOVED[page]["anchors"].items() if "#" in new}
    old, new = next((pair for pair in anchors.items() if pair[0].startswith("figure-")), next(iter(anchors.items())))
    start = site.as_uri() if from_file else address
    opened = open_page(f"{start}/{page}.html#{old}")
    opened.wait_for_url(f"**/{posixpath.basename(new.replace('#', '.html#'))}")
    opened.wait_for_selector(f"[id='{new.partition('#')[2]}']", state="attached")
    assert open_page(f"{start}/{page}.html").url == f"{start}/{MOVED[page]['to']}.html"


@pytest.mark.browser
def test_a_section_that_moved_to_another_page_is_found_there(address, open_page):
    page = open_page(f"{address}/book/06-weight-sharing.html#a-bet")
    page.wait_for_url("**/07-equivariance.html#when-the-bet-loses")
    page = open_page(f"{address}/book/03-convolution-by-hand.html#figure-1")
    page.wait_for_url("**/03-convolution-by-hand.html#figure-conv-explorer")


@pytest.mark.browser
def test_without_scripts_the_page_leads_on_too(address, open_page):
    page = open_page(f"{address}/{GONE[0]}.html", java_script_enabled=False)
    page.wait_for_url(f"**/{posixpath.basename(MOVED[GONE[0]]['to'])}.html")


def test_nothing_uses_an_old_name():
    names = re.compile("|".join(re.escape(posixpath.basename(page)) for page in GONE))
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    found = [
        f"{name}:{number}"
        for name in filter(None, listed.split("\0"))
        if name not in MAY_NAME_THEM
        and (ROOT / name).exists()
        and (ROOT / name).suffix not in {".png", ".webp", ".woff2"}
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
        if names.search(line)
    ]
    assert found == []
