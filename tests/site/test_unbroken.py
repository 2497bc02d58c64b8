"""What is read as one thing is not broken between two lines."""

import pytest
from extension.chapters.unbroken import join


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("is (K, C, FH, FW), both arrays", "is (K,_C,_FH,_FW), both arrays"),
        ("the rows 2 2 −2, then 3 3 -3, then", "the rows 2_2_−2, then 3_3_-3, then"),
        ("a row of -1 0 1.", "a row of -1_0_1."),
        ("(Zhang, Yu) in 2024 10 of 12 4", "(Zhang, Yu) in 2024 10 of 12 4"),
        ("a 1 2 3 4 5 6 7 8 9 10 11 12 13 in a row", "a 1 2 3 4 5 6 7 8 9 10 11 12 13 in a row"),
    ],
)
def test_a_shape_or_a_row_of_numbers_stays_whole(written, kept):
    assert join(written) == kept.replace("_", "\N{NO-BREAK SPACE}")
