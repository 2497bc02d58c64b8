"""What a chapter's kept run depends on: its own code and what that reaches, no other widget and no other name."""

import shutil

import pytest
from extension.chapters.execution_cache import fingerprint
from paths import ROOT

CODE = "import lessonlib as ll\n\nll.filter_playground()\n"


@pytest.fixture
def book(tmp_path):
    """A copy of the library beside a page with one widget; ``book(file, text)`` appends to a file and hashes again."""
    shutil.copytree(ROOT / "lessonlib", tmp_path / "lessonlib", ignore=shutil.ignore_patterns("__pycache__"))
    page = tmp_path / "index.md"
    page.write_text(f"```{{code-cell}} ipython3\n{CODE}```\n", encoding="utf-8")

    def hashed(file=None, text=""):
        if file:
            with (tmp_path / "lessonlib" / file).open("a", encoding="utf-8") as appended:
                appended.write(text)
        return fingerprint(tmp_path, page)

    return hashed


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("widgets/filter_playground/widget.css", "/* new */"),
        ("widgets/filter_playground/weight_grid.js", "// new"),  # imported by the widget
        ("widgets/kit/png.py", "NEW = 1\n"),
        ("nn/conv.py", "NEW = 1\n"),
    ],
)
def test_what_its_widget_ships_and_computes_with_is_in_it(book, file, text):
    assert book() != book(file, text)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("widgets/prediction/widget.js", "// new"),
        ("widgets/kit/mover.js", "// new"),  # of other widgets
        ("cifar/recipes.py", "NEW = 1\n"),
        ("__init__.py", "_NAMES['nn.conv'] += ('new',)\n"),
    ],
)
def test_what_only_others_use_is_not(book, file, text):
    assert book() == book(file, text)
