"""The whole book built as on GitHub, where its address is known, and the launch links on its pages."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from paths import ROOT

COMMIT = "0123456789abcdef0123456789abcdef01234567"
RUN = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "Teacher/a-course", "GITHUB_SHA": COMMIT}


def files(*which):
    """The files that git knows, by default those of the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *which], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return set(filter(None, listed.stdout.split("\0")))


def build(folder):
    """Build the book, copied into an empty folder, without running its cells; return the folder of its pages."""
    for name in files("--cached", "--others", "--exclude-standard"):
        if (ROOT / name).exists():  # a file that is being removed is still listed
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for built in ("web/node_modules", "web/dist"):
        os.symlink(ROOT / built, folder / built)
    settings = yaml.safe_load((folder / "_config.yml").read_text(encoding="utf-8"))
    settings["execute"]["execute_notebooks"] = "off"
    (folder / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", ".", "--all", "-W", "-n", "--keep-going"],
        cwd=folder,
        env=os.environ | RUN,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    return folder / "_build" / "html"


def launch_links(path):
    """The addresses behind the launch buttons of a built page, by the host's name."""
    hosts = r"(?:mybinder\.org|colab\.research\.google\.com|codespaces\.new)"
    links = re.findall(rf'href="(https://{hosts}/[^"]*)"', path.read_text(encoding="utf-8"))
    return {urlsplit(link).hostname: link for link in links}
