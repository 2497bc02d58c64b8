"""The checker, whatever comes: every answer gets a sentence, none a traceback, and style does not count."""

import hashlib
import itertools
import signal
import sys
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch.nn import functional

import lessonlib as ll
from lessonlib.exercises import all_exercises, as_grid, find
from lessonlib.exercises.checking import endless, run
from lessonlib.exercises.checking.check import examine
from lessonlib.exercises.checking.plain import Grid, Unfit, plain, same

SIZE, CONVOLVE, DESIGN = find("output-size"), find("convolution-with-loops"), find("design-a-filter")
right_size, right_maps = SIZE.solution, CONVOLVE.solution


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path / "progress.json"))


def size(function):
    return examine(SIZE, function)


def maps(change):
    """Feedback on a right convolution whose result is changed."""
    return examine(
        CONVOLVE, lambda images, filters, stride, padding: change(right_maps(images, filters, stride, padding))
    )


# The order of feedback


def nothing_but_words(input_size, filter_size, stride, padding):
    """Later."""


def not_yet(input_size, filter_size, stride, padding):
    raise NotImplementedError("later")


def only_pass(a, b, c, d):
    pass


@pytest.mark.parametrize("function", [SIZE.starter, nothing_but_words, not_yet, only_pass, lambda a, b, c, d: ...])
def test_an_answer_that_is_not_there_is_no_attempt(function):
    assert size(function).kind == "untouched" or function.__name__ == "<lambda>"
    ll.check("output-size", function)
    assert "1 tried" not in str(ll.progress()) or function.__name__ == "<lambda>"


def breaks(input_size, filter_size, stride, padding):
    numbers = [1, 2]
    return numbers[input_size]


def test_an_error_comes_with_the_learners_line_and_the_call():
    feedback = size(breaks)
    assert feedback.kind == "raised"
    assert "IndexError (list index out of range)" in feedback.text
    assert f"in line {breaks.__code__.co_firstlineno + 2}: `return numbers[input_size]`" in feedback.text
    assert "output_size(input_size=" in feedback.text


def test_a_function_that_takes_other_arguments_is_told_which_it_gets():
    feedback = size(lambda image, filter_size: 5)
    assert feedback.kind == "raised"
    assert "It takes (image, filter_size); the exercise gives it 4: (input_size, " in feedback.text


def test_an_error_comes_with_the_shapes():
    def breaks(images, filters, stride, padding):
        return images @ filters

    feedback = examine(CONVOLVE, breaks)
    assert feedback.kind == "raised"
    assert "images: an array of shape (1, 1, 5, 5)" in feedback.text
    assert "filters: an array of shape (1, 1, 3, 3)" in feedback.text


def test_an_error_of_the_wrong_type_where_one_is_right():
    def other(*setting):
        try:
            return right_size(*setting)
        except ValueError:
            raise KeyError from None

    feedback = size(other)
    assert feedback.kind == "raised"
    assert "it should be a ValueError" in feedback.text


def test_a_more_special_error_is_right_too():
    class NoSuchSize(ValueError):
        pass

    def special(*setting):
        try:
            return right_size(*setting)
        except ValueError:
            raise NoSuchSize from None

    assert size(special)


def test_printing_instead_of_returning():
    feedback = size(lambda a, b, c, d: print(a))
    assert feedback.kind == "none"
    assert "returned None" in feedback.text
    assert "Your code printed:" in feedback.text


def test_a_failing_case_is_shown_with_expected_and_got():
    def wrong_for_large(*setting):
        answer = right_size(*setting)
        return answer + (setting[0] >= 9)

    feedback = size(wrong_for_large)
    assert feedback.kind == "values"
    assert "output_size(input_size=227, filter_size=11, stride=4, padding=0)" in feedback.text  # the chapter's own
    assert "expected: 55" in feedback.text
    assert "got:      56" in feedback.text


def test_a_formula_is_recognised_also_where_its_checks_are_right():
    def one_side(input_size, filter_size, stride, padding):
        right_size(input_size, filter_size, stride, padding)  # raises where it should
        return (input_size - filter_size + padding) // stride + 1

    assert size(one_side).mistake == "pads_one_side"


def test_a_map_where_a_batch_of_maps_was_asked():
    def bare(images, filters, stride, padding):
        found = right_maps(images, filters, stride, padding)
        return found[0, 0] if found.shape[:2] == (1, 1) else found

    feedback = examine(CONVOLVE, bare)
    assert feedback.kind == "shape"
    assert "All the numbers are right, only the shape is not" in feedback.text
    assert "(1, 1, 3, 3) was asked for" in feedback.text


def test_another_shape():
    feedback = maps(lambda found: found[..., :-1])
    assert feedback.kind == "shape"
    assert "it should be (1, 1, 3, 3)" in feedback.text


def test_a_difference_of_arrays_is_drawn():
    def off(found):
        found[..., -1, -1] += 7
        return found

    feedback = maps(off)
    assert feedback.kind == "values"
    assert "Number by number, slice [0, 0]:" in feedback.text
    assert feedback.text.count("<-") == 1
    shown = feedback._repr_html_()
    assert shown.count("<table>") == 3
    assert shown.count('<td class="lesson-positive">7</td>') == 1
    assert "<script" not in shown


def test_writing_into_the_input_is_told():
    def writes(images, filters, stride, padding):
        found = right_maps(images, filters, stride, padding)
        images[:] = 0
        return found

    feedback = examine(CONVOLVE, writes)
    assert feedback.kind == "changed"
    assert "changes what it was given" in feedback.text
    assert examine(CONVOLVE, right_maps), "the checker's own numbers are as they were"


# Style does not count


def by_einsum(images, filters, stride, padding):
    padded = np.pad(images, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    patches = np.lib.stride_tricks.sliding_window_view(padded, filters.shape[2:], axis=(2, 3))
    return np.einsum("nchwij,kcij->nkhw", patches[:, :, ::stride, ::stride], filters)


def by_torch(images, filters, stride, padding):
    return functional.conv2d(torch.tensor(images).float(), torch.tensor(filters).float(), None, stride, padding)


def by_scipy(images, filters, stride, padding):
    """As `scipy.signal.correlate2d` would, channel by channel, every place, then every stride-th."""
    padded = np.pad(images, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    every = ll.conv2d(padded, filters).astype(complex).real
    return every[:, :, ::stride, ::stride]


@pytest.mark.parametrize("function", [by_einsum, by_torch, by_scipy, ll.conv2d_loops])
def test_a_right_convolution_in_another_style_passes(function):
    if function is ll.conv2d_loops:
        assert examine(CONVOLVE, lambda x, w, stride, padding: function(x, w, None, stride, padding))
    else:
        assert examine(CONVOLVE, function)


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.tolist(),
        lambda found: found.astype(np.float32),
        lambda found: found.astype(np.float16),
        lambda found: torch.tensor(found),
        lambda found: torch.tensor(found, requires_grad=True),
        lambda found: tuple(found),
        lambda found: np.asfortranarray(found),
        lambda found: found + 1e-9,
        lambda found: np.ma.array(found),
    ],
)
def test_a_right_result_in_another_form_passes(change):
    assert maps(change)


@pytest.mark.parametrize("change", [np.int32, np.uint8, lambda n: torch.tensor(n), lambda n: np.array(n)])
def test_a_whole_number_in_another_form_passes(change):
    assert size(lambda *setting: change(right_size(*setting)))


def test_a_map_of_small_whole_numbers_passes():
    exercise = find("max-pooled")
    assert examine(exercise, lambda *given: np.array(exercise.solution(*given), np.int16))


def test_a_filter_in_another_form_passes():
    weights = [[1, 2, 1], [0, 0, 0], [-1, -2, -1]]
    for form in (weights, tuple(map(tuple, weights)), np.array(weights, np.float32), torch.tensor(weights) / 7):
        assert examine(DESIGN, form)


# Whatever comes


class Evil:
    def __repr__(self):
        raise RuntimeError("no")

    __str__ = __eq__ = __len__ = __iter__ = __bool__ = __float__ = __index__ = __getattr__ = __repr__
    __hash__ = None


class EvilText(str):
    def __repr__(self):
        raise RuntimeError("no")

    __str__ = __len__ = __iter__ = __format__ = __repr__


class EvilNumber(int):
    def __repr__(self):
        raise RuntimeError("no")

    __str__ = __int__ = __float__ = __index__ = __abs__ = __format__ = __repr__


class EvilError(Exception):
    def __str__(self):
        raise RuntimeError("no")


def throws(error):
    def function(*arguments):
        raise error

    return function


itself = []
itself.append(itself)
deep = 0
for _ in range(500):
    deep = [deep]

JUNK = {
    "nothing": None,
    "dots": ...,
    "number": 5,
    "text": "output_size",
    "list": [1, 2],
    "dict": {"a": 1},
    "array": np.zeros((2, 2)),
    "object array": np.array([None, "a"], dtype=object),
    "text array": np.array(["a", "b"]),
    "complex array": np.zeros(3, complex),
    "tensor": torch.zeros(3, 3),
    "huge array": np.broadcast_to(0.0, (10**6, 10**6)),
    "ragged": [[1, 2], [3]],
    "itself": itself,
    "deep": deep,
    "not a number": [[float("nan")] * 3] * 3,
    "infinite": [[float("inf")] * 3] * 3,
    "huge whole number": [[10**400] * 3] * 3,
    "generator": (n for n in range(3)),
    "set": {1, 2},
    "bytes": b"abc",
    "type": int,
    "module": np,
    "evil": Evil(),
    "layer": torch.nn.Conv2d(3, 8, 3),
    "namespace": SimpleNamespace(shape=(3, 3), dtype="float32"),
    "date": np.datetime64("2026-01-01"),
    "one nan": float("nan"),
    "nan of numpy": np.float64("nan"),
    "nan of torch": torch.tensor(float("nan")),
    "one infinity": -float("inf"),
    "5001 digits": 10**5000,
    "5001 digits below 0": -(10**5000),
    "5001 digits in a list": [10**5000, 1.5],
    "masked array": np.ma.masked_invalid([[1.0, np.nan, 3.0]] * 3),
    "masked": np.ma.masked,
    "sparse tensor": torch.eye(3).to_sparse(),
    "nested tensor": torch.eye(3).to_mkldnn(),
    "meta tensor": torch.zeros(3, 3, device="meta"),
    "half precision": torch.eye(3).to(torch.float8_e4m3fn),
    "long double": np.eye(3, dtype=np.longdouble),
    "one long double": np.longdouble("1e4000"),
    "record array": np.zeros(3, dtype=[("a", float), ("b", int)]),
    "long text": "a" * 100_000,
    "surrogate": "\udcff",
    "evil text": EvilText("abc"),
    "evil number": EvilNumber(3),
    "evil keys": {Evil: 1, (1, 2): [Evil()]},
    "memory": memoryview(b"abc"),
}
JUNK |= {
    f"{name}, twice in a tuple": (JUNK[name],) * 2
    for name in ("one nan", "one infinity", "5001 digits", "masked array", "sparse tensor", "meta tensor", "evil text")
}
RETURNED = {f"returns {name}": (lambda *a, value=value, **k: value) for name, value in JUNK.items()}
CALLABLE = {
    "builtin": max,
    "class": Evil,
    "no arguments": lambda: 5,
    "too many arguments": lambda a, b, c, d, e, f, g, h: 5,
    "keyword only": lambda *, a, b: 5,
    "recursion": (lambda f: lambda *a: f(f, a))(lambda f, a: f(f, a)),
    "exit": throws(SystemExit(1)),
    "interrupt": throws(KeyboardInterrupt()),
    "base": throws(BaseException("odd")),
    "evil error": throws(EvilError()),
    "generator function": lambda *a: (n for n in a),
    "coroutine": lambda *a: iter(a),
    "method": "abc".join,
    "partial text": str,
}


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.id)
def test_junk_of_many_kinds_gets_a_sentence(exercise):
    assert len(JUNK) >= 20
    for name, junk in {**JUNK, **RETURNED, **CALLABLE}.items():
        feedback = ll.check(exercise.id, junk)
        assert not feedback, name
        assert feedback.kind != "stumbled", (name, feedback.text)
        assert 20 < len(feedback.text) < 3000, (name, feedback.text)
        assert "Traceback" not in feedback.text
        assert feedback._repr_html_() is None or "lesson-feedback" in feedback._repr_html_()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (float("nan"), "NaN"),
        (np.float32("nan"), "NaN"),
        (float("inf"), "infinity"),
        (-float("inf"), "infinity"),
    ],
)
def test_nan_and_infinity_have_a_sentence_of_their_own(value, words):
    def one(found):
        found = found.astype(float)
        found[..., -1, -1] = value
        return found

    for feedback in (maps(one), size(lambda *setting: value), examine(DESIGN, [[value] * 3] * 3)):
        assert words in feedback.text
        assert "divi" in feedback.text
        assert feedback.kind == "values"
    for exercise in all_exercises():
        if not exercise.judge:
            found = examine(exercise, lambda *a, solution=exercise.solution: with_first(solution(*a), value))
            assert words in found.text or found.kind in ("raised", "mistake"), exercise.id


def with_first(answer, value):
    """An answer with one of its numbers replaced, however deep it lies."""
    if isinstance(answer, tuple | list):
        return type(answer)([with_first(answer[0], value), *answer[1:]])
    if hasattr(answer, "shape") and answer.shape:
        answer = answer.astype(float) if isinstance(answer, np.ndarray) else answer.clone().float()
        answer[(0,) * answer.ndim] = float(value)
        return answer
    return value


def test_an_answer_that_cannot_be_looked_at_is_no_error_of_the_readers_code():
    for value, words in (
        (torch.zeros(1, 1, 2, 2, device="meta"), "meta"),
        (torch.zeros(2, 2).to_sparse(), "sparse"),
        (np.ma.masked_equal(np.zeros((1, 1, 2, 2)), 0), "mask"),
    ):
        feedback = maps(lambda found, value=value: value)
        assert feedback.kind == "type"
        assert words in feedback.text


@pytest.mark.parametrize(
    "call", [(), ("output-size",), ("output_size", right_size), (5, 5), ("nonsense", 5), (Evil(),)]
)
def test_a_check_that_is_asked_wrongly_says_how_to_ask(call):
    feedback = ll.check(*call)
    assert feedback.kind == "note"
    assert "ll.check" in feedback.text or "exercise" in feedback.text


def test_the_brackets_that_are_too_many_are_named():
    assert "without brackets" in ll.check("output-size", right_size(7, 3, 1, 0)).text


def test_answers_of_the_wrong_kind_are_named():
    assert "gives its values one by one" in size(lambda *a: (n for n in a)).text
    assert "dtype object" in maps(lambda found: found.astype(object)).text
    assert "complex" in maps(lambda found: found.astype(complex)).text
    assert "Call it, with brackets" in size(lambda *a: right_size).text
    assert "(text)" in size(lambda *a: "5").text
    assert "(a bool)" in size(lambda *a: True).text


def test_a_fault_of_the_checker_is_no_traceback(monkeypatch):
    monkeypatch.setattr("lessonlib.exercises.checking.check.examine", throws(RuntimeError("inside")))
    feedback = ll.check("output-size", right_size)
    assert feedback.kind == "stumbled"
    assert "does not count" in feedback.text


# Answers that do not end, and answers that talk


def for_ever(*arguments):
    while True:
        pass


def for_ever_and_catches(*arguments):
    while True:
        try:
            for n in range(1000):
                n += 1
        except:  # noqa: E722 - that is the point
            pass


def sleeps(*arguments):
    time.sleep(60)


SOON = replace(SIZE, seconds=0.3)


def test_an_answer_that_never_ends_is_stopped():
    start = time.monotonic()
    feedback = ll.check("output-size", for_ever)
    assert feedback.kind == "stopped"
    assert "2 seconds" in feedback.text
    assert 1.9 < time.monotonic() - start < 20


@pytest.mark.parametrize("function", [for_ever_and_catches, sleeps])
def test_not_even_one_that_catches_everything_or_only_waits_goes_on(function):
    assert examine(SOON, function).kind == "stopped"
    assert size(right_size), "nothing is left of the alarm"


space = {}
exec("def one_line_for_ever(*arguments):\n    while True: pass", space)
one_line_for_ever = space["one_line_for_ever"]


def swallows(*arguments):
    while True:
        try:
            len("")
        except BaseException:
            continue


def sums(*arguments):
    return sum(range(10**14))


def seeks_the_largest(*arguments):
    return max(itertools.count())


def sorts(*arguments):
    return sorted(itertools.repeat(1))


ENDLESS = [for_ever, swallows, one_line_for_ever, sums, seeks_the_largest, sorts]


@pytest.mark.parametrize("function", ENDLESS)
def test_whatever_never_ends_is_stopped_on_the_main_thread(function):
    assert examine(SOON, function).kind == "stopped"


@pytest.mark.parametrize("function", ENDLESS)
def test_whatever_never_ends_is_stopped_off_the_main_thread_too(function):
    found = []
    thread = threading.Thread(target=lambda: found.append(examine(SOON, function)), daemon=True)
    thread.start()
    thread.join(20)
    assert [feedback.kind for feedback in found] == ["stopped"]


@pytest.mark.parametrize("function", ENDLESS)
def test_whatever_never_ends_is_stopped_where_there_is_no_alarm(function, monkeypatch):
    """As on Windows."""
    monkeypatch.delattr("signal.setitimer")
    assert examine(SOON, function).kind == "stopped"
    assert sum(range(10)) == 45
    assert size(right_size), "nothing is left of it"


def test_what_cannot_be_stopped_is_told_of_and_an_interrupt_ends_it(monkeypatch, capsys):
    """A call that waits, where there is no alarm: after the deadline the reader reads what to do, and does it."""
    monkeypatch.delattr("signal.setitimer")
    monkeypatch.setattr(run, "PATIENCE", 1)
    monkeypatch.setattr(endless, "TELLING", 0.1)
    # To this thread: a signal to the process may go to another, and wake no one who sleeps.
    interrupt = threading.Timer(2, signal.pthread_kill, [threading.get_ident(), signal.SIGINT])
    interrupt.start()
    start = time.monotonic()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a kernel; in a background job it is off
    try:
        feedback = examine(SOON, sleeps)
        interrupt.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - start < 20
    assert feedback.kind == "stopped"
    assert capsys.readouterr().out.count("Interrupt the kernel") == 1


def test_built_in_loops_in_pieces_give_what_they_give(monkeypatch):
    monkeypatch.setattr(endless, "PIECE", 3)
    numbers = [3, -1, 4, 1, -5, 9, 2, 6, -5, 3, 5]
    plain_results = built_in_loops(numbers)
    with endless.in_pieces():
        assert built_in_loops(numbers) == plain_results
        for call in (lambda: max([]), lambda: sum(["a"]), lambda: min(1), lambda: sorted(numbers, up=True)):
            with pytest.raises((TypeError, ValueError)):
                call()
    assert sum.__module__ == "builtins"
    assert not hasattr(sum, "__wrapped__")


def built_in_loops(numbers):
    return [
        sum(numbers),
        sum(n / 7 for n in numbers) > 0,
        sum(((n,) for n in numbers), ()),
        sum(numbers, start=5),
        max(numbers),
        max(numbers, key=abs),
        min(enumerate(numbers), key=lambda pair: pair[1]),
        min([], default=7),
        max(1, 2),
        max((), default=None, key=abs),
        any(n > 8 for n in numbers),
        any([]),
        all(n > -6 for n in numbers),
        all([0]),
        sorted(numbers, reverse=True),
        sorted(range(5), key=lambda n: -n),
    ]


def test_threads_that_compute_for_an_answer_do_not_shorten_its_time(monkeypatch):
    """They burn five times its seconds, as a matrix product does on many cores."""
    monkeypatch.setattr(run, "PATIENCE", 1000)
    done = threading.Event()

    def burn():
        while not done.is_set():
            hashlib.sha256(bytes(1 << 22))  # without Python's lock

    helpers = [threading.Thread(target=burn) for _ in range(4)]
    for helper in helpers:
        helper.start()
    try:
        with run.deadline(0.2):
            end = time.process_time() + 1
            while time.process_time() < end:
                time.sleep(0.01)
    finally:
        done.set()
        for helper in helpers:
            helper.join()


def test_a_tracer_that_was_there_is_there_again():
    before = sys.gettrace()
    examine(SOON, for_ever_and_catches)
    assert sys.gettrace() is before


def test_a_million_lines_are_cut_and_the_cut_is_told(capsys):
    def talks(*setting):
        for n in range(10_000):
            print("line", n)
        return right_size(*setting)

    feedback = ll.check("output-size", talks)
    assert feedback
    assert "line 4\n" in feedback.text
    assert "line 9" not in feedback.text
    assert "more lines" in feedback.text
    assert capsys.readouterr().out == ""


# Plain values


def test_plain_values_are_told_apart():
    assert plain(np.float32(2)) == 2
    assert plain([[1, 2], [3, 4]]) == Grid((2, 2), [1, 2, 3, 4])
    assert plain([np.zeros(2), [1, 2]]).shape == (2, 2)
    assert plain(np.zeros((2, 0, 3))).shape == (2, 0, 3)
    assert isinstance(plain([[1], [2, 3]]), list)
    assert not same(True, 1)
    assert not same(plain([5]), 5)
    assert same(float("nan"), float("nan"))
    assert not same(float("inf"), 10**400)
    assert not same(1.0, 1.001)
    assert same(5.0, 5)
    assert not same(5.0, 5, whole=True)


@pytest.mark.parametrize(("value", "said"), [([1, 2, 3], "of shape (3,), not (3, 3)"), ("abc", "'abc' (text)")])
def test_a_grid_of_another_shape_is_named(value, said):
    with pytest.raises(Unfit) as caught:
        as_grid(value, (3, 3))
    assert str(caught.value) == said


def test_where_no_thread_can_be_started_the_answer_is_judged_all_the_same(monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert size(right_size)
    assert size(lambda *setting: 5).kind == "values"
