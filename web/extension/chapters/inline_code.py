"""Short code in a sentence stays on one line: broken at its hyphens or dots, it would say something else."""

from docutils import nodes
from sphinx.transforms import SphinxTransform

LONGEST = 24  # characters: well under the width of a narrow phone


class KeepTogether(SphinxTransform):
    default_priority = 400

    def apply(self):
        for code in self.document.findall(nodes.literal):
            if len(code.astext()) <= LONGEST:
                code["classes"].append("lesson-together")


def setup(app):
    app.add_transform(KeepTogether)
