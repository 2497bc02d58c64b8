"""The parameter calculator: exact counts of three kinds of layer for the same output, in Python and in the page."""

import random
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from paths import AXE
from widget_page import PAPER

import lessonlib as ll
from lessonlib.widgets.parameter_calculator.widget import (
    LIMITS,
    name_power,
    scale_for,
)

SIZES = list(LIMITS)  # height, width, channels, filters, filter_size, stride, padding
EXAMPLES = {
    "224×224×3 into 100 units": (224, 224, 3, 100, 224, 1, 0),
    "One unit on 200×200×3": (200, 200, 3, 1, 200, 1, 0),
    "AlexNet’s first layer": (227, 227, 3, 96, 11, 4, 0),
}


def calculator(*sizes, **options):
    return ll.parameter_calculator(**dict(zip(SIZES, sizes, strict=False)), **options)


def settings(count):
    """Settings that give whole sizes, small ones and some whose counts are far beyond 2**53."""
    rng = random.Random(11)
    found = list(EXAMPLES.values())
    while len(found) < count:
        most = rng.choice([12, 12, 300, 90_000])
        size, stride, padding = rng.randint(1, most), rng.choice([1, 2, 3, 5]), rng.randint(0, 3)
        height, width = (size - 2 * padding + stride * rng.randint(0, most // 5) for _ in range(2))
        if min(height, width) >= 1 and max(height, width) <= 100_000:
            found.append((height, width, rng.randint(1, most), rng.randint(1, most), size, stride, padding))
    return found


def test_the_ladder_of_alexnets_first_layer():
    widget = calculator()
    assert widget.output == (55, 55, 96)
    assert {layer: tuple(counts) for layer, counts in widget.counts.items()} == {
        "linear": (44_892_064_800, 290_400, 44_892_064_800),
        "local": (105_415_200, 290_400, 105_415_200),
        "conv": (34_848, 96, 105_415_200),
    }


def test_a_filter_as_large_as_the_picture_is_a_linear_layer():
    units = calculator(224, 224, 3, units=100)
    assert units.counts == {"linear": (15_052_800, 100, 15_052_800)}
    whole = calculator(*EXAMPLES["224×224×3 into 100 units"])
    assert set(whole.counts.values()) == {(15_052_800, 100, 15_052_800)}
    assert set(calculator(*EXAMPLES["One unit on 200×200×3"]).counts.values()) == {(120_000, 1, 120_000)}


@pytest.mark.parametrize("sizes", [(7, 5, 2, 3, 3, 2, 1), (9, 6, 1, 4, 3, 3, 0), (2, 4, 3, 2, 4, 2, 1)])
def test_the_counts_are_those_of_the_librarys_layers(sizes):
    height, width, channels, filters, size, stride, padding = sizes
    widget = calculator(*sizes)
    rows, columns, depth = widget.output
    conv = ll.Conv2d(channels, filters, size, stride=stride, padding=padding)
    local = ll.LocallyConnected2d((channels, height, width), filters, size, stride=stride, padding=padding)
    linear = ll.Linear(channels * height * width, rows * columns * depth)
    maps = conv.forward(np.zeros((1, channels, height, width)))
    assert maps.shape == (1, depth, rows, columns)
    for name, layer in {"linear": linear, "local": local, "conv": conv}.items():
        assert widget.counts[name][:2] == (layer.weights.value.size, layer.bias.value.size)
    assert widget.counts["conv"].multiplications == maps.size * channels * size * size
    assert widget.counts["local"].multiplications == maps.size * channels * size * size


def test_the_page_counts_as_python_does_beyond_what_a_double_holds(answers):
    cases = settings(220)
    asked = [[{"kind": "layers", **dict(zip(SIZES, sizes, strict=True))}] for sizes in cases]
    beyond = 0
    for sizes, found in zip(cases, answers("parameter_calculator/counts.js", "countLayers", asked), strict=True):
        widget = calculator(*sizes)
        assert found["output"] == list(widget.output)
        counts = {name: tuple(int(part["big"]) for part in layer.values()) for name, layer in found["counts"].items()}
        assert counts == widget.counts
        beyond += any(int(float(part)) != part for layer in counts.values() for part in layer)
    assert beyond > 20


def test_scales_and_their_names_are_the_same_in_the_page(answers):
    rng = random.Random(2)
    counts = [1, 2, 999, 1000, 1001, 10**12, 10**12 + 1, 44_892_064_800, 10**36]
    counts += [rng.randint(1, 10 ** rng.randint(1, 40)) for _ in range(60)]
    scales = answers("parameter_calculator/counts.js", "scaleFor", [[{"big": str(count)}] for count in counts])
    assert [(scale["most"], scale["ticks"]) for scale in scales] == [scale_for(count) for count in counts]
    assert all(
        10 ** scale["most"] >= count and len(scale["ticks"]) <= 5 for scale, count in zip(scales, counts, strict=True)
    )
    powers = [0, 3, 6, 9, 12, 15, 36]
    assert answers("parameter_calculator/counts.js", "nameOfPower", [[power] for power in powers]) == [
        name_power(power) for power in powers
    ]


def test_how_many_times_as_much(answers):

    def big(number):
        return {"big": str(number)}

    pairs = [(105_415_200, 34_848), (44_892_064_800, 105_415_200), (43, 10), (149, 100), (10**30 + 1, 1)]
    said = answers("parameter_calculator/counts.js", "timesAsMuch", [[big(more), big(less)] for more, less in pairs])
    assert said == ["3,025", "about 426", "about 4.3", "about 1.5", f"{10**30 + 1:,}"]


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"height": 0}, ValueError, "height must be a whole number, 1 or more; got 0"),
        ({"width": 2.5}, TypeError, r"width must be a whole number, 1 or more; got 2\.5 \(float\)"),
        ({"channels": 10**6}, ValueError, "channels must be at most 100,000; got 1,000,000"),
        ({"filters": True}, TypeError, "filters must be a whole number"),
        ({"stride": 1001}, ValueError, "stride must be at most 1,000; got 1,001"),
        ({"padding": -1}, ValueError, "padding must be a whole number, 0 or more; got -1"),
        ({"units": 0}, ValueError, "units must be a whole number, 1 or more; got 0"),
        ({"layers": "conv"}, TypeError, r"layers must be a list of 'linear'.* and 'conv'; got 'conv'"),
        ({"layers": ["dense"]}, ValueError, "layers must be among 'linear', 'local', 'conv'; got 'dense'"),
        ({"layers": []}, ValueError, "layers must name at least one"),
        ({"key": "A b"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.parameter_calculator(**arguments)


def test_python_reads_and_changes_it_and_the_still_follows():
    widget = calculator()
    widget.height = widget.width = np.int64(1027)
    assert (widget.counts["conv"], widget.output) == ((34_848, 96, 255 * 255 * 34_848), (255, 255, 96))
    assert "255×255×96" in widget.view.still["svg"]
    widget.stride = 3
    with pytest.raises(ValueError, match="The output size must be whole"):
        _ = widget.counts
    assert "The output size must be whole" in ET.fromstring(widget.view.still["svg"]).find("{*}desc").text
    with pytest.raises(ValueError, match="filters must be a whole number"):
        widget.filters = 0
    assert repr(widget) == "ParameterCalculator(1027x1027x3, 96 filters 11x11, stride 3, padding 0)"
    assert repr(calculator(8, 6, 3, units=1)) == "ParameterCalculator(8x6x3, 1 unit)"


@pytest.mark.parametrize("widget", [calculator(), calculator(layers=["conv"]), calculator(5, 4, 1, units=2)], ids=repr)
def test_its_still_has_every_number(widget):
    svg, sentence = widget.still()
    texts = " ".join(part.text for part in ET.fromstring(svg).iter() if part.tag.endswith("}text"))
    for counts in widget.counts.values():
        assert f"{counts.weights:,} + {counts.biases:,} bias" in texts
        assert f"{counts.multiplications:,}" in texts
    assert widget.view.still == {"svg": svg, "sentence": sentence}


@pytest.fixture
def show(show_together):
    return show_together


def drawn(page, measure):
    table = page.get_by_role("table", name=measure).first
    return [
        (row.get_attribute("data-layer"), row.locator(".lesson-count").text_content())
        for row in table.get_by_role("row").all()
    ]


def field(page, name):
    return page.get_by_role("textbox", name=name).first


@pytest.mark.browser
def test_the_page_draws_weights_and_multiplications_apart(show):
    page = show(calculator())
    assert drawn(page, "Weights") == [("linear", "44,892,064,800"), ("local", "105,415,200"), ("conv", "34,848")]
    assert [count for _, count in drawn(page, "Multiplications")] == ["44,892,064,800", "105,415,200", "105,415,200"]
    words = page.locator("[data-part=words]")
    assert "about 426 times fewer weights and multiplications" in words.text_content()
    assert "3,025 times fewer weights, and not one multiplication fewer" in words.text_content()
    assert words.get_attribute("aria-live") == "polite"
    widths = [bar.bounding_box()["width"] for bar in page.locator("[data-measure=weights] .lesson-bar").all()]
    axis = page.locator(".lesson-axis").first.bounding_box()["width"]
    powers = np.log10([44_892_064_800, 105_415_200, 34_848])
    np.testing.assert_allclose(np.array(widths) / axis, powers / 12, atol=0.005)


@pytest.mark.browser
def test_an_example_is_one_click_by_keyboard(show):
    page = show(calculator(9, 7, 2, 4, 3, 2, 0))
    for example, sizes in EXAMPLES.items():
        button = page.get_by_role("button", name=example)
        assert button.get_attribute("aria-pressed") == "false"
        button.press("Enter")
        assert page.get_by_role("button", pressed=True).all_text_contents() == [example]
        assert page.evaluate("(names) => names.map((name) => models[0].get(name))", SIZES) == list(sizes)
        counts = calculator(*sizes).counts
        assert drawn(page, "Weights") == [(layer, f"{count.weights:,}") for layer, count in counts.items()]


@pytest.mark.browser
def test_a_size_that_does_not_fit_says_why_and_what_does(show):
    page = show(calculator())
    before = drawn(page, "Weights")
    for name in ("Height", "Width"):
        field(page, name).fill("224")
    problem = page.locator("[data-part=problem]")
    assert "(224 \N{MINUS SIGN} 11 + 0)/4 + 1 = 54.25" in problem.text_content()
    assert "No equal padding on both sides helps" in problem.text_content()
    assert drawn(page, "Weights") == before
    said = page.locator("[data-part=output]").text_content()
    assert said.startswith("The last sizes that fit: 227×227×3, 96 filters 11×11")
    assert page.get_by_role("group", name="The last sizes that fit").get_by_role("table").count() == 2
    offers = problem.get_by_role("button").all_text_contents()
    near = {"Height and width": (223, 227), "Size F": (8, 12), "Stride S": (3, 71)}
    assert [offer.rpartition(" gives")[0] for offer in offers] == [
        f"{name} {value}" for name, values in near.items() for value in values
    ]
    problem.get_by_role("button", name="Height and width 223 gives 54×54").click()
    assert problem.is_hidden()
    assert page.get_by_role("group", name="The last sizes that fit").count() == 0
    assert [field(page, name).input_value() for name in ("Height", "Width")] == ["223", "223"]
    assert drawn(page, "Weights")[2] == ("conv", "34,848")
    for name, value in [("Size F", "2"), ("Stride S", "999"), ("Height", "99999"), ("Width", "99999")]:
        field(page, name).fill(value)
    assert [offer for offer in problem.get_by_role("button").all_text_contents() if "100" in offer] == []
    for name, value in [("Size F", "11"), ("Stride S", "4"), ("Height", "223"), ("Width", "240")]:
        field(page, name).fill(value)
    assert problem.text_content().startswith("Columns: The output size must be whole")
    assert "Columns: also works: Width 239 or 243; Size F" in problem.text_content()
    field(page, "Size F").fill("300")
    assert "Rows: Size F must be at most the padded input" in problem.text_content()


@pytest.mark.browser
def test_on_a_phone_a_problem_stands_where_the_bars_stood_and_nothing_moves(show):
    page = show(calculator(), width=390, height=844, has_touch=True, is_mobile=True)
    height, bars = field(page, "Height"), page.locator(".lesson-charts-weights")
    before, top = height.bounding_box(), bars.bounding_box()["y"]
    for name in ("Height", "Width"):
        field(page, name).fill("454")
        assert bars.is_hidden()
        assert page.locator("[data-part=problem]").bounding_box()["y"] == pytest.approx(top, abs=1)
        assert height.bounding_box()["y"] == pytest.approx(before["y"], abs=1)


@pytest.mark.browser
def test_each_bar_says_how_many_times_fewer(show):
    page = show(calculator())
    said = page.locator("[data-measure=weights] .lesson-fewer").all_text_contents()
    assert said == ["about 426 times fewer", "1,288,225 times fewer"]
    said = page.locator("[data-measure=multiplications] .lesson-fewer").all_text_contents()
    assert said == ["about 426 times fewer"] * 2


@pytest.mark.browser
def test_what_is_no_size_is_named_beside_its_field_and_the_picture_stays(show):
    page = show(calculator())
    before = drawn(page, "Weights")
    message = page.locator("fieldset", has_text="Image").locator(".lesson-message")
    channels = field(page, "Channels")
    for typed in ["", "abc", "1e309", "-3", "0", "2.5", "100001", "<b>"]:
        channels.fill(typed)
        assert message.text_content().startswith("Channels must be a whole number from 1 to 100000; got ")
        assert channels.get_attribute("aria-invalid") == "true"
        assert channels.get_attribute("aria-describedby") == message.get_attribute("id")
        assert (drawn(page, "Weights"), page.evaluate("models[0].get('channels')")) == (before, 3)
    field(page, "Filters K").fill("10")
    assert drawn(page, "Weights")[2] == ("conv", "3,630")
    channels.fill("1")
    assert (message.text_content(), channels.get_attribute("aria-invalid")) == ("", None)
    assert drawn(page, "Weights")[2] == ("conv", "1,210")


@pytest.mark.browser
def test_commas_between_thousands_are_read(show):
    page = show(calculator(5, 4, 1, units=2))
    field(page, "Units").fill("1,000")
    assert drawn(page, "Weights") == [("linear", "20,000")]
    assert page.get_by_role("textbox").count() == 4
    assert "5×4×1 = 20 weights" in page.locator("[data-part=words]").text_content()
    assert page.get_by_role("button", name="AlexNet").count() == 0


@pytest.mark.browser
def test_it_fits_a_phone_and_can_be_tapped(show):
    huge = calculator(99_999, 99_999, 99_999, 99_999, 99_999, 1, 1_000)
    page = show(huge, calculator(), width=360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for target in page.get_by_role("textbox").all() + page.locator("[aria-label=Examples] button").all():
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    assert page.get_by_text("reaches beyond the image").count() == 0
    assert page.get_by_text("Multiplications by the zeros of the padding are counted.").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(show, scheme):
    page = show(calculator(), calculator(5, 4, 1, units=2), scheme=scheme)
    page.add_style_tag(content=f"body {{ background: {PAPER[scheme]} }}")
    field(page, "Channels").fill("x")
    field(page, "Height").fill("224")
    assert page.locator("[data-part=problem]").first.is_visible()
    page.add_script_tag(path=AXE)
    violations = "axe.run('main').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    assert page.evaluate(violations) == []


@pytest.mark.browser
def test_two_calculators_keep_apart_and_what_is_taken_away_stops_listening(show):
    page = show(calculator(), calculator(5, 4, 1, units=2))
    page.get_by_role("button", name="One unit").last.click()
    assert page.evaluate("models.map((model) => model.get('height'))") == [227, 200]
    page.evaluate("models[0].set('filters', 1)")
    assert drawn(page, "Weights")[2] == ("conv", "363")
    page.evaluate("cleanups[0]()")
    assert page.evaluate("models.map((model) => model.listeners > 0)") == [False, True]


@pytest.mark.browser
def test_that_the_bars_are_logarithmic_is_said_before_them(show):
    page = show(ll.parameter_calculator(224, 224, 3, units=100), width=390, has_touch=True, is_mobile=True)
    note = page.get_by_text("The bars are logarithmic").bounding_box()
    assert note["y"] + note["height"] <= page.locator(".lesson-chart").first.bounding_box()["y"]
    assert page.get_by_text("×1,000 from tick to tick").count() == 1


KEYBOARD = 420  # pixels that a telephone of 844 leaves above its keyboard and below its bars


@pytest.mark.browser
@pytest.mark.parametrize("last", ["Padding P", "Units"])
def test_on_a_phone_the_bars_stay_in_view_above_the_keyboard(show, last):
    made = calculator() if last == "Padding P" else calculator(5, 4, 1, units=2)
    page = show(made, width=390, height=844, has_touch=True, is_mobile=True)
    typed = field(page, last).bounding_box()
    rows = [row.bounding_box() for row in page.locator("[data-measure=weights] .lesson-bar").all()]
    assert len(rows) == len(made.counts)
    assert max(row["y"] for row in rows) < typed["y"]
    assert typed["y"] + typed["height"] - min(row["y"] for row in rows) <= KEYBOARD


@pytest.mark.browser
def test_a_linear_layer_alone_shows_its_number_once(show):
    units = calculator(5, 4, 1, units=2)
    page = show(units, width=360)
    assert page.locator(".lesson-count").all_text_contents() == ["40"]
    assert page.locator(".lesson-chart .lesson-title").all_text_contents() == ["Weights, and as many multiplications"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert units.still()[0].count("40 + 2 biases") == units.still()[0].count(">40") == 1
