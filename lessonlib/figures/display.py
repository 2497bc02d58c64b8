"""Show something where Python runs: in a notebook, in the built page, or as text in a terminal."""

import sys

hook = None  # called with {type: content} where there is no IPython: Python in the page sets it


def display(data):
    """Show one thing in the richest form that can be shown here.

    Parameters
    ----------
    data : dict of str to str
        Its forms by MIME type; "text/plain" must be among them.

    Examples
    --------
    >>> display({"text/html": "<b>3</b>", "text/plain": "3"})
    3
    """
    ipython = sys.modules.get("IPython")
    if hook:
        hook(data)
    elif ipython and ipython.get_ipython():
        ipython.display.display(data, raw=True)
    else:
        print(data["text/plain"])
