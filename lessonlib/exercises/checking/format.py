"""What an exercise is: its texts, its functions, and the mistakes that belong to it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass


def mistake(message, example=None):
    """Mark a function as a known wrong answer, and say what the learner who gives it should read.

    Parameters
    ----------
    message : str
        What was done, why that is not it, what to look at. Plain Markdown, without the answer.
    example : callable, optional
        For judged exercises: returns an answer that makes this mistake and no other.

    Returns
    -------
    callable
        A decorator. The function gets the attributes ``message`` and ``example``.
    """

    def mark(function):
        function.message = message
        function.example = example
        return function

    return mark


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise. How to write one stands in the docstring of `lessonlib.exercises`.

    Attributes
    ----------
    id : str
        Lower case, with hyphens: ``"output-size"``. The module has the same name with underscores.
    title : str
        The heading in the chapter.
    chapter : str
        The stem of the chapter's file: ``"05-depth-stride-padding"``.
    prompt : str
        What to do, in plain Markdown; several paragraphs are welcome, a heading is not.
    hints : tuple of str
        Two or three. Each gives a bit more; the last is not the whole answer.
    wanted : str
        What the answer is, completing "it should be ...": ``"a whole number"``.
    insight : str
        One sentence that is shown when the answer is right.
    starter, solution : callable
        The function the learner fills in, under its own name; and the one that is right, named ``solution``.
    examples : callable
        Takes nothing; returns (arguments, result) pairs worked by hand. Judged: (answer, is it right) pairs.
    probes : callable, optional
        Takes nothing; returns tuples of arguments.
    draw : callable, optional
        Takes a ``random.Random``; returns a tuple of arguments that the exercise allows.
    draws : int
        How many drawn inputs a check uses beside examples and probes.
    core : bool
        Part of the 90-minute path; the others are "more practice".
    needs : tuple of str
        ``()``, ``("numpy",)``, ``("torch",)`` or both: what the module imports inside its functions.
    before : str
        The heading of the chapter before which a core exercise stands.
    order : int
        Its place among the exercises of the same chapter.
    tolerance : float
        How far a number may be off: this much of itself, and a hundredth of this much near 0.
    whole : bool
        Ask for an ``int`` where the solution gives one: 5.0 is then not 5.
    compare : callable, optional
        ``compare(got, expected)`` decides in place of the usual comparison. It gets what the functions returned.
    may_change_inputs : bool
        Whether the function may write into the arrays it was given.
    seconds : float
        After how long an answer that has not ended is stopped.
    judge, right, says : callable, optional
        For judged exercises: facts about the answer, whether they will do, and what they say in a sentence.
    """

    id: str
    title: str
    chapter: str
    prompt: str
    hints: tuple
    wanted: str
    insight: str
    starter: Callable
    solution: Callable
    examples: Callable
    probes: Callable = tuple
    draw: Callable | None = None
    draws: int = 10
    core: bool = False
    needs: tuple = ()
    before: str = "## Three things to keep"
    order: int = 0
    tolerance: float = 1e-4
    whole: bool = False
    compare: Callable | None = None
    may_change_inputs: bool = False
    seconds: float = 2.0
    judge: Callable | None = None
    right: Callable | None = None
    says: Callable | None = None

    @property
    def kind(self):
        """``"judged"`` or ``"function"``."""
        return "judged" if self.judge else "function"

    @property
    def name(self):
        """What the learner's function or answer is called."""
        return self.starter.__name__

    @property
    def mistakes(self):
        """The known wrong answers, in the order of the module."""
        module = sys.modules[self.solution.__module__]
        return [found for found in vars(module).values() if hasattr(found, "message")]
