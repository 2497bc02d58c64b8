"""Figures as SVG within the page, so that they take its colours and its typeface.

myst-nb would link to a file, which a stylesheet does not reach.
"""

import functools

from docutils import nodes
from myst_nb.core.render import NbElementRenderer
from sphinx.errors import ExtensionError

_render_image = NbElementRenderer.render_image


@functools.wraps(_render_image)
def render_image(self, data):
    alt = data.output_metadata.get(data.mime_type, {}).get("alt", "").strip()
    if data.mime_type != "image/svg+xml" or not alt:
        raise ExtensionError(
            f"{self.source}, cell {data.cell_index}: a figure has no alt text. Show figures by lessonlib.plots, "
            "which asks for it."
        )
    return [nodes.raw("", f'<div class="lesson-anchored">{data.content}</div>', format="html")]


def setup(app):
    NbElementRenderer.render_image = render_image
