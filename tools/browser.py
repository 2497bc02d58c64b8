"""The Chromium that the tests drive: find one, or get one (`make browser`)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
HOW = "Install Chromium or Chrome, or name one: CHROMIUM=/path/to/chromium make test"

# Chromium refuses its sandbox to root; the rest keeps it from calling its maker's hosts.
ARGUMENTS = [
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find():
    """The path of a Chromium: CHROMIUM, one of the system's, or Playwright's own; None if there is none."""
    if named := os.environ.get("CHROMIUM"):
        return named if Path(named).exists() else None
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if MAC.exists():
        return str(MAC)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def fetch():
    """Get one: Debian's package where we may install packages, else Playwright's own build."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("There is no Chromium: installing Debian's package `chromium`.", flush=True)
        subprocess.run(["apt-get", "update", "--quiet=2"], check=False)
        subprocess.run(["apt-get", "install", "--quiet=2", "--yes", "chromium"], check=False)
    else:
        print("There is no Chromium: fetching Playwright's own (about 170 MB).", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not find():
        fetch()
    sys.exit(0 if find() else f"The tests need a Chromium, and none could be got. {HOW}")
