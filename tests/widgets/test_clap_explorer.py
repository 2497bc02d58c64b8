"""The clap explorer: scores of Python and of the page, the clap slid by pointer, touch and keyboard, and heard."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import numpy as np
import pytest

import lessonlib as ll
from lessonlib.widgets.clap_explorer import scoring

SCRIPT = "clap_explorer/scoring.js"
WORDS = "clap_explorer/words.js"
RATE = 8000
# In place of the browser's own: what is played, and at which rate.
SILENT = """window.played = [];
window.AudioContext = class {
  createBuffer(channels, length, rate) {
    return { copyToChannel: (samples) => played.push({ rate, samples: [...samples] }) };
  }
  close() { window.quiet = true; }
};
window.AudioBufferSourceNode = class { connect() {} start() {} stop() {} };
null"""


@pytest.fixture
def sounds():
    """The recording of chapter 10 and the clap in it."""
    random = np.random.default_rng(0)
    clap = 0.15 * random.choice([-1, 1], size=200)
    recording = random.normal(scale=0.05, size=4000)
    recording[600:800] += clap
    place = 600 + random.integers(800, 1800)
    recording[place : place + 200] += 0.3 * clap
    return recording, clap


@pytest.fixture
def explorer(sounds):
    return ll.clap_explorer(*sounds, RATE)


def short_explorer(**options):
    return ll.clap_explorer([0, 0.5, -0.5, 0, 0.1, -0.1], [0.5, -0.5], RATE, **options)


def state(page):
    return page.evaluate("[model.get('place'), model.get('found'), model.get('whole')]")


def part(page, name):
    return page.locator(f"[data-part={name}]")


def slide(page, *samples, up=True):
    """Drag the middle of the clap to these samples of the recording, each plus half of the clap."""
    box = part(page, "surface").bounding_box()
    for sample in samples:
        page.mouse.move(box["x"] + (sample + 100) * box["width"] / 4000, box["y"] + 30)
        page.mouse.down()  # the first time only: what is down stays down
    if up:
        page.mouse.up()


def test_the_story_holds(explorer):
    """The clap and its echo are the two highest scores, and nothing else comes near."""
    scores = explorer.scores()
    peaks = scoring.two_peaks(scores, 200)
    assert peaks == [600, 2222]
    assert scores[peaks] == pytest.approx([4.59, 1.19], abs=0.005)
    away = np.abs(np.arange(scores.size)[:, None] - peaks).min(axis=1) > 200
    assert np.abs(scores[away]).max() < 0.425


def test_scores_are_a_convolution(sounds):
    recording, clap = (np.reshape(samples, (1, 1, 1, -1)) for samples in sounds)
    np.testing.assert_allclose(scoring.score_map(*sounds), ll.conv2d(recording, clap)[0, 0, 0], atol=1e-12)


def test_the_page_scores_as_python_does(answers):
    random = np.random.default_rng(7)
    cases = []
    for _ in range(200):
        size = int(random.integers(1, 30))
        template = random.uniform(-1, 1, size)
        cases.append((random.uniform(-1, 1, size + int(random.integers(0, 60))), template))
    packed = [[scoring.pack(recording)] for recording, _ in cases]
    for (recording, _), unpacked, [text] in zip(cases, answers(SCRIPT, "unpackSound", packed), packed, strict=True):
        np.testing.assert_array_equal(list(unpacked.values()), scoring.unpack(text))
        np.testing.assert_allclose(scoring.unpack(text), recording, atol=0.5 / 32767 + 1e-12)
    asked = [[recording.tolist(), template.tolist()] for recording, template in cases]
    found = [list(scores.values()) for scores in answers(SCRIPT, "scoreMap", asked)]
    aparts = [int(random.integers(1, 40)) for _ in cases]
    peaks = answers(SCRIPT, "twoPeaks", [[scores, apart] for scores, apart in zip(found, aparts, strict=True)])
    for (recording, template), scores, apart, two in zip(cases, found, aparts, peaks, strict=True):
        np.testing.assert_allclose(scores, scoring.score_map(recording, template), atol=1e-12)
        assert two == scoring.two_peaks(scores, apart)
    assert {len(two) for two in peaks} == {1, 2}


def test_a_clap_settles_on_a_peak_nearby_and_nowhere_else(answers):
    asked = [[590, [600, 2222], 12], [613, [600, 2222], 12], [2234, [600, 2222], 12], [0, [], 5]]
    assert answers(SCRIPT, "settle", asked) == [600, 613, 2222, 0]


def test_what_is_said_of_the_peaks(answers):
    scores = [0, 4.59, 0, 1.19]
    asked = [
        [scores, [1, 3], found, whole] for found, whole in [([], False), ([1], False), ([3], False), ([3, 1], True)]
    ]
    passed = [[scores, [1, 3], *more] for more in ([[], False, [3]], [[3], False, [1]], [[1], False, [3, 1]])]
    assert answers(WORDS, "sayFound", passed) == [
        "You slid past a place with a far higher score. Go back, slowly.",
        "You found its echo, 1.19 at sample 3. You slid past the clap. Go back, slowly.",
        "You found the clap, 4.59 at sample 1. You slid past its echo. Go back, slowly.",
    ]
    assert answers(WORDS, "sayFound", [*asked, [scores, [1, 3], [1], True], [scores, [1], [1], True]]) == [
        "",
        "You found the clap, 4.59 at sample 1. The echo is fainter. Slide on, slowly.",
        "You found its echo, 1.19 at sample 3. Where is the clap itself?",
        "You found the clap, 4.59 at sample 1, and its echo, 1.19 at sample 3. The echo scores 26% of the clap.",
        "The highest scores: 4.59 at sample 1, and 1.19 at sample 3.",
        "You found the clap, 4.59 at sample 1.",
    ]


def test_python_moves_it_and_reads_the_score(explorer):
    assert repr(explorer) == "ClapExplorer(200 of 4,000 samples, at 0)"
    assert explorer._repr_mimebundle_()["text/plain"] == repr(explorer)
    explorer.place = 2222
    assert explorer.score == pytest.approx(1.19, abs=0.005)
    assert (explorer.found, explorer.whole) == ([], False)
    with pytest.raises(ValueError, match="place must be a whole number, 0 to 3800; got 3801"):
        explorer.place = 3801


def test_its_still_shows_the_map_only_where_the_page_does(explorer):
    explorer.place = 1234
    for whole, lines in ((False, 1), (True, 2)):
        explorer.whole = whole
        root = ET.fromstring(explorer.view.still["svg"])
        assert len([node for node in root.iter() if node.tag.endswith("}path")]) == lines
        assert ("4.59 at 600, 1.19 at 2,222" in root.find("{*}desc").text) == whole
        assert f"Score {explorer.score:.2f} at sample 1,234".replace("-", "−") in root.find("{*}desc").text
        assert float(root.find("{*}rect").get("x")) == pytest.approx(2 + 640 * 1234 / 4000, abs=0.06)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"recording": [[0.5]]}, ValueError, r"recording must be one row of numbers; got shape \(1, 1\)"),
        ({"recording": [0, 2]}, ValueError, r"recording must be numbers from -1 to 1; got 2\.0"),
        ({"template": [np.nan]}, ValueError, "template must be numbers from -1 to 1; got nan"),
        ({"recording": np.zeros(20_001)}, ValueError, "recording must be at most 20,000 samples; got 20,001"),
        ({"template": np.zeros(9)}, ValueError, "template must be no longer than the recording, 3; got 9 samples"),
        ({"rate": 100}, ValueError, "rate must be a whole number, 8000 to 96000; got 100"),
        ({"place": 3}, ValueError, "place must be a whole number, 0 to 2; got 3"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.clap_explorer(**{"recording": [0, 0.1, 0.2], "template": [0.1], "rate": RATE, **arguments})


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_numbers_of_the_axis_stand_at_their_samples(show, explorer, width):
    """A place is to be read from them: the question below the figure takes a sample within 100."""
    page = show(explorer, width=width)
    box = part(page, "surface").bounding_box()
    ticks = page.locator(".lesson-clap-ticks span")
    assert ticks.all_inner_texts() == ["sample 0", "1,000", "2,000", "3,000", "4,000"]
    boxes = [tick.bounding_box() for tick in ticks.all()]
    for sample, tick in zip((1000, 2000, 3000), boxes[1:4], strict=True):
        assert tick["x"] + tick["width"] / 2 == pytest.approx(box["x"] + sample / 4000 * box["width"], abs=2)
    assert boxes[0]["x"] == pytest.approx(box["x"], abs=2)
    assert boxes[4]["x"] + boxes[4]["width"] == pytest.approx(box["x"] + box["width"], abs=2)
    assert all(left["x"] + left["width"] < right["x"] for left, right in pairwise(boxes))


@pytest.mark.browser
def test_sliding_scores_and_finds_clap_and_echo_before_the_map(show, explorer):
    page = show(explorer)
    slide(page, 300, 1000, up=False)
    assert abs(state(page)[0] - 1000) <= 4
    explorer.place = state(page)[0]
    assert float(part(page, "score").get_attribute("data-value")) == pytest.approx(explorer.score, abs=1e-9)
    assert page.get_by_text("The map, where you asked").is_visible()
    slide(page, 607)  # nearer than a finger can tell
    assert state(page) == [600, [600], False]
    assert part(page, "score").inner_text() == "4.59"
    assert part(page, "found").inner_text().startswith("You found the clap, 4.59 at sample 600. The echo is fainter.")
    slide(page, 2215)
    assert state(page) == [2222, [600, 2222], True]
    assert part(page, "found").inner_text().endswith("The echo scores 26% of the clap.")
    assert page.get_by_text("The whole map", exact=True).is_visible()
    assert page.locator(".lesson-clap-marks span").all_inner_texts() == ["600: 4.59", "2,222: 1.19"]
    assert not page.get_by_role("button", name="Show the whole map").is_visible()
    page.mouse.move(400, 100)
    assert state(page)[0] == 2222


@pytest.mark.browser
def test_what_it_slid_past_is_not_asked_for_as_if_it_had_not_been_there(show, explorer):
    page = show(explorer)
    below = "document.querySelector('[data-part=found]').getBoundingClientRect().top"
    top = page.evaluate(below)
    slide(page, 300, 1000)
    assert part(page, "found").inner_text() == "You slid past a place with a far higher score. Go back, slowly."
    slide(page, 2222)  # put there from 1000: nothing slid past
    assert part(page, "found").inner_text().endswith("You slid past the clap. Go back, slowly.")
    slide(page, 600)
    assert state(page) == [600, [2222, 600], True]
    assert page.evaluate(below) == top  # the button that is gone leaves its place


def test_what_a_slide_asks_for_on_its_way(answers):
    scores = [0, 3, 1, 5, 2, 9, 4, 7]
    found = answers(
        SCRIPT, "askedBetween", [[scores, 0, 7, 2], [scores, 7, 0, 3], [scores, 3, 4, 1], [scores, 0, 4, 1]]
    )
    assert found == [[1, 3, 5], [3, 5], [], [1, 2, 3]]


@pytest.mark.browser
def test_a_quick_slide_leaves_no_peak_out_of_the_scores(show, explorer):
    page = show(explorer)
    slide(page, 100, 2600)  # two events, with both peaks between them
    path = page.locator(".lesson-clap-map path").nth(1).get_attribute("d")
    heights = [float(height) for height in re.findall(r"V([-.\d]+)", path)]
    assert min(heights) == 4  # the clap, at the top of the map
    assert len(heights) > 300
    assert page.evaluate("model.get('found')") == []


@pytest.mark.browser
def test_at_the_echo_nearly_all_products_are_positive(show, explorer):
    page = show(explorer)
    page.evaluate("model.set('place', 2222)")
    explorer.place = 2222
    recording, clap = explorer.sounds()
    products = recording[2222:2422] * clap
    up, down = products[products > 0].sum(), products[products < 0].sum()
    assert part(page, "sides").inner_text() == f"Blue adds up to {up:.2f}, orange to \u2212{-down:.2f}."
    assert up > 5 * -down
    bars = page.evaluate(
        "[...document.querySelectorAll('.lesson-clap-bars path')].map((p) => p.getAttribute('d').split('M').length - 1)"
    )
    assert bars == [(products > 0).sum(), (products < 0).sum()]


@pytest.mark.browser
def test_the_map_is_shown_when_asked_for(show, explorer):
    page = show(explorer)
    lines = (
        "[...document.querySelectorAll('.lesson-clap-map path')].map((p) => p.getAttribute('d').split('M').length - 1)"
    )
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("PageUp")
    assert page.evaluate(lines) == [0, 4]  # the first place and three more
    page.get_by_role("button", name="Show the whole map").click()
    assert state(page) == [300, [], True]
    assert page.evaluate(lines) == [761, 0]  # 3801 places in columns of 5 samples
    assert part(page, "found").inner_text() == "The highest scores: 4.59 at sample 600, and 1.19 at sample 2,222."
    assert page.evaluate("document.activeElement.dataset.part") == "surface"


@pytest.mark.browser
def test_the_keyboard_alone_slides_it(show):
    page = show(short_explorer())
    page.evaluate("document.body.style.minHeight = document.body.style.minWidth = '5000px'")
    page.keyboard.press("Tab")
    slider = page.get_by_role("slider", name="The clap on the recording")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for key, place in [("ArrowRight", 1), ("ArrowUp", 2), ("ArrowLeft", 1), ("End", 4), ("Home", 0), ("PageUp", 4)]:
        page.keyboard.press(key)
        assert state(page)[0] == place
    assert (slider.get_attribute("aria-valuenow"), slider.get_attribute("aria-valuetext")) == (
        "4",
        "sample 4, score 0.10",
    )
    assert state(page) == [4, [1, 4], True]
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]


@pytest.mark.browser
def test_it_is_heard_where_it_lies(show, explorer):
    explorer.place = 600
    page = show(explorer)
    page.evaluate(SILENT)
    page.get_by_role("button", name="Hear it here").click()
    page.get_by_role("button", name="Hear the clap").click()
    recording, clap = explorer.sounds()
    here, own = page.evaluate("played")
    for played, wanted in ((here, recording[0:1600]), (own, clap)):  # with 800 samples before, and 800 after
        assert played["rate"] == RATE
        np.testing.assert_allclose(played["samples"], 0.9 * wanted / np.abs(wanted).max(), atol=1e-6)
    page.evaluate("cleanup()")
    assert page.evaluate("window.quiet")


@pytest.mark.browser
def test_a_browser_plays_it(show):
    page = show(short_explorer())
    page.get_by_role("button", name="Hear it here").click()
    page.get_by_role("button", name="Hear the clap").click()
    page.wait_for_timeout(100)  # an error here would fail the page


@pytest.mark.browser
def test_a_finger_slides_it_and_a_phone_has_room(show, explorer):
    page = show(explorer, width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box = part(page, "surface").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 2300 / 4000, box["y"] + 20)
    assert state(page)[:2] == [2222, [2222]]
    for button in page.get_by_role("button").all()[:5]:
        assert min(button.bounding_box()["height"], button.bounding_box()["width"]) >= 44
    page.get_by_role("button", name="One sample to the left").tap()
    assert state(page)[0] == 2221


@pytest.mark.browser
def test_two_share_nothing_and_cleaning_up_stops_listening(show):
    page = show(short_explorer())
    page.evaluate("show(another); show(model); null")
    page.get_by_role("button", name="One sample to the right").nth(1).click()
    assert page.evaluate("[model, another].map((m) => m.get('place'))") == [0, 1]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2
