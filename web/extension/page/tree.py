"""The body of a page as one tree: parsed once, changed by every step, written once.

Beautiful Soup is there with Jupyter Book. Its parser reads what Sphinx, the notebooks and this extension write, all of
it well formed, and keeps it as it stands: every space, and the content of scripts, styles and templates. It loses the
capitals in the names of SVG, which are put back.
"""

from dataclasses import dataclass

from bs4 import BeautifulSoup, Comment
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

# The names with capitals, as the HTML standard lists them (13.2.6.1 and 13.2.6.5).
SVG_NAMES = """
altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform clipPath feBlend feColorMatrix
feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight
feSpecularLighting feSpotLight feTile feTurbulence foreignObject glyphRef linearGradient radialGradient textPath
attributeName attributeType baseFrequency baseProfile calcMode clipPathUnits diffuseConstant edgeMode filterUnits
gradientTransform gradientUnits kernelMatrix kernelUnitLength keyPoints keySplines keyTimes lengthAdjust
limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits numOctaves pathLength
patternContentUnits patternTransform patternUnits pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio
primitiveUnits refX refY repeatCount repeatDur requiredExtensions requiredFeatures specularConstant specularExponent
spreadMethod startOffset stdDeviation stitchTiles surfaceScale systemLanguage tableValues targetX targetY textLength
viewBox viewTarget xChannelSelector yChannelSelector zoomAndPan
"""
CAPITALS = {name.lower(): name for name in SVG_NAMES.split()}
# Of SVG and MathML, what mostly has nothing in it, and is then written without an end tag.
SHAPES = ["circle", "ellipse", "image", "line", "mspace", "path", "polygon", "polyline", "rect", "stop", "use"]


@dataclass(frozen=True)
class Page:
    """What a step is given: what Sphinx gives to `html-page-context`, with the body as a tree (empty without one)."""

    app: object
    name: str
    context: dict
    doctree: object
    body: BeautifulSoup


def parse(html):
    """HTML, whole or a piece, as a tree.

    Examples
    --------
    >>> parse('<svg viewBox="0 0 2 1"><clipPath id="a"/></svg>').svg["viewBox"]
    '0 0 2 1'
    """
    everywhere = {BeautifulSoup.ROOT_TAG_NAME}
    tree = BeautifulSoup(html, "html.parser", preserve_whitespace_tags=everywhere, string_containers={})
    for drawing in tree.find_all("svg"):
        for tag in (drawing, *drawing.find_all(True)):
            tag.name = CAPITALS.get(tag.name, tag.name)
            if not CAPITALS.keys().isdisjoint(tag.attrs):
                tag.attrs = {CAPITALS.get(name, name): value for name, value in tag.attrs.items()}
    for tag in tree.find_all(SHAPES):
        tag.can_be_empty_element = True
    return tree


class _AsItStands(HTMLFormatter):
    """Attributes in their order, those without a value by their name alone; entities only where they must be."""

    def attributes(self, tag):
        return ((name, None if value == "" else value) for name, value in tag.attrs.items())

    def attribute_value(self, value):
        return self.substitute(value).replace('"', "&quot;")


FORMATTER = _AsItStands(EntitySubstitution.substitute_xml)


def write(tree):
    """A tree as HTML.

    Examples
    --------
    >>> write(parse('<input disabled value="&quot;"><rect x="1"></rect> &amp;&nbsp;<br>'))
    '<input disabled value="&quot;"/><rect x="1"/> &amp;\\xa0<br/>'
    """
    return tree.decode(formatter=FORMATTER)


def put(place, html):
    """Put what a piece of HTML holds where a node of the tree is."""
    place.replace_with(*parse(html).contents)


def comment(tree, words):
    """The comment of these words, as `<!-- words -->`; None without one."""
    return tree.find(string=lambda text: isinstance(text, Comment) and text.strip() == words)
