"""What every explorer's view has for the frame around it (``toolbar.js``): its name in the address of a page."""

import re

import traitlets


def check_key(key):
    """``key`` as a name that may stand in an address, or a message that says what it is instead."""
    if not isinstance(key, str):
        raise TypeError(f"key must be a text; got {key!r}")
    if not re.fullmatch(r"(?:[a-z][a-z0-9-]*)?", key):
        raise ValueError(f"key must be lowercase letters, digits and hyphens, a letter first; got {key!r}")
    return key


class Framed(traitlets.HasTraits):
    """A view that can be linked to; mix it in before ``anywidget.AnyWidget``.

    Attributes
    ----------
    key : str
        What the view is called in its page's address; empty, it goes by the id of its cell. No two views of a page
        share one.
    """

    key = traitlets.Unicode("").tag(sync=True)

    @traitlets.validate("key")
    def _check_key(self, proposal):
        return check_key(proposal["value"])
