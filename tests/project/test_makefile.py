"""`make` where a machine is unkind: a locale of ASCII, no home folder to write to, no way to the packages."""

import os
import subprocess
import sys

import pytest
from paths import ROOT


@pytest.fixture
def told_by_make():
    """What a line of shell prints when `make` runs it: ``told_by_make(line, NAME="value")``; None unsets a name."""

    def run(line, **settings):
        environment = {name: value for name, value in (os.environ | settings).items() if value is not None}
        done = subprocess.run(
            ["make", "--no-print-directory", f"--eval=told: ; @{line}", "told"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        return done.stdout.strip()

    return run


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_an_ascii_locale_leaves_python_able_to_read_accents(told_by_make, locale):
    """Python's `site` reads the path of an editable installation by the locale, in its UTF-8 mode too."""
    command = f"'{sys.executable}' -c 'import locale; print(locale.getencoding())'"
    assert told_by_make(command, LC_ALL=locale, LC_CTYPE=None, LANG=None).lower() == "utf-8"


def test_a_chosen_locale_stays(told_by_make):
    assert told_by_make('echo "$$LC_ALL"', LC_ALL="C.UTF-8") == "C.UTF-8"


NAMES = ("npm_config_cache", "IPYTHONDIR", "MPLCONFIGDIR")
SHOWN = "echo " + " ".join(f'"$${name}"' for name in NAMES)


def test_what_tools_keep_at_home_goes_to_the_build_where_there_is_no_home(told_by_make, tmp_path):
    unset = dict.fromkeys(NAMES)
    for home in (str(tmp_path / "none"), None):
        kept = told_by_make(SHOWN, HOME=home, **unset)
        assert kept.split(f"{ROOT}/_build/home/") == ["", "npm ", "ipython ", "matplotlib"]
    assert told_by_make(SHOWN, HOME=str(tmp_path), **unset) == "", "a home that can be written keeps them"
    chosen = told_by_make('echo "$$IPYTHONDIR"', HOME=None, **unset | {"IPYTHONDIR": "/chosen"})
    assert chosen == "/chosen"
