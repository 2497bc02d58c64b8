"""Attributes of a widget that are those of its view: read from it, assigned to it."""


def forward(name):
    """An attribute that is read from, and assigned to, ``self.view``, which checks it.

    Examples
    --------
    >>> class View:
    ...     stride = 1
    >>> class Explorer:
    ...     view = View()
    ...     stride = forward("stride")
    >>> explorer = Explorer()
    >>> explorer.stride = 2
    >>> explorer.view.stride
    2
    """
    return property(lambda self: getattr(self.view, name), lambda self, value: setattr(self.view, name, value))
