"""Small repairs of each page: doubled scripts, wide tables, a label, what a translation leaves alone."""

import json


def once(scripts):
    """The scripts without repeats: Sphinx 7.4 emits inline ones twice, and a second `const` is an error."""
    seen: dict[tuple[str, str], object] = {}
    for script in scripts:
        attributes = json.dumps(getattr(script, "attributes", {}), sort_keys=True, default=str)
        seen.setdefault((str(getattr(script, "filename", script) or ""), attributes), script)
    return list(seen.values())


def mend(page):
    page.context["script_files"][:] = once(page.context["script_files"])
    for table in page.body.find_all("table"):  # a wide one scrolls by itself, not with the page
        table.wrap(page.body.new_tag("div", attrs={"class": "lesson-table"}))
    for words in page.body.find_all(["pre", "code", "kbd", "math"]):  # translated, they would lose their sense
        words["translate"] = "no"
    for summary in page.body.select("details.hide > summary"):
        del summary["aria-label"]  # it would hide the words "Show code cell source" from a screen reader
