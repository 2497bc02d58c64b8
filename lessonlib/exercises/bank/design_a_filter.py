"""Design a filter for an effect: many answers are right, so it is judged by what it does."""

from lessonlib.exercises import Exercise, as_grid, mistake

SIZE = 3


def my_filter():
    return [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
    ]


def solution():
    return [
        [1, 1, 1],
        [0, 0, 0],
        [-1, -1, -1],
    ]


def judge(answer):
    """What the filter gives for a flat patch, for horizontal edges, and for vertical ones."""
    weights = as_grid(answer, (SIZE, SIZE))

    def response(bright):
        """Where ``bright(row, column)`` the patch is 1, elsewhere 0."""
        return sum(weights[r][c] for r in range(SIZE) for c in range(SIZE) if bright(r, c))

    def rounded(numbers):
        return [round(number, 6) + 0.0 for number in numbers]

    return {
        "flat": rounded([response(lambda r, c: True)])[0],
        "above": rounded(response(lambda r, c, edge=edge: r < edge) for edge in (1, 2)),
        "standing": rounded(response(lambda r, c, edge=edge: c < edge) for edge in (1, 2)),
    }


def right(facts):
    return facts["flat"] == 0 and not any(facts["standing"]) and min(facts["above"]) >= 0 and max(facts["above"]) > 0


def says(facts):
    pairs = {name: " and ".join(f"{number:g}" for number in facts[name]) for name in ("above", "standing")}
    return (
        f"Your filter gives {facts['flat']:g} where all nine pixels are 1; {pairs['above']} on the edges with bright "
        f"above dark (one bright row, two bright rows); {pairs['standing']} on the edges with bright left of dark."
    )


@mistake(
    "It responds where there is no edge at all: on a uniform bright area it does not give 0. What must the nine "
    "weights sum to, so that a uniform area gives 0?",
    example=lambda: [[1, 1, 1], [0, 0, 0], [0, 0, 0]],
)
def sees_flat_areas(facts):
    return facts["flat"] != 0


@mistake(
    "It finds vertical edges, not horizontal ones: compare the weights of the left column with those of the "
    "right. Here the top must differ from the bottom.",
    example=lambda: [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
)
def finds_standing_edges_only(facts):
    return any(facts["standing"]) and not any(facts["above"])


@mistake(
    "It responds to the edge, but to vertical edges too. Look at each column separately: what must its "
    "weights sum to, so that columns of one brightness cancel?",
    example=lambda: [[2, 1, 0], [1, 0, -1], [0, -1, -2]],
)
def sees_standing_edges_too(facts):
    return any(facts["standing"])


@mistake(
    "It is upside down: it gives a negative number where bright is above dark. It finds dark above bright. The sign of "
    "a map says which way the edge goes.",
    example=lambda: [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
)
def is_upside_down(facts):
    return max(facts["above"]) <= 0 and min(facts["above"]) < 0


@mistake(
    "It is positive on one side of the edge and negative on the other: it finds thin lines, not edges. Keep one sign "
    "for the upper part and the other for the lower part.",
    example=lambda: [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]],
)
def finds_lines(facts):
    return min(facts["above"]) < 0 < max(facts["above"])


@mistake(
    "It gives 0 on the edge as well: in each row your weights cancel, so it never sees that one row is brighter than "
    "another. Let them cancel down each column instead of along each row.",
    example=lambda: [[1, -1, 0], [-1, 1, 0], [0, 0, 0]],
)
def is_blind(facts):
    return not any(facts["above"])


def examples():
    return [
        ([[1, 1, 1], [0, 0, 0], [-1, -1, -1]], True),
        ([[1, 2, 1], [0, 0, 0], [-1, -2, -1]], True),
        ([[0, 1, 0], [0, 0, 0], [0, -1, 0]], True),
        ([[0.5, 0, 0], [-0.5, 0, 0], [0, 0, 0]], True),
        ([[1, 1, 1], [1, 1, 1], [1, 1, 1]], False),
        ([[1, 0, -1], [1, 0, -1], [1, 0, -1]], False),
        ([[-1, -2, -1], [0, 0, 0], [1, 2, 1]], False),
    ]


EXERCISE = Exercise(
    id="design-a-filter",
    title="Design a filter",
    chapter="03-convolution-by-hand",
    order=3,
    prompt=(
        "Fill in nine weights, so that the filter finds edges with *bright above dark*: a positive number there, 0 on "
        "a uniform area, and 0 on every vertical edge. There are many such filters; any of them will do."
    ),
    hints=(
        "The edge filter of this chapter finds bright to the right of dark. What would you do to the image to make its "
        "edge horizontal?",
        "In a uniform area every pixel is the same, so only the sum of the weights counts. On a vertical edge every "
        "column has one brightness, so only the sum of each column counts.",
    ),
    wanted="a 3 by 3 grid of numbers",
    insight="Weights that cancel make a filter blind on purpose: what it cannot see is half of what it does.",
    starter=my_filter,
    solution=solution,
    examples=examples,
    judge=judge,
    right=right,
    says=says,
)
