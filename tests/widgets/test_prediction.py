"""Predictions: every answer has a reply, the page judges as Python does, and only the reader's browser remembers."""

import random
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from paths import AXE
from widget_page import PAPER

import lessonlib as ll
from lessonlib.widgets.kit import markup

CHOICES = {"3": "A filter has a *direction*.", "0": "Turned round is not gone.", "−3": "Yes: `-1` meets 1."}
PLACES = {5: "It begins at pixels 0 to 4.", 7: "The last two would stick out."}
MAP = [[0, 3, None], [0, -3, 1]]
CELLS = {(1, 1): "The least.", (0, 1): "That is the most."}


def choice(**changes):
    settings = {"question": "At the mirrored edge?", "choices": CHOICES, "answer": "−3", "id": "mirrored-edge"}
    return ll.predict(**{**settings, **changes})


def number(**changes):
    settings = {"question": "How many places?", "number": 5, "replies": PLACES, "otherwise": "Count them."}
    settings["id"] = "places"
    return ll.predict(**{**settings, **changes})


def cell(**changes):
    settings = {"question": "Where is the least?", "grid": MAP, "answer": (1, 1), "replies": CELLS, "otherwise": "No."}
    settings["id"] = "least"
    return ll.predict(**{**settings, **changes})


def test_its_repr_is_short_and_the_same_for_the_same_question():
    assert repr(choice()) == "Prediction('mirrored-edge', a choice)"
    assert repr(choice(question="Other words?")) == repr(choice())
    assert repr(cell()) == "Prediction('least', a cell)"


@pytest.mark.parametrize(
    ("ask", "changes", "error", "said"),
    [
        (choice, {"question": " "}, ValueError, "question must say something"),
        (choice, {"question": 3}, TypeError, "question must be a text; got 3"),
        (choice, {"choices": ["3", "0"]}, TypeError, "choices must be a dict of answers and the replies"),
        (choice, {"choices": {**CHOICES, "0": ""}}, ValueError, "the reply to '0' must say something"),
        (choice, {"choices": {**CHOICES, "0": None}}, TypeError, "the reply to '0' must be a text; got None"),
        (choice, {"choices": {**CHOICES, "1": CHOICES["0"]}}, ValueError, "'0' and '1' share one"),
        (choice, {"choices": {"−3": "Yes."}}, ValueError, "choices must be two or more; got 1"),
        (choice, {"answer": "-3"}, ValueError, "answer must be among '3', '0', '−3'; got '-3'"),
        (choice, {"number": 3}, ValueError, "one of choices, number and grid; got choices and number"),
        (choice, {"choices": None}, ValueError, "one of choices, number and grid; got none"),
        (choice, {"otherwise": "No."}, ValueError, "otherwise has no use in a question for a choice"),
        (choice, {"id": "a b"}, ValueError, "id must be letters, digits"),
        (number, {"replies": {7: "No."}}, ValueError, r"replies must have a reply to the right answer, 5; got \[7\]"),
        (number, {"replies": None}, TypeError, "replies must be a dict"),
        (number, {"otherwise": None}, TypeError, "otherwise, the reply to any other answer, must be a text; got None"),
        (number, {"otherwise": {"smaller": "More."}}, ValueError, "otherwise must be a reply, or for a number"),
        (number, {"tolerance": 2}, ValueError, "replies must not name 7: it lies within the tolerance, 2, of 5"),
        (number, {"tolerance": -1}, ValueError, "tolerance must be 0 or more; got -1"),
        (number, {"number": True}, TypeError, "number must be a number; got True"),
        (number, {"number": float("inf")}, ValueError, "number must be finite"),
        (number, {"number": 2**53 + 1}, ValueError, r"at most 2\*\*53"),
        (number, {"answer": 5}, ValueError, "answer has no use in a question for a number"),
        (cell, {"answer": (2, 0)}, ValueError, r"answer must lie in the 2x3 grid, counted from 0; got \(2, 0\)"),
        (cell, {"answer": 4}, TypeError, r"answer must be a pair \(row, column\); got 4"),
        (cell, {"answer": []}, ValueError, "answer must be a cell"),
        (cell, {"answer": [(1, 1), (1, 0)]}, ValueError, r"a reply to the right answer, \(1, 0\)"),
        (cell, {"grid": [[0] * 7]}, ValueError, "grid must be at most 6 columns wide, to be tapped; got 7"),
        (cell, {"grid": [[1, 2], [3]]}, ValueError, "grid must be a regular grid"),
        (cell, {"grid": [["a"]]}, TypeError, "grid must hold integers or real numbers"),
        (cell, {"grid": 3}, TypeError, "grid must be rows of numbers"),
    ],
)
def test_what_would_leave_a_reader_without_a_reply_is_refused(ask, changes, error, said):
    with pytest.raises(error, match=said):
        ask(**changes)


def test_python_reads_and_sets_what_was_answered():
    widget = choice()
    assert (widget.answered, widget.correct, widget.attempts, widget.revealed) == (False, None, [], False)
    widget.attempts = ["0"]
    assert (widget.answered, widget.correct) == (True, False)
    widget.attempts = ["0", "−3"]
    assert widget.correct is True
    with pytest.raises(ValueError, match="answer must be among"):
        widget.attempts = ["four"]
    with pytest.raises(TypeError, match="revealed must be True or False; got 1"):
        widget.revealed = 1
    widget = cell()
    widget.attempts = [np.array([0, 1]).tolist(), (1, 1)]
    assert (widget.attempts, widget.correct, widget.reply_to((1, 2))) == ([[0, 1], [1, 1]], True, "No.")


def test_numbers_near_enough_are_right_and_the_others_hear_which_way():
    widget = number(
        number=0.4, tolerance=0.05, replies={0.4: "Yes."}, otherwise={"smaller": "More.", "larger": "Fewer."}
    )
    replies = [widget.reply_to(value) for value in (0.35, 0.45, 0.4, 0.34, 0.46, 10**9)]
    assert replies == ["Yes.", "Yes.", "Yes.", "More.", "Fewer.", "Fewer."]


def test_the_page_judges_as_python_does(answers):
    rng = random.Random(4)
    cases, wanted = [], []
    for i in range(150):
        right, tolerance = rng.choice([rng.randint(-50, 50), rng.uniform(-2, 2)]), rng.choice([0, 0, 0.25, 1])
        replies = {right: "right", right + 2.5: "known", right - 7: "another"}
        otherwise = "other" if i % 2 else {"smaller": "small", "larger": "large"}
        widget = number(number=right, tolerance=tolerance, replies=replies, otherwise=otherwise)
        near = [right, right + tolerance, right - tolerance, right + 2.5, right - 7, rng.uniform(-9, 9)]
        for given in near:
            widget.attempts = [given]
            cases.append([widget.view.get_state(["answers", "otherwise", "tolerance"]), widget.attempts[0]])
            wanted.append({"right": widget.correct, "reply": widget.reply_to(given)})
    widget = cell()
    for given in np.ndindex(2, 3):
        cases.append([widget.view.get_state(["answers", "otherwise", "tolerance"]), list(given)])
        wanted.append({"right": given == (1, 1), "reply": CELLS.get(given, "No.")})
    assert answers("prediction/grading.js", "judge", cases) == wanted
    assert {answer["reply"] for answer in wanted} >= {"right", "known", "another", "other", "small", "large", "No."}


MARKED = [
    ("plain", [["text", "plain", ""]]),
    ("`a*b*` and *so*", [["code", "a*b*", ""], ["text", " and ", ""], ["em", "so", ""]]),
    ("**very** well", [["strong", "very", ""], ["text", " well", ""]]),
    ("3*3*3 = 27", [["text", "3*3*3 = 27", ""]]),
    ("2 * 3 * 4", [["text", "2 * 3 * 4", ""]]),
    (
        "see [there](03-by-hand.ipynb#the-sign).",
        [["text", "see ", ""], ["a", "there", "03-by-hand.ipynb#the-sign"], ["text", ".", ""]],
    ),
    ("[x](javascript:alert(1))", [["text", "[x](javascript:alert(1))", ""]]),
    ("[x](//host/y)", [["text", "[x](//host/y)", ""]]),
    ("<img src=x onerror=alert(1)>", [["text", "<img src=x onerror=alert(1)>", ""]]),
]


def test_markup_is_a_small_subset_and_python_reads_the_same(answers):
    assert answers("kit/markup.js", "parseMarkup", [[text] for text, _ in MARKED]) == [pieces for _, pieces in MARKED]
    assert [markup.plain_markup(text) for text, _ in MARKED] == [
        "".join(words for _, words, _ in pieces) for _, pieces in MARKED
    ]


@pytest.mark.parametrize("widget", [choice(), number(), cell(), cell(signed=True)], ids=repr)
def test_its_still_asks_and_says_where_to_answer(widget):
    svg, sentence = widget.still()
    root = ET.fromstring(svg)
    assert root.find("{*}title").text == widget.view.question
    assert widget.view.still == {"svg": svg, "sentence": sentence}
    assert "live page" in sentence
    texts = [part.text for part in root.iter() if part.tag.endswith("}text")]
    shown = {"choice": list(CHOICES), "number": [], "cell": ["0", "3", "−3", "1"]}[widget.view.kind]
    assert set(shown) <= set(texts)
    said = " ".join(text for text in texts if text)
    assert not any(known["reply"] in said for known in widget.view.answers)


@pytest.fixture
def show(show_together):
    return show_together


def question(page, nth=0):
    return page.locator(".lesson-question").nth(nth)


def verdict(page, nth=0):
    return question(page, nth).get_by_role("status").last.text_content()


def check(page, nth=0):
    question(page, nth).get_by_role("button", name="Check my answer").click()


@pytest.mark.browser
def test_each_choice_gets_its_own_reply_and_the_answer_is_offered_after_an_attempt(show):
    page = show(choice())
    group = page.get_by_role("group", name="Predict. At the mirrored edge?")
    assert group.get_by_role("radio").count() == 3
    assert page.get_by_role("button").all_text_contents() == ["Check my answer"]
    check(page)
    assert page.locator("[data-part=problem]").text_content() == "Choose an answer first."
    assert page.evaluate("models[0].get('attempts')") == []
    for label, said in [("3", "✗ Not this. A filter has a direction."), ("0", "✗ Not this. Turned round is not gone.")]:
        page.get_by_role("radio", name=label, exact=True).check()
        assert page.locator("[data-part=problem]").text_content() == ""
        check(page)
        assert verdict(page) == said
    assert page.get_by_role("button").all_text_contents() == ["Check my answer", "Show the answer", "Ask me again"]
    page.get_by_role("button", name="Show the answer").click()
    assert verdict(page) == "✓ The answer: −3. Yes: -1 meets 1."
    assert page.locator(".lesson-verdict code").text_content() == "-1"
    assert page.evaluate("document.activeElement.textContent") == "Ask me again"
    marks = page.locator(".lesson-option").all_text_contents()
    assert marks == ["3✗ not this", "0✗ not this", "−3✓ right"]
    assert page.evaluate("[models[0].get('attempts'), models[0].get('revealed')]") == [["3", "0"], True]


@pytest.mark.browser
def test_the_browser_remembers_until_asked_again_and_tells_nobody(show):
    page = show(choice(id="one"), number(id="two"))
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.get_by_role("radio", name="−3").check()
    check(page)
    question(page, 1).get_by_role("textbox").fill("7")
    page.keyboard.press("Enter")
    assert verdict(page, 1) == "✗ Not 7. The last two would stick out."
    assert requests == []
    for leave in (page.reload, lambda: (page.goto(f"{page.url}?elsewhere"), page.go_back())):
        leave()
        page.wait_for_selector("body[data-ready]")
        assert verdict(page) == "✓ Right. Yes: -1 meets 1."
        assert page.get_by_role("radio", name="−3").is_checked()
        assert question(page, 1).get_by_role("textbox").input_value() == "7"
        assert page.evaluate("models[1].get('attempts')") == [7]
    question(page).get_by_role("button", name="Ask me again").click()
    assert verdict(page) == ""
    assert page.evaluate("document.activeElement.type") == "radio"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lesson:'))") == ["lesson:two"]
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert (verdict(page), verdict(page, 1)[:5]) == ("", "✗ Not")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("ask", "kept"),
    [
        *((choice, kept) for kept in ('{"attempts": ["0"]}', '{"attempts": [7]}', '{"attempts": ["length"]}')),
        *((choice, kept) for kept in ('{"attempts": 3}', '{"attempts": "3"}', "no JSON", "null")),
        *((number, kept) for kept in ('{"attempts": ["5"]}', '{"attempts": [null]}', '{"attempts": [1e999]}')),
        *((cell, f'{{"attempts": [{kept}]}}') for kept in ("5", "[9, 9]", "[0, 2]", '["at", "name"]', '["0", "1"]')),
    ],
)
def test_memories_of_another_question_are_left_alone(show, ask, kept):
    page = show(ask(id="one"))
    page.evaluate("(kept) => localStorage.setItem('lesson:one', kept)", kept)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate("models[0].get('attempts')") == []
    assert verdict(page) == ""


@pytest.mark.browser
def test_a_browser_that_keeps_nothing_asks_and_replies_all_the_same(show):
    page = show(choice())
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.get_by_role("radio", name="0").check()
    check(page)
    assert verdict(page).endswith("Turned round is not gone.")


@pytest.mark.browser
def test_a_number_that_is_none_is_named_beside_the_field_and_the_last_reply_goes(show):
    page = show(number(replies={5: "Yes.", -5: "No."}))
    field = page.get_by_role("textbox", name="Your answer, a number")
    assert field.get_attribute("inputmode") in (None, "")
    field.fill("4")
    check(page)
    field.fill("many")
    check(page)
    assert page.locator("[data-part=problem]").text_content().startswith("“many” is not a number.")
    assert (field.get_attribute("aria-invalid"), verdict(page)) == ("true", "")
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    field.fill("5")
    assert field.get_attribute("aria-invalid") == "false"
    check(page)
    assert verdict(page) == "✓ Right: 5. Yes."
    assert not page.get_by_role("button", name="Show the answer").is_visible()


@pytest.mark.browser
def test_a_cell_is_chosen_by_keyboard_alone(show):
    page = show(cell())
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "row 1, column 0: 0"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert verdict(page) == "✗ Not row 1, column 2. No."
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert verdict(page) == "✓ Right: row 1, column 1. The least."
    names = [chosen.get_attribute("aria-label") for chosen in page.get_by_role("gridcell").all()]
    assert names[2:] == [
        "row 0, column 2: empty",
        "row 1, column 0: 0",
        "row 1, column 1: −3, right",
        "row 1, column 2: 1, not this",
    ]
    assert page.get_by_role("gridcell", selected=True).count() == 1


@pytest.mark.browser
def test_cells_and_choices_can_be_tapped_on_a_phone(show):
    page = show(cell(grid=np.arange(18).reshape(3, 6)), choice(), number(), width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for target in (
        page.get_by_role("gridcell").nth(7),
        page.locator(".lesson-option").first,
        page.get_by_role("textbox"),
        page.get_by_role("button").first,
    ):
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    page.get_by_role("gridcell").nth(7).tap()
    question(page).get_by_role("button", name="Check my answer").tap()
    assert verdict(page) == "✓ Right: row 1, column 1. The least."
    for tool in page.get_by_role("button").all():
        assert not tool.is_visible() or tool.bounding_box()["height"] >= 44


@pytest.mark.browser
def test_two_questions_keep_apart_and_what_is_taken_away_stops_listening(show):
    page = show(choice(id="one"), choice(id="two"))
    question(page, 0).get_by_role("radio").nth(0).check()
    question(page, 1).get_by_role("radio").nth(1).check()
    assert question(page, 0).get_by_role("radio").nth(0).is_checked()
    check(page, 1)
    assert page.evaluate("models.map((model) => model.get('attempts'))") == [[], ["0"]]
    page.evaluate("models[0].set('attempts', ['3'])")
    assert verdict(page, 0) == "✗ Not this. A filter has a direction."
    assert page.evaluate("localStorage.getItem('lesson:two')")
    page.evaluate("models[1].set('attempts', [])")
    assert (verdict(page, 1), question(page, 1).get_by_role("radio", checked=True).count()) == ("", 0)
    assert page.evaluate("localStorage.getItem('lesson:two')") is None
    page.evaluate("cleanups[0]()")
    assert page.evaluate("models.map((model) => model.listeners > 0)") == [False, True]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_an_answer_after_it_and_in_an_error(show, scheme):
    page = show(choice(), number(), cell(), cell(signed=True), scheme=scheme)
    page.add_style_tag(content=f"body {{ background: {PAPER[scheme]} }}")
    page.add_script_tag(path=AXE)
    violations = "axe.run('main').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    assert page.evaluate(violations) == []
    for nth, given in [(0, "radio"), (2, "gridcell"), (3, "gridcell")]:
        question(page, nth).get_by_role(given).nth(1).click()
        check(page, nth)
    question(page, 3).get_by_role("button", name="Show the answer").click()
    check(page, 1)
    assert page.evaluate(violations) == []


@pytest.mark.browser
def test_texts_are_never_html(show):
    attack = "<img src=x onerror=document.title='html'>"
    page = show(choice(question=attack, choices={attack: attack, "b": "*B*"}, answer=attack))
    page.get_by_role("radio").first.check()
    check(page)
    assert verdict(page) == f"✓ Right. {attack}"
    assert (page.locator("img").count(), page.title()) == (0, "predict")


@pytest.mark.browser
def test_an_answer_outlives_new_words_for_the_question_and_its_choices(show):
    page = show(choice(id="one"))
    page.get_by_role("radio", name="−3").check()
    check(page)
    kept = page.evaluate("localStorage.getItem('lesson:one')")
    words = {"three": "Other words.", "nothing": "For both.", "minus three": "Yes, still."}
    page = show(choice(id="one", question="And now?", choices=words, answer="minus three"))
    page.evaluate("(kept) => localStorage.setItem('lesson:one', kept)", kept)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.get_by_role("radio", name="minus three").is_checked()
    assert verdict(page) == "✓ Right. Yes, still."
