"""Finds the exercises: every module of `lessonlib.exercises.bank` is one."""

import difflib
import pkgutil
from functools import cache
from importlib import import_module

import lessonlib.exercises.bank as home


@cache
def identifiers():
    """The ids of all exercises, in alphabetical order; no module is imported for it."""
    modules = [
        module.name for module in pkgutil.iter_modules(home.__path__) if not module.ispkg and module.name[0] != "_"
    ]
    return tuple(sorted(name.replace("_", "-") for name in modules))


def find(id):
    """The exercise with this id.

    Raises
    ------
    KeyError
        If there is none; the message names the nearest.
    """
    if id not in identifiers():
        near = difflib.get_close_matches(str(id).replace("_", "-"), identifiers(), 1, 0.4)
        raise KeyError(
            f"There is no exercise {id!r}. " + (f'Did you mean "{near[0]}"?' if near else _list(identifiers()))
        )
    return import_module(f"{home.__name__}.{id.replace('-', '_')}").EXERCISE


def all_exercises(without=()):
    """All exercises in the order of the book, those that need one of the packages in ``without`` left out."""
    found = [find(id) for id in identifiers()]
    wanted = [exercise for exercise in found if not set(exercise.needs) & set(without)]
    return sorted(wanted, key=lambda exercise: (exercise.chapter, not exercise.core, exercise.order, exercise.id))


def _list(ids):
    return f"There are {', '.join(ids)}."
