"""The book's own files as one download: what git holds of the commit that the site is built from.

Nobody's answers are in it, for they are not committed. Words of the class `lesson-files` become a link to it. Built
from a folder without git, the book has no download, and these words stay words.
"""

import subprocess
from pathlib import Path

NAME = "book-files.zip"
FOLDER = "convolution-book"  # what it unpacks to


def pack(app):
    """Hold the archive ready, before any page is written."""
    command = ["git", "archive", "--format=zip", f"--prefix={FOLDER}/", "HEAD"]
    try:
        app.lesson_files = subprocess.run(command, cwd=app.srcdir, capture_output=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError):
        app.lesson_files = b""


def link(page):
    """The first page says where the files are: there."""
    if page.app.lesson_files and page.name == page.app.config.root_doc:
        for words in page.body.select("span.lesson-files"):
            words.name = "a"
            words.attrs |= {"href": NAME, "download": ""}
            words.insert_after(f" ({len(page.app.lesson_files) / 1e6:.1f} MB)")


def write(app, exception):
    if not exception and app.builder.format == "html" and app.lesson_files:
        Path(app.outdir, NAME).write_bytes(app.lesson_files)
