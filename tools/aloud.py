"""Run a command, and let no silence pass ten seconds: `python tools/aloud.py TITLE [OPTION...] COMMAND...`

Its lines go through, with ``--only REGEX`` those that match, never those that ``--without REGEX`` matches. When none
has come for a while, one is printed that says how long it has been at work and what its last line was. What to do when
it fails is said by ``--else SENTENCE``. Standard library only: it also runs before anything is installed.
"""

import os
import queue
import re
import subprocess
import sys
import threading
import time

SILENCE = 8  # seconds
OPTIONS = {"--only": "only", "--without": "without", "--else": "advice"}
WIDTH = 100  # characters of a last line that are repeated


def aloud(title, command, only="", without="(?!)", advice="", silence=SILENCE):
    """Run a command aloud.

    Parameters
    ----------
    title : str
        What it does, printed first.
    command : list of str
    only : str
        A regular expression: lines without it are not printed, only remembered.
    without : str
        A regular expression: lines with it are neither printed nor remembered. Matches nothing by default.
    advice : str
        Printed last, when the command has failed.
    silence : float
        Seconds after which a sign of life is printed.

    Returns
    -------
    int
        The command's exit status.
    """
    print(f"== {title}", flush=True)
    start = time.monotonic()
    last = ""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        encoding="utf-8",
        errors="replace",
    ) as process:
        reader = threading.Thread(target=_read, args=(process.stdout, lines), daemon=True)
        reader.start()
        while True:
            try:
                line = lines.get(timeout=silence)
            except queue.Empty:
                print(f"   ... at work for {time.monotonic() - start:.0f} s{last and f', now at: {last}'}", flush=True)
                continue
            if line is None:
                break
            if re.search(without, line):
                continue
            last = line.strip()[:WIDTH] or last
            if re.search(only, line):
                print(line, end="", flush=True)
        reader.join()
    status = process.returncode
    print(f"== {'done' if not status else f'failed with status {status}'} after {time.monotonic() - start:.0f} s")
    if status and advice:
        print(f"== {advice}")
    return status


def _read(stream, lines):
    for line in stream:
        lines.put(line)
    lines.put(None)


def main(words):
    title, *command = words
    options = {}
    while command[0] in OPTIONS:
        name, options[OPTIONS[name]], *command = command
    return aloud(title, command, **options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
