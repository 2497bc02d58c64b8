"""Figures as SVG within the page, so that they take its colours and its typeface; other pictures with their alt text.

myst-nb would link to a file, which a stylesheet does not reach, and has no hook for the alt text of an output.
"""

import functools

from docutils import nodes
from myst_nb.core.render import NbElementRenderer
from sphinx.errors import ExtensionError

_render_image = NbElementRenderer.render_image


@functools.wraps(_render_image)
def render_image(self, data):
    alt = data.output_metadata.get(data.mime_type, {}).get("alt", "").strip()
    if not alt:
        raise ExtensionError(
            f"{self.source}, cell {data.cell_index}: a figure has no alt text. Show figures by lessonlib.plots, "
            "which asks for it."
        )
    if data.mime_type != "image/svg+xml":
        images = _render_image(self, data)
        for image in images:
            image["alt"] = alt
            image["classes"] += ["dark-light"]  # the theme lays a white sheet under others in the dark
        return images
    return [nodes.raw("", f'<div class="lesson-anchored">{data.content}</div>', format="html")]


def setup(app):
    NbElementRenderer.render_image = render_image
