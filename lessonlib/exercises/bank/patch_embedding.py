"""The first step of a vision transformer: patches side by side, each turned into a row of numbers."""

from lessonlib.exercises import Exercise, mistake


def patch_embedding(images, filters):
    # your lines go here
    ...


def solution(images, filters):
    import lessonlib as ll

    maps = ll.conv2d(images, filters, stride=filters.shape[2:])
    N, D, _, _ = maps.shape
    return maps.reshape(N, D, -1).transpose(0, 2, 1)


def _maps(images, filters):
    import lessonlib as ll

    return ll.conv2d(images, filters, stride=filters.shape[2:])  # (N, D, rows, columns)


@mistake(
    "These are the maps of the convolution, (N, D, rows, columns). All the numbers are there. Now put the patches into "
    "one line, and the D numbers of each patch into one row."
)
def returns_the_maps(images, filters):
    return _maps(images, filters)


@mistake(
    "Your result is (N, D, patches): a row for each filter. A transformer wants a row for each patch. Swap the last "
    "two axes; `transpose` does that."
)
def leaves_the_filters_first(images, filters):
    maps = _maps(images, filters)
    return maps.reshape(*maps.shape[:2], -1)


@mistake(
    "The shape is right and the numbers are in the wrong rows. `reshape` never moves a number, it only cuts the line "
    "in other places; to swap axes you need `transpose`."
)
def reshapes_in_place_of_transposing(images, filters):
    maps = _maps(images, filters)
    return maps.reshape(len(maps), -1, maps.shape[1])


@mistake(
    "Your patches stand column by column. Reading order was asked for: the top row of patches from left to right, "
    "then the next row."
)
def goes_down_the_columns(images, filters):
    maps = _maps(images, filters).transpose(0, 1, 3, 2)
    return maps.reshape(*maps.shape[:2], -1).transpose(0, 2, 1)


@mistake(
    "Your patches overlap: the filter moved one pixel at a time. To stand side by side they must be a whole patch "
    "apart. Which stride is that?"
)
def overlaps(images, filters):
    import lessonlib as ll

    maps = ll.conv2d(images, filters)
    return maps.reshape(*maps.shape[:2], -1).transpose(0, 2, 1)


@mistake(
    "Your patches begin one pixel apart: you count them one by one, and cut each at its own number. Patch number `r` "
    "from above begins at row `r * PH`, number `c` from the left at column `c * PW`."
)
def cuts_one_pixel_apart(images, filters):
    import lessonlib as ll

    N, D, rows, columns = _maps(images, filters).shape
    maps = ll.conv2d(images, filters)[:, :, :rows, :columns]
    return maps.reshape(N, D, -1).transpose(0, 2, 1)


@mistake(
    "You used one number of the patch's size for both directions. A patch may be higher than it is wide: the stride "
    "can be a pair, (down, across)."
)
def takes_patches_for_square(images, filters):
    import lessonlib as ll

    maps = ll.conv2d(images, filters, stride=filters.shape[2])
    return maps.reshape(*maps.shape[:2], -1).transpose(0, 2, 1)


@mistake(
    "Only the first channel counts in your result. A patch of a colour image reaches through all channels, and so "
    "does each filter."
)
def forgets_the_channels(images, filters):
    return solution(images[:, :1], filters[:, :1])


@mistake(
    "The numbers of a patch meet the wrong weights: you laid the patch out pixel by pixel, its channels together, but "
    "the filters are laid out channel by channel. Both must be in the same order before you multiply."
)
def lays_the_channels_last(images, filters):
    N, C, H, W = images.shape
    D, _, PH, PW = filters.shape
    patches = images.reshape(N, C, H // PH, PH, W // PW, PW).transpose(0, 2, 4, 3, 5, 1)
    return patches.reshape(N, -1, PH * PW * C) @ filters.reshape(D, -1).T


@mistake(
    "You cut the image without moving the axes: `reshape` alone makes pieces of lines, not patches. Split height "
    "into (rows, PH) and width into (columns, PW), then bring PH and PW together with `transpose`."
)
def cuts_lines_in_place_of_patches(images, filters):
    N, D = len(images), len(filters)
    return images.reshape(N, -1, filters[0].size) @ filters.reshape(D, -1).T


@mistake(
    "You returned the pixels of each patch, without the filters. Each patch should become D numbers, one dot product "
    "with each filter."
)
def returns_the_pixels(images, filters):
    N, C, H, W = images.shape
    _, _, PH, PW = filters.shape
    patches = images.reshape(N, C, H // PH, PH, W // PW, PW).transpose(0, 2, 4, 1, 3, 5)
    return patches.reshape(N, -1, C * PH * PW)


@mistake(
    "Your patches come in the opposite order, from the bottom right to the top left. Begin where you begin to read."
)
def reads_backwards(images, filters):
    return solution(images, filters)[:, ::-1]


@mistake(
    "The filters are flipped in your result. A convolution in this book does not flip them: top left meets top left."
)
def turns_the_filters(images, filters):
    return solution(images, filters[:, :, ::-1, ::-1])


@mistake(
    "The images of the batch have run together: their patches stand in one long list. Keep the axis of the images "
    "in front."
)
def runs_the_pictures_together(images, filters):
    return solution(images, filters).reshape(-1, len(filters))


@mistake(
    "The two strides are exchanged. The first of the pair says how far down, by the patch's height; the second how far "
    "across."
)
def swaps_the_strides(images, filters):
    import lessonlib as ll

    maps = ll.conv2d(images, filters, stride=filters.shape[:1:-1])
    return maps.reshape(*maps.shape[:2], -1).transpose(0, 2, 1)


def examples():
    import numpy as np

    picture = np.arange(16).reshape(1, 1, 4, 4)
    two = np.array([[[[1, 0], [0, -1]]], [[[2, 1], [0, 3]]]])
    wide = np.array([[[[1, 0, 0, 10]]], [[[0, 1, 1, 0]]], [[[0, 0, 0, 1]]]])
    depth = np.array([[[[1, 1]], [[0, -1]]]])  # (1, 2, 1, 2)
    return [
        ((picture, two), [[[-5, 16], [-5, 28], [-5, 64], [-5, 76]]]),
        ((picture, wide), [[[30, 3, 3], [74, 11, 7], [118, 19, 11], [162, 27, 15]]]),
        ((np.array([[[[1, 2, 3, 4]], [[5, 6, 7, 8]]]]), depth), [[[-3], [-1]]]),
    ]


def _case(numbers, N, C, D, PH, PW, rows, columns):
    shapes = (N, C, rows * PH, columns * PW), (D, C, PH, PW)
    return tuple(numbers.integers(-5, 6, shape) / 2 for shape in shapes)


def probes():
    import numpy as np

    numbers = np.random.default_rng(0)
    return [
        _case(numbers, 1, 1, 2, 2, 3, 2, 2),
        _case(numbers, 2, 3, 4, 2, 3, 3, 2),
        _case(numbers, 3, 2, 5, 3, 2, 2, 4),
        _case(numbers, 2, 4, 3, 2, 2, 3, 5),
    ]


def draw(random):
    import numpy as np

    numbers = np.random.default_rng(random.randrange(2**32))
    return _case(numbers, *(random.randint(1, 4) for _ in range(7)))


EXERCISE = Exercise(
    id="patch-embedding",
    title="Patches to rows of numbers",
    chapter="09-going-deep",
    order=3,
    needs=("numpy",),
    prompt=(
        "A vision transformer begins like this. Write `patch_embedding`. `images` is (N, C, H, W) and `filters` is "
        "(D, C, PH, PW), both NumPy arrays. Cut each image into patches of PH by PW, side by side; they fit. Turn "
        "each patch into D numbers: its dot product with each filter. Return (N, patches, D), the patches in reading "
        "order. You may use `ll.conv2d`; its stride can be a pair, down and right."
    ),
    hints=(
        "Every patch meets the same filters, so it is a convolution. How far does the filter move, if the patches may "
        "neither overlap nor leave a gap? `ll.conv2d` takes a pair for `stride`: down, across.",
        "The maps are (N, D, rows, columns). First make one axis of rows and columns, then bring D to the end.",
    ),
    wanted="an array of shape (N, patches, D)",
    insight="The same weights on every patch: even a vision transformer begins with a convolution.",
    starter=patch_embedding,
    solution=solution,
    examples=examples,
    probes=probes,
    draw=draw,
)
