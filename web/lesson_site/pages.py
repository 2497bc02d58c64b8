"""Small repairs of each page: doubled scripts, a label, a description."""

import html
import json
import re

DESCRIPTION_LENGTH = 155


def once(scripts):
    """The scripts without repeats: Sphinx 7.4 emits inline ones twice, and a second `const` is an error."""
    seen = {}
    for script in scripts:
        attributes = json.dumps(getattr(script, "attributes", {}), sort_keys=True, default=str)
        seen.setdefault((str(getattr(script, "filename", script) or ""), attributes), script)
    return list(seen.values())


def description(body):
    """The first paragraph of some length, as plain text, cut at a word."""
    for paragraph in re.findall(r"<p>(.*?)</p>", body, re.S):
        text = html.unescape(" ".join(re.sub(r"<[^>]+>", "", paragraph).split()))
        if len(text) >= 40:
            return text if len(text) <= DESCRIPTION_LENGTH else text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"
    return None


def mend(app, pagename, templatename, context, doctree):
    context["script_files"][:] = once(context["script_files"])
    body = context.get("body")
    if not body:
        return
    # The label would hide the words "Show code cell source" from a screen reader.
    context["body"] = body = body.replace(' aria-label="Toggle hidden content"', "")
    text = description(body)
    if text and 'name="description"' not in context.get("metatags", ""):
        tag = f'<meta name="description" content="{html.escape(text)}" />'
        context["metatags"] = f"{context.get('metatags', '')}\n{tag}"


def setup(app):
    app.connect("html-page-context", mend, priority=900)
