"""A small drawing for each chapter: what its figure shows, in the colours of the page.

Each is an SVG of 192 by 108 whose parts have a class for their colour (web/css/signatures.css). Where a drawing holds
numbers they are computed: the map of 3, the matrix of 6, the ladder of 11b.
"""

from statistics import mean

import numpy as np

import lessonlib as ll
from lessonlib.cifar.results import results

WIDTH, HEIGHT = 192, 108
THREE = ("####.", "....#", "....#", ".###.", "....#", "....#", "####.")
PLUS, RING, BAR = (".#.", "###", ".#."), ("###", "#.#", "###"), ("#..", "#..", "#..")


def rect(x, y, width, height, name, opacity=1.0, more=""):
    faint = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
    return f'<rect class="{name}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"{faint}{more}/>'


def circle(x, y, radius, name, opacity=1.0):
    faint = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
    return f'<circle class="{name}" cx="{x:g}" cy="{y:g}" r="{radius:g}"{faint}/>'


def line(points, name):
    return f'<polyline class="{name}" points="{" ".join(f"{x:g},{y:g}" for x, y in points)}"/>'


def word(x, y, text, name="word"):
    return f'<text class="{name}" x="{x:g}" y="{y:g}" text-anchor="middle">{text}</text>'


def arrow(start, end, y=54):
    """From what goes in to what comes out."""
    return line([(start, y), (end, y)], "stroke") + line([(end - 5, y - 5), (end, y), (end - 5, y + 5)], "stroke")


def lines(x, y, rows, columns, cell):
    """The lines of an empty grid."""
    across = (line([(x, y + i * cell), (x + columns * cell, y + i * cell)], "thin") for i in range(rows + 1))
    down = (line([(x + j * cell, y), (x + j * cell, y + rows * cell)], "thin") for j in range(columns + 1))
    return "".join([*across, *down])


def bitmap(x, y, rows, cell, name="ink", opacity=1.0):
    places = ((i, j) for i, row in enumerate(rows) for j, mark in enumerate(row) if mark == "#")
    return "".join(rect(x + j * cell, y + i * cell, cell, cell, name, opacity) for i, j in places)


def signed(x, y, values, cell):
    """A grid of signed numbers: blue and orange, stronger for larger."""
    largest = np.abs(values).max()
    cells = (
        rect(x + j * cell, y + i * cell, cell, cell, "positive" if value > 0 else "negative", abs(value) / largest)
        for (i, j), value in np.ndenumerate(values)
        if value
    )
    return "".join(cells) + lines(x, y, len(values), len(values[0]), cell)


def moved_three():
    """The 3 where it was learnt, and moved down: now 6 has the larger sum."""
    field = lines(18, 9, 10, 9, 9) + bitmap(36, 9, THREE, 9, "muted", 0.3) + bitmap(36, 27, THREE, 9)
    sums = rect(122, 34, 30, 14, "muted", 0.5) + rect(122, 64, 48, 14, "ink")
    return field + word(110, 46, "3") + word(110, 76, "6") + sums


def scrambled():
    """The pixels of a 3, and the same pixels in another order."""
    pixels = np.zeros((9, 9), bool)
    for i, row in enumerate(THREE):
        pixels[i + 1, 2:7] = [mark == "#" for mark in row]
    order = np.random.default_rng(3).permutation(81)
    drawn = []
    for x, shown in ((14, pixels.ravel()[order].reshape(9, 9)), (106, pixels)):
        rows = ["".join("#" if ink else "." for ink in row) for row in shown]
        drawn += [lines(x, 18, 9, 9, 8), bitmap(x, 18, rows, 8)]
    return "".join([*drawn, word(96, 59, "=")])


def by_hand():
    """The edge, the patch that is looked at, and the map."""
    picture, weights = ll.images.edge(), ll.filters.vertical_edge()
    found = ll.conv2d(picture[None, None], weights[None, None])[0, 0]
    pixels = (
        bitmap(16, 16, ["".join("#" if value == brightness else "." for value in row) for row in picture], 15, name)
        for brightness, name in enumerate(("dark", "bright"))
    )
    drawn = "".join(pixels) + lines(16, 16, 5, 5, 15) + rect(31, 16, 45, 45, "now")
    return drawn + arrow(100, 116) + signed(128, 31, found, 15) + rect(143, 31, 15, 15, "now")


def full_depth():
    """Three channels, a filter as deep as they are, one map."""
    planes = []
    for step, name in ((2, "positive"), (1, "right"), (0, "negative")):
        x, y = 20 + 14 * step, 34 - 12 * step
        planes += [rect(x, y, 60, 60, "paper"), rect(x, y, 60, 60, name, 0.35), rect(x + 12, y + 12, 24, 24, "now")]
    return "".join([*planes, arrow(118, 134), lines(144, 38, 4, 4, 8), rect(152, 46, 8, 8, "accent")])


def places():
    """A padded picture, the places of the window at stride 2, and the map of as many numbers."""
    ring = '<rect class="dashed" x="20" y="10" width="88" height="88"/>'
    picture = rect(32.6, 22.6, 62.8, 62.8, "muted", 0.25) + lines(20, 10, 7, 7, 88 / 7)
    stamps = "".join(rect(20 + 25.14 * j, 10 + 25.14 * i, 37.7, 37.7, "edge") for i in range(3) for j in range(3))
    now = rect(20 + 25.14, 10, 37.7, 37.7, "now")
    out = lines(134, 36, 3, 3, 12) + rect(146, 36, 12, 12, "accent")
    return picture + ring + stamps + now + arrow(114, 126) + out


def shared_weights():
    """The matrix of a 3 by 3 filter on a picture of 5 by 5: nine rows, the same nine weights in each."""
    weights = ll.filters.vertical_edge()
    matrix = np.zeros((9, 25))
    for place in range(9):
        patch = np.zeros((5, 5))
        patch[place // 3 : place // 3 + 3, place % 3 : place % 3 + 3] = weights
        matrix[place] = patch.ravel()
    return signed(8.5, 22, matrix, 7)


def wall():
    """Shapes on a wall, and the light where the searched one is."""
    pluses = ((26, 18), (98, 58), (150, 22))
    lamps = "".join(circle(x + 10.5, y + 10.5, 21, "positive", 0.3) for x, y in pluses)
    shapes = "".join(bitmap(x, y, PLUS, 7) for x, y in pluses)
    others = "".join(
        bitmap(x, y, one, 7, "muted", 0.6) for x, y, one in ((62, 20, RING), (30, 68, BAR), (140, 70, RING))
    )
    return lamps + others + shapes + rect(93, 53, 31, 31, "now")


def bottom():
    """A loss over one weight, and the steps that a learner takes down to its bottom."""

    def loss(weight):
        return 16 + 76 * ((weight - 104) / 84) ** 2  # up is up

    weight, steps = 26.0, []
    for _ in range(6):
        steps.append((weight, 108 - loss(weight)))
        weight += 0.42 * (104 - weight)
    balls = "".join(circle(x, y, 4, "ink", 0.3 + 0.12 * i) for i, (x, y) in enumerate(steps[:-1]))
    curve = line([(x, 108 - loss(x)) for x in range(20, 189, 4)], "stroke")
    return curve + balls + circle(*steps[-1], 5, "accent")


def stack():
    """What one unit sees, layer below layer: 1, 3, 5, 7 pixels."""
    drawn = []
    for depth, cells in enumerate((1, 3, 5, 7, 9)):
        x, y = 96 - 7.5 * cells, 8 + 19 * depth
        for cell in range(cells):
            light = 1 - abs(cell - (cells - 1) / 2) / (cells / 2 + 0.5)
            name = "accent" if depth == 0 else "positive"
            drawn.append(rect(x + 15 * cell + 1, y, 13, 13, name, 0.2 + 0.8 * light))
    return "".join(drawn)


def clap():
    """A recording with two claps, and a window on it."""
    rng = np.random.default_rng(10)
    drawn = []
    for i in range(44):
        loud = 3 + 36 * max(np.exp(-(i - at) / 3) if i >= at else 0 for at in (9, 29)) * rng.uniform(0.75, 1)
        drawn.append(rect(10 + 4 * i, 54 - loud, 2.4, 2 * loud, "ink"))
    return "".join(drawn) + rect(122, 10, 34, 88, "now")


def bars():
    """Three models whose accuracy is for the reader to guess: a linear model, an MLP, a convolutional network."""
    drawn = []
    for i, name in enumerate(("linear", "MLP", "CNN")):
        x = 30 + 48 * i
        drawn.append(line([(x, 84), (x, 22), (x + 36, 22), (x + 36, 84)], "dashed"))
        drawn.append(word(x + 18, 58, "?") + word(x + 18, 100, name))
    return "".join(drawn) + line([(22, 84), (170, 84)], "thin")


def ladder():
    """How accurate a minute of training became, one technique after the other."""
    steps = ("plain", "batchnorm", "one-cycle", "whitening", "minute")
    shares = [mean(run["accuracy"] for run in results()["runs"] if run["recipe"] == step) for step in steps]
    low, high = min(shares), max(shares)
    tops = [86 - 62 * (share - low) / (high - low) for share in shares]
    points = [(24 + 29 * i + 29 * half, top) for i, top in enumerate(tops) for half in (0, 1)]
    said = word(155, tops[-1] - 8, f"{100 * shares[-1]:.0f}")  # the first rung would give chapter 11 away
    return line(points, "stroke") + said + circle(155, tops[-1], 5, "ink")


DRAWN = {
    "01-where-we-start": moved_three,
    "02-what-linear-layers-miss": scrambled,
    "03-convolution-by-hand": by_hand,
    "04-many-filters-full-depth": full_depth,
    "05-depth-stride-padding": places,
    "06-weight-sharing": shared_weights,
    "07-equivariance": wall,
    "08-same-loop-new-block": bottom,
    "09-going-deep": stack,
    "10-what-you-know-now": clap,
    "11-train-on-cifar": bars,
    "11b-how-far-in-a-minute": ladder,
}


def draw(name):
    """The drawing of a chapter, decoration beside its title; of a chapter without one, an empty grid."""
    drawn = DRAWN.get(name.rpartition("/")[2], lambda: lines(51, 9, 6, 6, 15))()
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{drawn}</svg>'
