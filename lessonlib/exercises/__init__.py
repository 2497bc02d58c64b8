"""Exercises: one module each, and a checker that says which mistake it is.

How to write one
----------------
The file is named like the exercise, with underscores: the exercise ``output-size`` is ``output_size.py``. It holds
real functions, so that the tests can run them, and ends with one `Exercise` named ``EXERCISE``. A small one, whole::

    \"""The area of a filter: how many weights one channel has.\"""

    from lessonlib.exercises import Exercise, mistake


    def filter_area(height, width):
        # your lines go here
        ...


    def solution(height, width):
        return height * width


    @mistake("You added the sides. Each of the rows has `width` weights: multiply.")
    def adds(height, width):
        return height + width

    # ... at least two more mistakes

    def examples():  # worked by hand: arguments, then what comes out
        return [((3, 5), 15), ((1, 1), 1)]


    def probes():  # the settings that tell the mistakes apart
        return [(2, 3), (3, 2), (7, 1)]


    def draw(random):  # one more valid input, from a random.Random
        return random.randint(1, 9), random.randint(1, 9)


    EXERCISE = Exercise(
        id="filter-area",
        title="The area of a filter",
        chapter="04-many-filters-full-depth",
        core=False,
        prompt="Write `filter_area(height, width)`: ...",
        hints=("...", "..."),
        wanted="a whole number",
        insight="...",
        starter=filter_area,
        solution=solution,
        examples=examples,
        probes=probes,
        draw=draw,
    )

The checker calls the learner's function on the arguments of the examples, the probes and a few drawn inputs, and
compares with ``solution``. Where they differ it calls every ``mistake`` on the same arguments; the one that agrees
with the learner everywhere gives the feedback (if none does: one that agrees wherever there is an answer, so that a
wrong formula is recognised with or without its checks). So choose probes on which no mistake agrees with the solution
or with another mistake: all axes of different sizes, FH other than FW, padding above 0, stride 2 and 3. `mistake`
functions are found by their decorator; each has a message that says what was done, why that is not it, and what to look
at, in two or three sentences, without the answer.

Two mistakes in one answer are recognised too, each by its own message: every mistake that calls ``solution`` is also
tried with another mistake in its place. So write one as ``solution`` of other arguments, or as a change of what it
returns, wherever that says the same.

* The starter is what the learner sees and fills in; the learner sees the solution under the starter's name. Their lines
  have 76 characters at most, and the way they are laid out is ruff's.
* A solution may raise: then the learner's must raise the same type of error (examples say ``raises(ValueError)``).
* ``needs=()`` means that the module needs the standard library only; it then also runs in the page. Others say
  ``needs=("numpy",)`` or ``needs=("torch",)`` (with numpy: ``("numpy", "torch")``) and import inside their functions.
  A line ``import numpy as np`` in a starter or a solution is left out of what people read: every chapter imports it.
* Arguments and results may be numbers, bools, strings, lists, arrays, tensors, and tuples or dicts of these. Lists,
  arrays and tensors with the same numbers are the same answer, and so are float32 and float64 (``tolerance``).
  ``whole=True`` asks for an ``int`` where the solution gives one. ``compare(got, expected)`` replaces the comparison.

Judged exercises
----------------
Where many answers are right, give ``judge`` in place of probes: ``judge(answer)`` returns a dict of facts about the
answer, ``right(facts)`` says if they will do, ``says(facts)`` puts them in a sentence, and a mistake is a predicate
over the facts, with an ``example``, a function that returns an answer which gets this message::

    @mistake("It answers to vertical edges too. ...", example=lambda: [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
    def finds_vertical(facts):
        return facts["vertical"] != 0

The first mistake that holds gives the feedback. ``judge`` raises `Unfit` where the answer is not of the kind that is
wanted; its text completes "Your answer is ...". ``starter`` and ``solution`` are functions without arguments that
return an answer; the learner sees ``name = ...`` with what the starter returns, where ``name`` is the starter's name.
``examples`` then gives (answer, is it right) pairs, three or more.

Where it goes
-------------
`make exercises` writes prompt, starter and check into the chapter: a core exercise before the heading named by
``before``, the others under "## More practice" at the end. Once written they can be moved by hand; their cells are
known by their metadata. A cell that somebody changed is never overwritten.
"""

from lessonlib.exercises.checking.check import check, use
from lessonlib.exercises.checking.format import Exercise, mistake
from lessonlib.exercises.checking.help import hint, progress, solution
from lessonlib.exercises.checking.plain import Unfit, as_grid, raises
from lessonlib.exercises.checking.registry import all_exercises, find

__all__ = [
    "Exercise",
    "Unfit",
    "all_exercises",
    "as_grid",
    "check",
    "find",
    "hint",
    "mistake",
    "progress",
    "raises",
    "solution",
    "use",
]
