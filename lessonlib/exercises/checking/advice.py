"""What a learner can do about a common error: a sentence for each that Python's own message does not explain."""

import re

ADVICE = [  # type of error, pattern of its message, what to do
    (
        "TypeError",
        r"list indices must be integers or slices, not list",
        "An array takes a list of places as its index; a list does not. Look them up one by one in a loop.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for \+: 'int' and 'list'",
        "`sum` adds numbers, and the entries here are rows. Sum each row first, then add those sums.",
    ),
    (
        "ValueError",
        r"setting an array element with a sequence",
        "A whole array is put where one number belongs. Is a `.sum()` missing?",
    ),
    (
        "TypeError",
        r"list indices must be integers or slices, not tuple",
        "`grid[0, 1]` is for arrays. Here the rows are lists: write `grid[0][1]`, or make an array of them with "
        "`np.array(grid)`.",
    ),
    (
        "TypeError",
        r"(list indices|slice indices) must be integers|cannot be interpreted as an integer|index must be an integer",
        "A place must be a whole number, and `/` always gives a float. Divide with `//`.",
    ),
    (
        "TypeError",
        r"can't multiply sequence by non-int of type '(list|tuple)'",
        "Both are lists, and lists are not multiplied with each other. Their entries are: is a loop missing, or an "
        "index?",
    ),
    (
        "TypeError",
        r"can't multiply sequence by non-int",
        "A list times a number does not multiply its entries. Go through them in a loop, or make an array first: "
        "`np.array(numbers)`.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for @",
        "`@` multiplies arrays, and these are lists. Write the sum of the products in a loop, or make arrays first: "
        "`np.array(numbers)`.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for [-+*/%]+:? .*'(list|tuple)'",
        "Lists are not subtracted or multiplied entry by entry. Go through them in a loop, or make arrays first: "
        "`np.array(numbers)`.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) .*'NoneType'",
        "One of the two is None. Did a variable never get a value, or does a function return nothing?",
    ),
    (
        "TypeError",
        r"can only concatenate list",
        "`+` joins two lists; it does not add a number to each entry. Add inside a loop.",
    ),
    (
        "TypeError",
        r"'(int|float)' object is not iterable",
        "A single number stands where a list is needed. `for i in range(number)` counts up to it.",
    ),
    (
        "TypeError",
        r"'(int|float)' object is not subscriptable",
        "There is one index too many: what it is applied to is a number already.",
    ),
    (
        "TypeError",
        r"'(list|int|float|tuple|str|dict)' object is not callable",
        "Round brackets call a function. For an entry use square brackets, and check that no variable has the name "
        "of a function you need, such as `sum` or `max`.",
    ),
    (
        "TypeError",
        r"can't convert|object is not a number|must be real number",
        "Something that is no number is used as one. Print it just before this line.",
    ),
    (
        "IndexError",
        r"assignment index out of range",
        "A list grows by `append`. `new[i] = ...` only replaces an entry that is there.",
    ),
    (
        "IndexError",
        r"out of range|out of bounds",
        "An index runs past the end. Indices count from 0, so the last is the length minus 1.",
    ),
    (
        "NameError",
        r"name 'np' is not defined",
        "Add `import numpy as np` as the first line of your function.",
    ),
    (
        "NameError",
        r"is not defined",
        "Is it spelt as in the line that defines it, and does that line run before this one?",
    ),
    (
        "UnboundLocalError",
        r"",
        "Give the variable a first value before the loop.",
    ),
    (
        "ZeroDivisionError",
        r"",
        "The number below the fraction bar is 0 in this case.",
    ),
    (
        "RecursionError",
        r"",
        "The function calls itself without end. Which call should give an answer at once?",
    ),
    (
        "ValueError",
        r"could not be broadcast|operands could not|do not match|mismatch|not aligned",
        "The two shapes do not fit together. Did you assume that something is square, or swap rows and columns? Print "
        "both shapes just before this line.",
    ),
    (
        "ValueError",
        r"cannot reshape array",
        "`reshape` wants exactly as many numbers as there are. Is there something left over, which has to be cut off "
        "first?",
    ),
    (
        "ValueError",
        r"truth value of an array",
        "`if` needs one yes or no, and here an array of many is compared. Compare one entry, or use `.all()` or "
        "`.any()`.",
    ),
    (
        "ValueError",
        r"(max|min)\(\) .*empty|zero-size array",
        "The list is empty here. `grid[a:b][c:d]` slices the rows twice: the second brackets do not reach into a row.",
    ),
    (
        "ValueError",
        r"unpack",
        "The number of names on the left is not the number of values on the right.",
    ),
    (
        "AttributeError",
        r"'list' object has no attribute '(shape|sum|mean|T|reshape|max|min)'",
        "Lists do not have this; arrays do. Use `len(...)` and loops, or make an array first: `np.array(grid)`.",
    ),
    (
        "AttributeError",
        r"'NoneType' object",
        "Something before this line gave None. Methods such as `append` and `sort` change a list and return nothing.",
    ),
]


def advice(error):
    """What to do about an error, in a sentence; empty if there is nothing to add to its own message."""
    name = type(error).__name__
    try:
        message = str(error)
    except Exception:
        return ""
    return next((said for kind, pattern, said in ADVICE if kind == name and re.search(pattern, message)), "")
