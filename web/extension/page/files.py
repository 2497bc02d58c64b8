"""The book's own files as one download: what git holds of the commit that the site is built from.

Nobody's answers are in it, for they are not committed. Built from a folder without git, the book has no download, and
its first page says in words where the files are.
"""

import subprocess
from pathlib import Path

NAME = "book-files.zip"
FOLDER = "convolution-book"  # what it unpacks to
WORDS = "Get the book’s files"


def pack(app):
    """Hold the archive ready, before any page is written."""
    command = ["git", "archive", "--format=zip", f"--prefix={FOLDER}/", "HEAD"]
    try:
        app.lesson_files = subprocess.run(command, cwd=app.srcdir, capture_output=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError):
        app.lesson_files = b""


def link(app, pagename, templatename, context, doctree):
    """The first page says where the files are: there."""
    if app.lesson_files and pagename == app.config.root_doc:
        size = f"{len(app.lesson_files) / 1e6:.1f} MB"
        linked = f'<a class="lesson-files" href="{NAME}" download>{WORDS}</a> ({size})'
        context["body"] = context["body"].replace(WORDS, linked)


def write(app, exception):
    if not exception and app.builder.format == "html" and app.lesson_files:
        Path(app.outdir, NAME).write_bytes(app.lesson_files)


def setup(app):
    app.connect("builder-inited", pack)
    app.connect("build-finished", write)
