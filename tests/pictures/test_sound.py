"""Sounds: every number is in the line and in the file, and what is no sound is refused by name."""

import base64
import io
import re
import wave

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.figures import plots


@pytest.fixture
def displayed(monkeypatch):
    """What was displayed last, by kind."""
    found = {}
    monkeypatch.setattr("lessonlib.figures.display.hook", lambda data, metadata: found.update(data))
    return found


def test_each_row_is_a_line_over_its_samples(monkeypatch):
    drawn = []
    monkeypatch.setattr(plots, "show", lambda fig, alt, title=None: drawn.append((fig, alt)))
    ll.waves({"sound": [0.5, -1, 2], "map": [3, 4]}, start=7, alt="Two lines.")
    (fig, alt), *_ = drawn
    assert alt == "Two lines."
    assert [text.get_text() for text in fig.texts] == ["sound", "map"]
    lines = [axes.lines[1].get_xydata().tolist() for axes in fig.axes]
    assert lines == [[[7, 0.5], [8, -1], [9, 2]], [[7, 3], [8, 4]]]
    assert {axes.get_xlim() for axes in fig.axes} == {(7, 9)}


@pytest.mark.parametrize("rows", [{}, {"a": []}, {"a": [[1, 2]]}, {"a": [1, np.nan]}])
def test_what_is_no_row_of_numbers_is_refused(rows):
    with pytest.raises(ValueError, match="rows must hold"):
        ll.waves(rows, alt="Nothing.")


def test_the_player_holds_every_sample_and_says_what_is_heard(displayed):
    ll.listen([0, 0.5, -1, 1], 8000, title='a "tone"')
    assert displayed["text/plain"] == 'Sound: a "tone"'
    assert 'aria-label="a &quot;tone&quot;"' in displayed["text/html"]
    assert "autoplay" not in displayed["text/html"]
    coded = re.search(r"base64,([^\"]+)", displayed["text/html"])[1]
    with wave.open(io.BytesIO(base64.b64decode(coded))) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getnframes()) == (8000, 1, 4)
        assert np.frombuffer(sound.readframes(4), "<i2").tolist() == [0, 16384, -32767, 32767]


@pytest.mark.parametrize("samples", [[], [[0.1]], [1.5], [np.nan]])
def test_what_is_no_sound_is_refused(samples):
    with pytest.raises(ValueError, match="samples must be one row of numbers from -1 to 1"):
        ll.listen(samples, 8000, title="nothing")


def test_a_rate_is_a_whole_number(displayed):
    with pytest.raises(TypeError, match="rate"):
        ll.listen([0], 0.5, title="nothing")
