"""Small repairs of each page: doubled scripts, a label, what a translation leaves alone."""

import json
import re


def once(scripts):
    """The scripts without repeats: Sphinx 7.4 emits inline ones twice, and a second `const` is an error."""
    seen = {}
    for script in scripts:
        attributes = json.dumps(getattr(script, "attributes", {}), sort_keys=True, default=str)
        seen.setdefault((str(getattr(script, "filename", script) or ""), attributes), script)
    return list(seen.values())


def mend(app, pagename, templatename, context, doctree):
    context["script_files"][:] = once(context["script_files"])
    body = context.get("body")
    if not body:
        return
    # A wide table scrolls by itself, not with the page.
    body = body.replace("<table", '<div class="lesson-table"><table').replace("</table>", "</table></div>")
    # A program's words lose their sense in another language.
    body = re.sub(r"<(pre|code|kbd|math)(?=[\s>])", r'<\1 translate="no"', body)
    # The label would hide the words "Show code cell source" from a screen reader.
    context["body"] = body.replace(' aria-label="Toggle hidden content"', "")
