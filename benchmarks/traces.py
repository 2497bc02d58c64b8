"""What a page's main thread did between the moves of a gesture, from a trace of Chromium.

Times are the thread's own: what other processes take of the core meanwhile is no fault of a page.
"""

import bisect
import json
import tempfile
from contextlib import contextmanager
from pathlib import Path

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"]
MARK = "lesson-move"
# A mark at each of the reader's own events, before any handler of the page.
MARKING = f"""for (const name of ["pointermove", "pointerdown", "keydown"]) {{
  addEventListener(name, () => performance.mark("{MARK}"), {{ capture: true, passive: true }});
}}"""
# What runs a page's script; the browser's own layout and painting come after it, in tasks of theirs.
SCRIPT = {"EventDispatch", "FireAnimationFrame", "FunctionCall", "HandlePostMessage", "RunMicrotasks", "TimerFire"}


@contextmanager
def traced(browser, page):
    """A list that holds the events of the page's main thread, in order, once the block is left."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.json"
        browser.start_tracing(page=page, path=path, categories=CATEGORIES)
        yield found
        browser.stop_tracing()
        events = json.loads(path.read_bytes())["traceEvents"]
    marks = [(one["pid"], one["tid"]) for one in events if one["name"] == MARK]
    if not marks:
        raise RuntimeError("the trace holds no move of the reader: the gesture did not reach the page")
    main = marks[0]
    found += sorted((one for one in events if (one["pid"], one["tid"]) == main), key=lambda one: one["ts"])


def script_of_moves(events):
    """Milliseconds of script after each move and before the next."""
    begins = [one["ts"] for one in events if one["name"] == MARK]
    spent = [0.0] * len(begins)
    outside = 0  # the end of the outermost piece of script so far
    for one in events:
        if one["name"] not in SCRIPT or "tdur" not in one or one["ts"] < outside:
            continue
        outside = one["ts"] + one["dur"]
        # An event's handlers begin before the mark that one of them sets.
        move = bisect.bisect_right(begins, outside) - 1
        if move >= 0:
            spent[move] += one["tdur"] / 1000
    return spent


def longest_task(events):
    """Milliseconds that the thread computed in its longest task: script, layout and painting."""
    return max(one.get("tdur", 0) for one in events if one["name"] == "RunTask") / 1000
