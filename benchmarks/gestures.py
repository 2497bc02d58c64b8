"""The gestures of every figure in the built book, as a reader makes them: by mouse, and by the keys of a slider.

A gesture is a generator: what it does between two ``yield`` is one move. Each begins with the figure in view.
"""

import math
from typing import NamedTuple

FRAME = 16  # milliseconds
TIGHT = 5  # where the issue of these figures asks for more than a frame


class Gesture(NamedTuple):
    """One gesture on one figure: where it stands, what is done, and the milliseconds of script that a move may take."""

    page: str
    figure: str  # the name of its view for a screen reader
    what: str
    moves: object
    limit: float = FRAME
    nth: int = 0  # of the figures of this name in the page


def middle(box, across=0.5, down=0.5):
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def hover(selector):
    """Over a part, along waves from its top to its bottom."""

    def moves(page, root, count):
        box = root.locator(selector).first.bounding_box()
        for i in range(count):
            page.mouse.move(*middle(box, 0.5 + 0.45 * math.sin(i / 3), 0.05 + 0.9 * i / count))
            yield

    return moves


def drag(selector, reach=0.2, across=None):
    """Hold a part in its middle and go around in circles of ``reach`` of its size, or of ``across`` pixels."""

    def moves(page, root, count):
        box = root.locator(selector).first.bounding_box()
        x, y = middle(box)
        wide, tall = (across, across) if across else (reach * box["width"], reach * box["height"])
        page.mouse.move(x, y)
        page.mouse.down()
        for i in range(count):
            page.mouse.move(x + wide * math.sin(i / 6), y + tall * math.sin(i / 4))
            yield
        page.mouse.up()

    return moves


def slide(name, least=4):
    """Up and down a slider by its keys."""

    def moves(page, root, count):
        root.get_by_role("slider", name=name).first.focus()
        for i in range(count):
            page.keyboard.press("ArrowRight" if i // least % 2 == 0 else "ArrowLeft")
            yield

    return moves


def press(*names):
    """Buttons in turn."""

    def moves(page, root, count):
        buttons = [root.get_by_role("button", name=name, exact=True).first for name in names]
        for i in range(count):
            buttons[i % len(buttons)].click()
            yield

    return moves


def choose(name):
    """The radio buttons of a group in turn, by arrow key."""

    def moves(page, root, count):
        root.get_by_role("group", name=name).get_by_role("radio").first.focus()
        for _ in range(count):
            page.keyboard.press("ArrowRight")
            yield

    return moves


def keys(selector, *names):
    """Keys in turn on a part."""

    def moves(page, root, count):
        root.locator(selector).first.focus()
        for i in range(count):
            page.keyboard.press(names[i % len(names)])
            yield

    return moves


def after(begin, moves):
    """What a reader does first, then the moves."""

    def both(page, root, count):
        begin(page, root)
        yield from moves(page, root, count)

    return both


def guess(page, root):
    root.get_by_role("group", name="Your guess").get_by_role("button").first.click()


GESTURES = (
    Gesture("index", "Touch a letter", "pointer over the title", hover(".lesson-letter-title")),
    Gesture("book/01-where-we-start", "Template explorer", "drag the digit", drag("[data-part=picture]"), TIGHT),
    Gesture("book/02-what-linear-layers-miss", "Read this", "bring the pixels home", after(guess, slide(None, 20))),
    Gesture(
        "book/02-what-linear-layers-miss",
        "Parameter calculator",
        "an example",
        press("224×224×3 into 100 units", "One unit on 200×200×3"),
    ),
    Gesture("book/03-convolution-by-hand", "Convolution explorer", "point at the map", hover("[data-part=output]")),
    Gesture(
        "book/03-convolution-by-hand", "Image and its map", "drag the 3", drag("[data-part=moved] .lesson-movable")
    ),
    Gesture("book/03-convolution-by-hand", "Find it", "drag the box", drag(".lesson-patch-page", 0.3)),
    Gesture("book/03-convolution-by-hand", "Filter playground", "the lens", hover("[data-part=result] canvas"), TIGHT),
    Gesture("book/04-many-filters-full-depth", "Hide the edge", "drag the colour", drag("[data-part=field]")),
    Gesture("book/04-many-filters-full-depth", "Volume explorer", "point at a map", hover("[data-part=output]")),
    Gesture("book/04-many-filters-full-depth", "Threshold explorer", "the bias", slide("Bias", 20)),
    Gesture("book/05-depth-stride-padding", "Convolution explorer", "stride", slide("stride"), TIGHT, 1),
    Gesture("book/05-depth-stride-padding", "Convolution explorer", "padding", slide("padding", 2), TIGHT, 1),
    Gesture(
        "book/05-depth-stride-padding",
        "Convolution explorer",
        "stride, one that does not fit",
        slide("stride"),
        TIGHT,
        2,
    ),
    Gesture("book/06-weight-sharing", "Matrix explorer", "point at the matrix", hover("[data-part=matrix]")),
    Gesture("book/06-weight-sharing", "Matrix explorer", "turn a weight", press("+ 1", "\N{MINUS SIGN} 1")),
    Gesture(
        "book/06-weight-sharing",
        "Parameter calculator",
        "an example",
        press("224×224×3 into 100 units", "One unit on 200×200×3"),
    ),
    Gesture("book/07-equivariance", "Equivariance explorer", "drag the 3", drag("[data-part=moved] .lesson-movable")),
    Gesture("book/07-equivariance", "Aliasing explorer", "nudge", press("Move left", "Move right")),
    Gesture("book/07-equivariance", "Shift explorer", "drag the digit", drag("[data-part=picture]")),
    Gesture("book/07-equivariance", "Sliding network", "drag a shape", drag(".lesson-handle", across=60)),
    Gesture("book/08-same-loop-new-block", "Be the optimiser", "drag the weight", drag(".lesson-knob", across=60)),
    Gesture("book/09-going-deep", "Depth explorer", "depth", slide("Depth", 20)),
    Gesture("book/09-going-deep", "Receptive field explorer", "unit", slide("Unit", 20)),
    Gesture("book/10-what-you-know-now", "Clap explorer", "slide the clap", drag("[data-part=surface]", 0.4)),
    Gesture(
        "book/11-train-on-cifar", "Network viewer", "another map", keys("[role=gridcell]", "ArrowRight", "ArrowDown")
    ),
)
