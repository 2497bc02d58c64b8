"""What the extension does to the book, except for the renderers that figures.py, folding.py and streams.py replace.

In time: EVENTS up to source-read, NODES, AFTER_QUOTATION_MARKS, the doctree events, STEPS, build-finished.
"""

from sphinx.transforms import SphinxTransform

from .assets import offline, policy, stylesheet, widgets
from .chapters import (
    callouts,
    cells,
    code_lines,
    execution_cache,
    exercise_help,
    exercises,
    failures,
    folding,
    glossary,
    inline_code,
    mathematics,
    minus,
    running,
    streams,
    teaching,
    unbroken,
    worksheet,
)
from .page import (
    anchors,
    card,
    citation,
    files,
    fresh,
    front,
    launch,
    moved,
    navigation,
    pictures,
    print,
    repairs,
    search_words,
    sharing,
    sitemap,
    standing,
    theme,
)
from .page.tree import Page, parse, write

# Each takes what Sphinx gives to the event.
EVENTS = (
    # Settings, before the theme reads them
    ("config-inited", 100, (sitemap.know_site, citation.offer, launch.choose)),
    ("config-inited", 500, (offline.choose, execution_cache.drop_stale)),
    # Files that the build copies, once nothing of an earlier build is left
    ("builder-inited", 0, (fresh.empty,)),
    (
        "builder-inited",
        500,
        (
            card.write,
            exercises.start_without_progress,
            files.pack,
            moved.begin,
            running.prepare,
            stylesheet.write,
            theme.begin,
        ),
    ),
    # The text of a page: exercise_help.py changes the prompts that exercises.py has put back
    ("source-read", 500, (exercises.read, exercise_help.read, teaching.read, worksheet.read)),
    # Its nodes, after the transforms below; and once the links between pages lead somewhere
    ("doctree-read", 500, (navigation.note,)),
    ("doctree-resolved", 500, (front.arrange, mathematics.prepare, print.mark_addresses, search_words.note)),
    ("html-collect-pages", 500, (sitemap.not_found,)),
    # The site, when every page is written: theme.clear keeps what pages name, and what comes after it is named by none
    (
        "build-finished",
        950,
        (
            sitemap.map_site,
            exercises.publish_no_answer,
            failures.report,
            files.write,
            policy.write,
            running.complete,
            theme.clear,
            moved.lead_on,
            widgets.write_all,
            offline.finish,  # lists the files of the site
        ),
    ),
)

# To the nodes of a page: each takes Sphinx and the document.
NODES = (
    cells.name,
    running.mark,
    callouts.make_of_quotes,
    exercise_help.offer,
    folding.fold_cells,
    folding.fold_guesses,  # which end at a callout
    streams.wrap_sentences,
)
AFTER_QUOTATION_MARKS = (minus.set_signs, unbroken.keep_whole, inline_code.keep_together)

# To the tree of its body: each takes a `Page`, after what other extensions add to it.
STEPS = (
    offline.offer,
    running.load,
    worksheet.style,
    files.link,
    code_lines.write,
    standing.place,
    repairs.mend,
    sharing.describe,
    launch.send,
    launch.add_codespaces,
    widgets.place,  # one copy of their state is left
    anchors.place,  # the widgets stand in their frames
    pictures.move_out,  # those of the stills, too
    policy.mend,  # the stills in the frames have their styles
    navigation.place,  # launch.py has set the buttons
    front.place,
    glossary.place,  # the page knows its sections
    theme.arrange,  # all scripts and styles are known
    moved.offer,
)


class ChangeNodes(SphinxTransform):
    default_priority = 400
    changes: tuple = NODES

    def apply(self):
        for change in self.changes:
            change(self.app, self.document)


class ChangeWords(ChangeNodes):
    default_priority = 760  # Sphinx makes quotation marks at 750
    changes = AFTER_QUOTATION_MARKS


def take_steps(app, pagename, templatename, context, doctree):
    """Parse the body of a page, take each step, write it."""
    body = context.get("body")
    page = Page(app, pagename, context, doctree, parse(body or ""))
    for step in STEPS:
        step(page)
    if body:
        context["body"] = write(page.body)


def setup(app):
    app.add_transform(ChangeNodes)
    app.add_transform(ChangeWords)
    app.connect("html-page-context", take_steps, priority=950)
    for event, first, calls in EVENTS:
        for place, call in enumerate(calls):
            app.connect(event, call, priority=first + place)
