"""Numbers as people type them into a question: accepted as what they mean, or asked back. Nothing is ever evaluated."""

import pytest

ACCEPTED = [
    *[("5", 5), (" 5 ", 5), ("+5", 5), ("-3", -3), ("−3", -3), ("–3", -3), ("-0", 0), ("007", 7), ("５", 5)],
    *[("5.", 5), (".5", 0.5), ("0.50", 0.5), ("12.5", 12.5), ("12,5", 12.5), ("0,5", 0.5), ("0.125", 0.125)],
    *[("1e3", 1000), ("3.5E-2", 0.035), ("35*10^6", 35e6), ("35·10⁶", 35e6)],
    *[("1,152", 1152), ("1 152", 1152), ("1\u00a0152", 1152), ("1\u202f152", 1152), ("1'152", 1152), ("1’152", 1152)],
    *[("1_152", 1152), ("15,052,800", 15052800), ("15.052.800", 15052800), ("44 892 064 800", 44892064800)],
    *[("10,54,15,200", 105415200), ("1,152.5", 1152.5), ("1.152,5", 1152.5), ("1 152,5", 1152.5), ("1'152.5", 1152.5)],
    *[("8*16*9", 1152), ("8 × 16 × 9", 1152), ("8x16x9", 1152), ("3 x 3", 9), ("10/2", 5), ("10 ÷ 4", 2.5)],
    *[("(5 - 3 + 0)/1 + 1", 3), ("(7−3)/2+1", 3), ("3^2*27", 243), ("3**2", 9), ("-2^2", -4), ("2*-3", -6), ("9²", 81)],
    *[("5 places", 5), ("9 px", 9), ("9px", 9), ("16 feature maps", 16), ("1,152 weights", 1152), ("4*4 cells", 16)],
    *[("35k", 35000), ("35 thousand", 35000), ("1.5 million", 1500000), ("45 billion weights", 45e9)],
    *[("five", 5), ("Five places", 5), ("zero", 0), ("~5", 5), ("about 5", 5), ("= 5", 5), ("5?", 5), ("5!", 5)],
    *[("(5-3+0)/1+1 = 3", 3), ("8*16*9 = 1,152", 1152), ("5 constructor", 5)],
]

ASKED_BACK = [
    ("", "Write a number first."),
    ("   ", "Write a number first."),
    ("1.152", "Do you mean 1152 or 1.152? Write 1152 or 1.1520."),
    ("16, 128", "Write one number: “16, 128” is several."),
    ("16 128 5", "Write one number: “16 128 5” is several."),
    ("3 and 5", "Write one number: “3 and 5” is several."),
    ("25%", "Per cent or a fraction? Write the number alone, such as 25 or 0.25."),
    ("25 %", "Per cent or a fraction? Write the number alone, such as 25 or 0.25."),
    ("5/0", "That divides by 0, which gives no number."),
    ("(5-3)/0 + 1", "That divides by 0, which gives no number."),
    ("2*3 = 5", "The two sides of = differ: 6 and 5. Write the one that you mean."),
    ("1e309", "1e309 is too large a number to compute with."),
    ("9^9^9", "9^9^9 is too large a number to compute with."),
    *(
        (text, f"“{text}” is not a number. Write one such as 12 or 0.5.")
        for text in ("many", "(3", "3)", "3+", "*3", "()")
    ),
    *(
        (text, f"“{text}” is not a number. Write one such as 12 or 0.5.")
        for text in ("nan", "1.2.3", "1,2,3", "1''5", "--")
    ),
    *((text, f"“{text}” is not a number. Write one such as 12 or 0.5.") for text in ("alert(1)", "a=b", "[5]", "5;6")),
    ("x" * 200, f"“{'x' * 20}...” is not a number. Write one such as 12 or 0.5."),
    ("(" * 100 + "1", f"“{'(' * 20}...” is not a number. Write one such as 12 or 0.5."),
]


def read(answers, texts, is_whole=True):
    return answers("prediction/numbers.js", "readAnswer", [[text, is_whole] for text in texts])


def test_what_can_only_mean_one_number_is_accepted(answers):
    got = read(answers, [text for text, _ in ACCEPTED])
    wrong = [
        (text, mine)
        for (text, number), mine in zip(ACCEPTED, got, strict=True)
        if mine.get("number") != pytest.approx(number)
    ]
    assert wrong == []


def test_anything_else_is_asked_back(answers):
    got = read(answers, [text for text, _ in ASKED_BACK])
    assert got == [{"problem": said} for _, said in ASKED_BACK]


def test_one_sign_before_three_digits_is_read_as_the_question_asks(answers):
    """A question for a fraction takes 1.152 as decimals; one for a whole number takes 1,152 as thousands."""
    assert read(answers, ["1.152", "9.375 px"], is_whole=False) == [{"number": 1.152}, {"number": 9.375}]
    assert read(answers, ["1,152"], is_whole=False) == [{"problem": "Do you mean 1152 or 1.152? Write 1152 or 1.1520."}]
    assert read(answers, ["1152", "1.1520"], is_whole=False) == [{"number": 1152}, {"number": 1.152}]
