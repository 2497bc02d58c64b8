"""Show something where Python runs: in a notebook, in the built page, or as text in a terminal."""

import sys
from collections.abc import Callable

# Called with {type: content} and metadata where there is no IPython. Python in the page sets it.
hook: Callable | None = None


def display(data, metadata=None):
    """Show one thing in the richest form that can be shown here.

    Parameters
    ----------
    data : dict of str to str or bytes
        Its forms by MIME type; "text/plain" must be among them.
    metadata : dict of str to dict, optional
        What belongs to a form, such as the alternative text of a picture.

    Examples
    --------
    >>> display({"text/html": "<b>3</b>", "text/plain": "3"})
    3
    """
    ipython = sys.modules.get("IPython")
    if hook:
        hook(data, metadata or {})
    elif ipython and ipython.get_ipython():
        ipython.display.display(data, metadata=metadata, raw=True)
    else:
        print(data["text/plain"])
