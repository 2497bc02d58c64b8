"""Progress as text, in JavaScript: the page reads and writes what Jupyter does."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessonlib.exercises.checking.records import LATEST, MOST, Record, as_text, from_text, joined

RECORDS = "../../web/page/records.js"
COUNTED = (st.integers(0, MOST), st.booleans(), st.integers(0, MOST))


def timed(attempts, right, hints, *times):
    return Record(attempts, right, hints, *sorted(times))


records = st.dictionaries(
    st.text(max_size=20).filter(lambda name: name != "__proto__"),
    st.one_of(st.builds(Record, *COUNTED), st.builds(timed, *COUNTED, st.integers(1, LATEST), st.integers(1, LATEST))),
    max_size=40,
)


def as_object(kept):
    return {id: vars(record) for id, record in kept.items()}


def drawn(count):
    """Some records of each kind, always the same."""
    found = []

    @settings(max_examples=count, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(records)
    def collect(kept):
        found.append(kept)

    collect()
    return found


def test_a_text_of_jupyter_is_read_and_a_text_of_the_page_is_read_in_jupyter(answers):
    cases = [{}, {"output-size": Record(3, True, 2)}, *drawn(60)]
    assert answers(RECORDS, "fromText", [[as_text(kept)] for kept in cases]) == [as_object(kept) for kept in cases]
    written = answers(RECORDS, "asText", [[as_object(kept)] for kept in cases])
    assert [from_text(text) for text in written] == [(kept, 0) for kept in cases]


def test_the_further_of_two_records_counts_as_in_jupyter(answers):
    cases = drawn(60)
    pairs = list(zip(cases, cases[1:] + cases[:1], strict=True))
    pairs += [({"a": Record(1, True, 0)}, {"a": Record(2, False, 3)})]
    found = answers(RECORDS, "joined", [[as_object(one), as_object(other)] for one, other in pairs])
    assert found == [as_object(joined(one, other)) for one, other in pairs]


def test_a_text_that_is_not_whole_is_refused_and_quotes_and_spaces_are_not_minded(answers):
    text = as_text({f"exercise-{number}": Record(number, number % 2 == 0, 1) for number in range(9)})
    chance = random.Random(1)
    bad = ["", "lesson:", text[:-4], text[7:], "lesson:!!", text + "AAAA", text[: chance.randrange(len(text) - 4)]]
    told = answers(RECORDS, "fromText", [[one] for one in bad])
    assert all("error" in one for one in told), told
    wrapped = [f' "{text[:20]}\n{text[20:]}" ', f'll.progress(restore="{text}")\n']
    assert answers(RECORDS, "fromText", [[one] for one in wrapped]) == [as_object(from_text(text)[0])] * 2


def test_records_out_of_range_are_left_out_as_in_jupyter(answers):
    kept = {
        "good": Record(2, True, 0),
        "bad": Record(MOST + 1, True, 0),
        "worse": Record(-1, False, 0),
        "late": Record(1, True, 0, 1, LATEST + 1),
    }
    assert answers(RECORDS, "fromText", [[as_text(kept)]]) == [as_object({"good": kept["good"]})]
