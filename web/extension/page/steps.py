"""What is done to each page before it is written, in this order, after what other extensions add to it.

A step takes what Sphinx gives to every `html-page-context`; it changes the page's `context`, above all its `body`.
"""

from ..assets import offline, policy, widgets
from ..chapters import code_lines, glossary, running, worksheet
from . import anchors, files, front, launch, moved, navigation, print, repairs, sharing, standing, theme

STEPS = (
    offline.offer,
    running.load,
    worksheet.style,
    print.mark_addresses,
    files.link,
    code_lines.write,
    standing.place,
    repairs.mend,
    sharing.describe,
    launch.send,
    launch.add_codespaces,
    widgets.place,  # one copy of their state is left
    anchors.place,  # the widgets stand in their frames
    policy.mend,  # the stills in the frames have their styles
    navigation.place,  # launch.py has set the buttons
    front.place,
    glossary.place,  # the page knows its sections
    theme.arrange,  # all scripts and styles are known
    moved.offer,
)


def take(app, pagename, templatename, context, doctree):
    for step in STEPS:
        step(app, pagename, templatename, context, doctree)


def setup(app):
    app.connect("html-page-context", take, priority=950)
