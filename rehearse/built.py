"""The built site, and which of its pages a rehearsal opens."""

from pathlib import Path

SITE = Path(__file__).resolve().parents[1] / "_build" / "html"


def every_page():
    return sorted(path.relative_to(SITE).with_suffix("").as_posix() for path in SITE.rglob("*.html"))


def add_pages(parser):
    """Let a command name the pages it opens."""
    parser.add_argument("pages", nargs="*", default=every_page(), help="names as in _toc.yml; every page without")
