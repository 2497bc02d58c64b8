"""Typed attributes for Python in the page: as much of traitlets as the widgets of lessonlib use, under its names.

Jupyter has the real one. Here it is too large to load for a cell; tests/site/test_stand_ins.py compares the two.
"""

import contextlib
from copy import copy
from numbers import Number


class TraitError(Exception):
    """A value that is not of the kind that its attribute takes."""


class TraitType:
    """An attribute of any value."""

    name, expected, synced = None, "any value", False
    first = None

    def __init__(self, *default):
        self.default = default[-1] if default else self.first

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, owner, kind=None):
        if owner is None:
            return self
        return owner._trait_values.setdefault(self.name, copy(self.default))

    def __set__(self, owner, value):
        value = self.validate(owner, value)
        if not owner._trait_held:
            value = owner._cross_validate(self, value)
        before = self.__get__(owner)
        owner._trait_values[self.name] = value
        try:
            same = bool(before == value)
        except Exception:  # of two arrays
            same = False
        if not same:
            owner._notify_trait({"name": self.name, "old": before, "new": value, "owner": owner, "type": "change"})

    def tag(self, sync=False):
        self.synced = sync
        return self

    def validate(self, owner, value):
        return value

    def refuse(self, owner, value):
        article = "an" if type(owner).__name__[0] in "AEIOU" else "a"
        told = f"The '{self.name}' trait of {article} {type(owner).__name__} instance expected {self.expected}"
        raise TraitError(f"{told}, not the {type(value).__name__} {value!r}.")


Any = TraitType


class _Of(TraitType):
    """An attribute of one type."""

    kind = object

    def validate(self, owner, value):
        return value if isinstance(value, self.kind) else self.refuse(owner, value)


class Unicode(_Of):
    kind, first, expected = str, "", "a unicode string"


class Dict(_Of):
    kind, first, expected = dict, {}, "a dict"


class List(_Of):
    kind, first, expected = list, [], "a list"

    def validate(self, owner, value):
        return super().validate(owner, list(value) if isinstance(value, tuple) else value)


class Int(_Of):
    kind, first, expected = int, 0, "an int"

    def validate(self, owner, value):
        if not isinstance(value, int) and isinstance(value, Number) and value == value // 1:
            value = int(value)
        return super().validate(owner, value)


class Float(_Of):
    kind, first, expected = float, 0.0, "a float"

    def __init__(self, default=0.0):
        super().__init__(float(default))

    def validate(self, owner, value):
        return super().validate(owner, float(value) if isinstance(value, int) else value)


class Bool(_Of):
    kind, first, expected = bool, False, "a boolean"

    def validate(self, owner, value):
        return super().validate(owner, bool(value) if isinstance(value, int) and value in (0, 1) else value)


class Enum(TraitType):
    def __init__(self, values, default=None):
        super().__init__(default)
        self.values = list(values)
        self.expected = f"any of {self.values!r}"

    def validate(self, owner, value):
        return value if value in self.values else self.refuse(owner, value)


def _marking(mark):
    """A decorator for methods that are called with some of the attributes."""

    def named(*names):
        def decorate(method):
            setattr(method, mark, names)
            return method

        return decorate

    return named


validate, observe = _marking("_validates"), _marking("_observes")


class HasTraits:
    """An object whose attributes check what they are set to, and tell who observes them."""

    def __new__(cls, *args, **kwargs):
        made = super().__new__(cls)
        made._trait_values, made._trait_observers, made._trait_validators, made._trait_held = {}, {}, {}, None
        for name in dir(cls):
            method = getattr(cls, name, None)
            for validated in getattr(method, "_validates", ()):
                made._trait_validators[validated] = method
            for observed in getattr(method, "_observes", ()):
                made._trait_observers.setdefault(observed, []).append(method.__get__(made))
        return made

    def __init__(self, **values):
        with self.hold_trait_notifications():
            for name, value in values.items():
                if not isinstance(getattr(type(self), name, None), TraitType):
                    raise TypeError(f"{type(self).__name__} has no trait {name!r}")
                setattr(self, name, value)

    def observe(self, handler, names):
        for name in [names] if isinstance(names, str) else names:
            self._trait_observers.setdefault(name, []).append(handler)

    def set_trait(self, name, value):
        setattr(self, name, value)

    @contextlib.contextmanager
    def hold_trait_notifications(self):
        """Check the values and tell of the changes at the end, when all of them are made."""
        if self._trait_held is not None:
            yield
            return
        self._trait_held = held = {}
        try:
            yield
            for name in list(held):
                self._trait_values[name] = self._cross_validate(getattr(type(self), name), getattr(self, name))
        except Exception:
            for name, change in held.items():
                self._trait_values[name] = change["old"]
            held.clear()
            raise
        finally:
            self._trait_held = None
        for change in held.values():
            self._notify_trait({**change, "new": self._trait_values[change["name"]]})

    def _cross_validate(self, trait, value):
        check = self._trait_validators.get(trait.name)
        return check(self, {"trait": trait, "value": value, "owner": self}) if check else value

    def _notify_trait(self, change):
        if self._trait_held is not None:
            self._trait_held.setdefault(change["name"], change)
            return
        for handler in list(self._trait_observers.get(change["name"], ())):
            handler(change)
