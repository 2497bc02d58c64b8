"""Carries a figure's alt text from its output to the page.

`lessonlib.plots` puts it in the output's metadata, `metadata["image/png"]["alt"]`, where every notebook
viewer may find it. myst-nb reads the alt text from cell metadata only, and has no hook for this.
"""

import functools

from myst_nb.core.render import NbElementRenderer
from sphinx.errors import ExtensionError

_render_image = NbElementRenderer.render_image


@functools.wraps(_render_image)
def render_image(self, data):
    images = _render_image(self, data)
    alt = data.output_metadata.get(data.mime_type, {}).get("alt", "").strip()
    if not alt:
        raise ExtensionError(
            f"{self.source}, cell {data.cell_index}: a figure has no alt text. Show figures by lessonlib.plots, "
            "which asks for it."
        )
    for image in images:
        image["alt"] = alt
        image["classes"] += ["lesson-figure", "dark-light"]  # the theme lays a white sheet under others in the dark
    return images


def setup(app):
    NbElementRenderer.render_image = render_image
