"""Calls the learner's function, whatever it does: never ends, prints without end, raises, writes into its inputs."""

import contextlib
import copy
import io
import linecache
import signal
import sys
import threading
import time
from dataclasses import dataclass

from lessonlib.exercises.checking import endless
from lessonlib.exercises.checking.plain import Unfit, plain, raises, same

PATIENCE = 10  # on a busy machine: so many times the seconds by the clock

# Seconds of computing: of this thread alone, since a library may compute on every core for it.
computed = getattr(time, "thread_time", time.process_time)


class TimeUp(BaseException):
    """Raised inside a call that takes too long; not an `Exception`, so that few answers catch it."""


@dataclass
class Outcome:
    """What one call did: ``value`` is plain, `Raised`, or None where ``unfit`` says why there is none."""

    value: object = None
    returned: object = None
    unfit: str = ""
    error: BaseException | None = None
    stopped: bool = False
    changed: bool = False


class Printed(io.TextIOBase):
    """Keeps the beginning of what is printed, ``most`` characters, and counts the rest."""

    def __init__(self, most=600):
        self.kept, self.lines, self.most = "", 0, most

    def writable(self):
        return True

    def write(self, text):
        self.lines += text.count("\n")
        if len(self.kept) < self.most:
            self.kept = (self.kept + text)[: self.most]
        return len(text)


def run(function, calls, seconds, fresh=copy.deepcopy):
    """Call a function with each tuple of arguments, on copies.

    Parameters
    ----------
    function : callable
        The learner's, or one of ours.
    calls : list of tuple
        Arguments; they are left as they are.
    seconds : float
        For all calls together.
    fresh : callable
        Makes the arguments of a call from those given.

    Returns
    -------
    (list of Outcome, Printed)
        One outcome a call, fewer if one was stopped.
    """
    outcomes, printed, screen = [], Printed(), sys.stdout
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            with (
                endless.in_pieces(),
                deadline(seconds, tell=lambda said: print(said, file=screen, flush=True)) as is_over,
            ):
                for arguments in calls:
                    outcomes.append(_call(function, fresh(arguments), arguments, is_over))
        except TimeUp:
            outcomes.append(Outcome(stopped=True))
    return outcomes, printed


def _call(function, given, arguments, is_over):
    try:
        returned = function(*given)
        try:
            outcome = Outcome(plain(returned), returned)
        except Unfit as reason:
            outcome = Outcome(None, returned, unfit=str(reason))
    except TimeUp:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and is_over():  # the reader's own, as they were told
            raise TimeUp from None
        outcome = Outcome(raises(type(error)), error=error)
    outcome.changed = not all(map(_unchanged, given, arguments))
    return outcome


def _unchanged(given, argument):
    try:
        return same(plain(given), plain(argument), tolerance=0.0)
    except Unfit:
        return True


@contextlib.contextmanager
def deadline(seconds, tell=print):
    """Raise `TimeUp` in the block after so many seconds: by an alarm on the main thread, else line by line.

    The seconds are of computing in this thread, so that a correct answer passes on a busy machine and on one with many
    cores; what only waits gets ten times as many by the clock. What cannot be stopped is told of, through ``tell``.

    Yields
    ------
    callable
        Whether time is up.
    """
    end, clock = computed() + seconds, time.monotonic() + PATIENCE * seconds

    def is_over():
        return computed() >= end or time.monotonic() >= clock

    on_main = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    watched = endless.watched(PATIENCE * seconds, TimeUp, tell, stop=not on_main)
    with watched, _alarm(seconds, is_over) if on_main else _tracing(is_over):
        yield is_over


@contextlib.contextmanager
def _alarm(seconds, is_over):
    fired = False

    def ring(number, frame):
        nonlocal fired
        if not is_over():
            return
        if fired:  # the answer caught the first: now the lines of its `except` raise as well
            sys.settrace(_raise)
            while frame is not None and frame.f_code.co_filename != __file__:
                frame.f_trace, frame = _raise, frame.f_back
        fired = True
        raise TimeUp

    before, tracer = signal.signal(signal.SIGALRM, ring), sys.gettrace()
    signal.setitimer(signal.ITIMER_REAL, seconds, endless.AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        sys.settrace(tracer)


def _raise(frame, event, argument):
    if event == "exception":  # the alarm itself, on its way to the `except` that will catch it
        return _raise
    raise TimeUp


@contextlib.contextmanager
def _tracing(is_over):
    before = sys.gettrace()

    def look(frame, event, argument):
        if is_over():
            raise TimeUp
        return look

    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)


def place(error, function):
    """Where an error came from in the learner's own code: (line number, its text, the file's name), or None."""
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
    found, step = None, error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name == own or name.startswith("<ipython") or "ipykernel_" in name:
            found = (step.tb_lineno, linecache.getline(name, step.tb_lineno).strip(), name)
        step = step.tb_next
    return found
