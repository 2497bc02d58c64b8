"""The sliding network: the page's walls and scores are Python's, after any moves; and shapes can be taken hold of."""

import json
import subprocess
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from javascript import WIDGETS

import lessonlib as ll
from lessonlib.experiments.sliding_network import CLASSES, slide, stamp_network
from lessonlib.pictures import walls
from lessonlib.pictures.datasets import OBJECTS
from lessonlib.widgets.math.forward_pass import export_network, rounded
from lessonlib.widgets.sliding_network import widget

FOLDER = "sliding_network"
TWO = [("ring", 30, 40), ("plus", 60, 110)]


@pytest.fixture(scope="module")
def network():
    return stamp_network()


@pytest.fixture
def explorer():
    return ll.sliding_network(TWO)


def random_objects(random, count, height, width):
    return [[int(random.integers(4)), int(random.integers(height)), int(random.integers(width))] for _ in range(count)]


def named(objects):
    return [(OBJECTS[kind], row, column) for kind, row, column in objects]


@pytest.fixture(scope="module")
def replay(node, tmp_path_factory):
    """Play moves on walls in JavaScript: [{height, width, seed, objects, moves}] gives the last pixels and scores."""
    script = tmp_path_factory.mktemp("replay") / "replay.mjs"
    script.write_text(
        f"""
import {{ readFileSync }} from "node:fs";
import {{ areaOf, createWall }} from "{(WIDGETS / FOLDER / "wall.js").as_uri()}";
import {{ createSearch }} from "{(WIDGETS / FOLDER / "search.js").as_uri()}";
import {{ findPatches, partsAt, shine }} from "{(WIDGETS / FOLDER / "glow.js").as_uri()}";
import {{ readNetwork }} from "{(WIDGETS / "math/forward_pass.js").as_uri()}";
const {{ layers, stamps, noise, cases }} = JSON.parse(readFileSync(0, "utf8"));
const found = cases.map(({{ height, width, seed, objects, moves, lit }}) => {{
  const wall = createWall({{ height, width, stamps, seed, noise }});
  const search = createSearch(readNetwork(layers), height, width, 16);
  const all = {{ top: 0, left: 0, bottom: height, right: width }};
  wall.draw(objects, all);
  search.update(wall.pixels, all);
  for (const [i, object] of moves) {{
    const areas = [objects[i], object].map((one) => areaOf(one, 3, height, width));
    objects[i] = object;
    for (const area of areas) {{ wall.draw(objects, area); }}
    for (const area of areas) search.update(wall.pixels, area);
  }}
  const count = search.rows * search.columns;
  const [light, winners] = [new Float32Array(count), new Uint8Array(count)];
  shine(search, {{ top: 0, left: 0, bottom: search.rows, right: search.columns }}, lit, 4, light, winners);
  return {{ pixels: [...wall.pixels], scores: [...search.scores], light: [...light], winners: [...winners],
    parts: partsAt(search, search.rows - 1, 2), patches: findPatches(winners, search.rows, search.columns, 4, 3) }};
}});
process.stdout.write(JSON.stringify(found));
""",
        encoding="utf-8",
    )

    def ask(layers, cases):
        stamps = [walls.object_stamp(name).tolist() for name in OBJECTS]
        question = json.dumps({"layers": layers, "stamps": stamps, "noise": walls.NOISE, "cases": cases})
        command = [node, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(script)]
        run = subprocess.run(command, input=question, capture_output=True, text=True, encoding="utf-8", check=False)
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    return ask


def test_the_noise_is_pythons(answers):
    (found,) = answers(f"{FOLDER}/wall.js", "groundNoise", [[13, 29, 3_000_000_011]])
    np.testing.assert_allclose(list(found.values()), walls.ground_noise(13, 29, 3_000_000_011).ravel(), rtol=1e-15)


def test_running_maxima_are_those_of_every_window(node, answers):
    random = np.random.default_rng(1)
    cases, wanted = [], []
    for _ in range(200):
        count, size, step, stride = (int(random.integers(1, most)) for most in (20, 9, 4, 3))
        at, to = (int(random.integers(0, 4)) for _ in range(2))
        numbers = random.integers(-9, 9, at + step * (count + size)).tolist()
        line = numbers[at::step][: count + size - 1]
        cases.append([numbers, at, step, count, size, [None] * (to + stride * count), to, stride])
        wanted.append([max(line[i : i + size]) for i in range(count)])
    # The target is filled in place: a module of one line gives it back.
    code = (
        f'import {{ runningMax }} from "{(WIDGETS / FOLDER / "search.js").as_uri()}";'
        "const cases = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(cases.map((c) => { runningMax(...c); "
        "return Array.from({ length: c[3] }, (_, i) => c[5][c[6] + i * c[7]]); })));"
    )
    command = [node, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--input-type=module", "-e", code]
    run = subprocess.run([*command, json.dumps(cases)], capture_output=True, text=True, check=True, encoding="utf-8")
    assert json.loads(run.stdout) == wanted


def test_after_any_moves_walls_and_scores_are_pythons(replay, network):
    """200 moves on walls of all shapes; only what a move touched was computed again."""
    random = np.random.default_rng(7)
    cases, model = [], rounded("network", network)
    for case in range(10):
        height, width = int(random.integers(18, 60)), int(random.integers(61, 100))
        objects = random_objects(random, int(random.integers(1, 6)), height, width)
        moves = [[int(random.integers(len(objects))), *random_objects(random, 1, height, width)] for _ in range(20)]
        cases.append({"height": height, "width": width, "seed": case, "objects": objects, "moves": moves})
        cases[-1]["lit"] = case % 5 - 1
    for case, found in zip(cases, replay(export_network("network", network), cases), strict=True):
        objects = [list(one) for one in case["objects"]]
        for i, moved in case["moves"]:
            objects[i] = moved
        wall = walls.draw_wall(named(objects), case["height"], case["width"], seed=case["seed"])
        np.testing.assert_allclose(found["pixels"], wall.ravel(), rtol=0, atol=1e-12)
        scores = slide(model, wall)
        np.testing.assert_allclose(found["scores"], scores.ravel(), rtol=0, atol=2e-4)
        powers = np.exp(scores - scores.max(axis=0))
        parts = powers / powers.sum(axis=0)
        light = 1 - parts[4] if case["lit"] < 0 else parts[case["lit"]]
        np.testing.assert_allclose(found["light"], light.ravel(), rtol=0, atol=2e-3)
        np.testing.assert_allclose(found["parts"], parts[:, -1, 2], rtol=0, atol=2e-3)
        top = np.sort(scores, axis=0)
        clear = (top[-1] - top[-2] > 1e-3).ravel()
        np.testing.assert_array_equal(np.array(found["winners"])[clear], scores.argmax(axis=0).ravel()[clear])


def test_patches_are_windows_that_touch_and_agree(answers):
    winners = [4, 0, 0, 4, 4, 0, 4, 1, 2, 4, 1, 1, 2, 2, 4]  # 3 rows of 5
    (found,) = answers(f"{FOLDER}/glow.js", "findPatches", [[winners, 3, 5, 4, 3]])
    assert [(patch["kind"], patch["size"]) for patch in found] == [(2, 3)]
    assert found[0]["row"] == pytest.approx((1 + 2 + 2) / 3)
    assert found[0]["column"] == pytest.approx((3 + 2 + 3) / 3)
    (small,) = answers(f"{FOLDER}/glow.js", "findPatches", [[winners, 3, 5, 4, 1]])
    assert sorted((patch["kind"], patch["size"]) for patch in small) == [(0, 1), (0, 2), (1, 1), (1, 2), (2, 3)]


def test_six_of_six_shapes_get_their_names():
    explorer = ll.sliding_network()
    assert [explorer.says(row, column) for _, row, column in explorer.objects] == [name for name, *_ in widget.FIRST]
    names = explorer.scores().argmax(axis=0)
    assert (names == CLASSES.index("nothing")).mean() > 0.85
    explorer.nothing = False
    assert explorer.scores().shape == (4, 81, 145)


def test_its_repr_its_still_and_its_size(explorer):
    assert repr(explorer) == "SlidingNetwork(96x160 wall, 2 shapes)"
    assert explorer._repr_mimebundle_()["text/plain"] == repr(explorer)
    root = ET.fromstring(explorer.view.still["svg"])
    assert "ring: ring; plus: plus" in root.find("{*}desc").text
    explorer.objects = [("cross", 20, 20)]
    assert "cross: cross" in ET.fromstring(explorer.view.still["svg"]).find("{*}desc").text
    state = explorer.view.get_state()
    assert len(json.dumps({name: state[name] for name in ("networks", "stamps")})) < 10_000
    assert len(explorer.view.still["svg"]) < 40_000


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"objects": "ring"}, TypeError, r"objects must be a list of \(name, row, column\); got 'ring'"),
        ({"objects": [("ring", 3)]}, TypeError, r"objects must be \(name, row, column\) each; got \('ring', 3\)"),
        ({"objects": [("star", 3, 4)]}, ValueError, "the name of an object must be one of 'plus'.*got 'star'"),
        ({"objects": [("ring", 96, 4)]}, ValueError, "the row of an object must be a whole number, 0 to 95; got 96"),
        ({"objects": [("ring", 3, 4.5)]}, TypeError, "the column of an object must be a whole number"),
        ({"objects": [("ring", 3, 4)] * 13}, ValueError, "objects must be at most 12; got 13"),
        ({"nothing": 1}, TypeError, "nothing must be True or False; got 1"),
        ({"seed": -1}, ValueError, "seed must be a whole number, 0 or more"),
        ({"key": "A"}, ValueError, "key must be lowercase"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said):
    with pytest.raises(error, match=said):
        ll.sliding_network(**arguments)


def ready(page):
    page.wait_for_selector(".lesson-sliding[data-found]")
    return page


def objects_of(page):
    return page.evaluate("model.get('objects')")


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def light_at(page, row, column):
    """The light of the window with its middle there, 0 to 1."""
    return page.evaluate(
        "([row, column]) => { const one = document.createElement('canvas').getContext('2d'); "
        "one.drawImage(document.querySelector('.lesson-sliding-glow'), 8 - column, 8 - row); "
        "return one.getImageData(0, 0, 1, 1).data[3] / 180 }",
        [row, column],
    )


@pytest.mark.browser
def test_the_light_follows_the_finger(show, explorer):
    page = ready(show(explorer))
    assert light_at(page, 30, 40) > 0.8
    pixel = page.locator(".lesson-sliding-layer").bounding_box()["width"] / 160
    x, y = middle(page.locator(".lesson-handle").first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40 * pixel, y + 20 * pixel)
    assert objects_of(page)[0] == [2, 50, 80]
    assert light_at(page, 50, 80) > 0.8
    assert light_at(page, 30, 40) < 0.2
    assert page.locator("[data-part=live]").text_content() == ""
    page.mouse.up()
    explorer.objects = [("ring", 50, 80), TWO[1]]
    assert "the network says ring, " in page.locator("[data-part=live]").text_content()
    assert explorer.says(50, 80) == "ring"
    found = page.locator("[data-part=found]").inner_text()
    share = (explorer.scores().argmax(axis=0) == 4).mean()
    assert (
        found
        == f"Found: plus 1, cross 0, ring 1, square 0. At {round(100 * share)}% of 11,745 places it says “nothing”."
    )
    names = page.locator(".lesson-sliding-names span").all_inner_texts()
    assert sorted(names) == ["plus", "ring"]


@pytest.mark.browser
def test_the_window_under_the_finger_is_shown_with_its_parts(show, explorer):
    page = ready(show(explorer))
    page.locator(".lesson-handle").nth(1).focus()
    scores = explorer.scores()[:, 60 - 8, 110 - 8].astype(float)
    powers = np.exp(scores - scores.max())
    shown = [float(row.get_attribute("data-part")) for row in page.locator(".lesson-score").all()]
    np.testing.assert_allclose(shown, powers / powers.sum(), atol=2e-3)
    greys = page.evaluate(
        "(() => { const c = document.querySelector('.lesson-sliding-stamp'); "
        "return [...c.getContext('2d').getImageData(0, 0, 16, 16).data].filter((_, i) => i % 4 === 0) })()"
    )
    np.testing.assert_allclose(greys, 48 + 202 * explorer.wall()[52:68, 102:118].ravel(), atol=0.51)
    box = page.locator(".lesson-sliding-layer").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.85)  # bare wall
    assert page.locator(".lesson-says").inner_text().startswith("Says nothing, ")


@pytest.mark.browser
def test_one_class_alone_lights_up(show, explorer):
    page = ready(show(explorer))
    page.get_by_role("radio", name="plus").check()
    assert (light_at(page, 30, 40) < 0.2, light_at(page, 60, 110) > 0.8) == (True, True)
    assert page.locator(".lesson-sliding-names span").all_inner_texts() == ["plus"]


@pytest.mark.browser
def test_without_nothing_it_has_a_name_for_every_place(show, explorer):
    page = ready(show(explorer))
    page.get_by_role("radio", name="without that class").check()
    explorer.nothing = False
    shares = np.bincount(explorer.scores().argmax(axis=0).ravel(), minlength=4) / (81 * 145)
    wanted = f"at {round(100 * shares.max())}% of them that is {OBJECTS[shares.argmax()]}."
    assert page.locator("[data-part=found]").inner_text().endswith(wanted)
    assert page.locator(".lesson-score").count() == 4
    page.evaluate("model.set('objects', [[2, 40, 50], [0, 60, 110]])")
    page.get_by_role("radio", name="with a class").check()  # it has to catch up with that move
    assert light_at(page, 40, 50) > 0.8
    assert light_at(page, 30, 26) < 0.2


@pytest.mark.browser
def test_the_keyboard_alone_picks_up_moves_and_removes(show, explorer):
    page = ready(show(explorer))
    page.keyboard.press("Tab")
    for key, place in [("ArrowDown", [31, 40]), ("Shift+ArrowRight", [31, 48]), ("ArrowLeft", [31, 47])]:
        page.keyboard.press(key)
        assert objects_of(page)[0] == [2, *place]
    explorer.objects = [("ring", 31, 47), TWO[1]]
    said = f"ring, row 31, column 47: the network says {explorer.says(31, 47)}. Arrow keys move it"
    assert page.get_by_role("application", name=said).count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Delete")
    assert len(objects_of(page)) == 1
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("ring, row 31")
    page.get_by_role("button", name="Bring in a square").focus()
    page.keyboard.press("Enter")
    kind, row, column = objects_of(page)[1]
    assert (kind, page.evaluate("document.activeElement.className")) == (3, "lesson-handle")
    assert max(abs(row - 31), abs(column - 47)) > 24
    page.get_by_role("button", name="Start again").click()
    assert objects_of(page) == [[2, 30, 40], [0, 60, 110]]


@pytest.mark.browser
def test_shapes_are_dragged_in_and_out(show, explorer):
    page = ready(show(explorer))
    box = page.locator(".lesson-sliding-layer").bounding_box()
    pixel = box["width"] / 160
    page.mouse.move(*middle(page.get_by_role("button", name="Bring in a cross")))
    page.mouse.down()
    page.mouse.move(box["x"] + 20.5 * pixel, box["y"] + 70.5 * pixel)
    page.mouse.move(box["x"] + 30.5 * pixel, box["y"] + 70.5 * pixel)
    page.mouse.up()
    assert objects_of(page)[2] == [1, 70, 30]
    assert len(objects_of(page)) == 3
    x, y = middle(page.locator(".lesson-handle").nth(2))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 100, box["y"] - 60)
    page.mouse.up()
    assert objects_of(page) == [[2, 30, 40], [0, 60, 110]]


@pytest.mark.browser
def test_a_shape_that_goes_while_it_is_held_takes_no_other_along(show, explorer):
    page = ready(show(explorer))
    x, y = middle(page.locator(".lesson-handle").first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.keyboard.press("Delete")
    page.mouse.move(x + 40, y + 20)
    page.mouse.up()
    assert objects_of(page) == [[0, 60, 110]]


@pytest.mark.browser
def test_a_full_wall_takes_no_more_and_keeps_what_it_has(show, explorer):
    page = ready(show(explorer))
    full = [[i % 4, 12 + 24 * (i // 6), 12 + 24 * (i % 6)] for i in range(12)]
    page.evaluate(f"model.set('objects', {full})")
    box = page.locator(".lesson-sliding-layer").bounding_box()
    page.mouse.move(*middle(page.get_by_role("button", name="Bring in a cross")))
    page.mouse.down()
    for share in (0.4, 0.5):
        page.mouse.move(box["x"] + share * box["width"], box["y"] + 0.8 * box["height"])
    page.mouse.up()
    page.get_by_role("button", name="Bring in a ring").click()
    assert objects_of(page) == full


@pytest.mark.browser
def test_two_fingers_drag_two_shapes(show, explorer):
    page = ready(show(explorer, has_touch=True))
    pixel = page.locator(".lesson-sliding-layer").bounding_box()["width"] / 160
    fingers = page.context.new_cdp_session(page)
    ring, plus = (
        {"id": i, "x": x, "y": y} for i, (x, y) in enumerate(map(middle, page.locator(".lesson-handle").all()))
    )

    def touch(kind, *points):
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", ring)
    touch("touchStart", ring, plus)
    ring["x"] += 20 * pixel
    plus["y"] -= 10 * pixel
    touch("touchMove", ring, plus)
    assert objects_of(page) == [[2, 30, 60], [0, 50, 110]]
    touch("touchMove", plus)  # the other has let go
    plus["x"] += 5 * pixel
    touch("touchMove", plus)
    touch("touchEnd")
    assert objects_of(page) == [[2, 30, 60], [0, 50, 115]]


@pytest.mark.browser
def test_on_a_phone_the_wall_stands_upright_and_fingers_scroll_past_it(show, explorer):
    page = ready(show(explorer, width=360, has_touch=True, is_mobile=True))
    box = page.locator(".lesson-sliding-layer").bounding_box()
    assert box["height"] > 1.5 * box["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    upright = walls.draw_wall([(name, column, row) for name, row, column in TWO], 160, 96)
    scores = slide(explorer._models[0], upright)[:, 40 - 8, 30 - 8]  # the ring, row and column exchanged
    assert scores.argmax() == OBJECTS.index("ring")
    assert light_at(page, 40, 30) > 0.8
    actions = "(node) => getComputedStyle(node).touchAction"
    assert page.locator(".lesson-sliding-layer").evaluate(actions) == "auto"
    assert page.locator(".lesson-handle").first.evaluate(actions) == "none"
    page.locator(".lesson-handle").first.focus()
    page.keyboard.press("ArrowDown")
    assert objects_of(page)[0] == [2, 30, 41]
    for button in page.locator(".lesson-tray").all():
        assert button.bounding_box()["height"] >= 44


@pytest.mark.browser
def test_on_a_phone_what_changes_the_wall_stands_above_it_and_a_new_shape_comes_into_view(show):
    page = ready(show(ll.sliding_network(), width=390, height=844, has_touch=True, is_mobile=True))
    wall = page.locator(".lesson-sliding-layer")
    button = page.get_by_role("button", name="Bring in a ring")
    for control in (button, page.get_by_text("without that class"), page.get_by_text("all shapes")):
        box = control.bounding_box()
        assert box["y"] + box["height"] <= wall.bounding_box()["y"]
    button.tap()
    top = wall.bounding_box()["y"]
    x, y = middle(page.locator(".lesson-handle").last)
    assert abs(y - (top + 844) / 2) < 150  # near the middle of what is seen of the wall
    assert page.locator(".lesson-handle").count() == 7
    middles = [middle(handle) for handle in page.locator(".lesson-handle").all()[:6]]
    assert min(max(abs(x - a), abs(y - b)) for a, b in middles) > 60  # and clear of the others


@pytest.mark.browser
def test_on_the_whole_screen_a_shape_stays_under_the_pointer(show):
    page = ready(show(ll.sliding_network(), width=1920, height=1080))
    page.get_by_role("button", name="Fill the screen").click()
    page.wait_for_selector(".lesson-filled[data-fitted]")
    handle = page.locator(".lesson-handle").first

    def middle():
        box = handle.bounding_box()
        return np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])

    start = middle()
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*(start + 120), steps=4)
    assert abs(middle() - start - 120).max() < 12  # a pixel of the wall or two
    page.mouse.up()


@pytest.mark.browser
def test_a_move_takes_little_script(show):
    """The best of several rounds, for other processes only ever make it slower."""
    page = ready(show(ll.sliding_network()))
    times = page.evaluate(
        "Array.from({ length: 60 }, (_, i) => { const at = performance.now(); "
        "model.set('objects', [[2, 30 + i % 40, 40 + i], ...model.get('objects').slice(1)]); "
        "return performance.now() - at })"
    )
    assert sorted(times)[len(times) // 4] < 16


@pytest.mark.browser
def test_two_share_nothing_and_cleaning_up_stops_listening(show, explorer):
    page = ready(show(explorer))
    page.evaluate("show(another); show(model); null")
    page.locator(".lesson-sliding").nth(1).get_by_role("button", name="Bring in a ring").click()
    assert page.evaluate("[model, another].map((m) => m.get('objects').length)") == [2, 3]
    before = page.evaluate("model.listeners")
    page.evaluate("cleanup()")
    assert page.evaluate("model.listeners") == before / 2
