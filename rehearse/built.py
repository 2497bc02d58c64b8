"""The built site, and which of its pages a rehearsal opens."""

from pathlib import Path

from extension.page import moved

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"


def every_page():
    """Their names, without those that only lead on to another."""
    names = {path.relative_to(SITE).with_suffix("").as_posix() for path in SITE.rglob("*.html")}
    return sorted(names - {name for name, page in moved.read(ROOT).items() if "to" in page})


def add_pages(parser):
    """Let a command name the pages it opens."""
    parser.add_argument("pages", nargs="*", default=every_page(), help="names as in _toc.yml; every page without")
