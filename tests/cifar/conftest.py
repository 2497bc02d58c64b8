"""What several tests of the training share."""

import pytest

import lessonlib as ll
from lessonlib.pictures import shapes10


@pytest.fixture(scope="module")
def few():
    """60 training and 30 test pictures."""
    return ll.cifar.Pictures(
        *shapes10.pictures(60, seed=1), *shapes10.pictures(30, seed=2), shapes10.CLASS_NAMES, "a few shapes", False
    )
