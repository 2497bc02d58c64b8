"""What code in the page needs besides Python: packages that the page loads when a cell first asks for them."""

import ast

from lessonlib.exercises.checking.registry import find, identifiers

# Names after ``ll.``: those on the standard library alone, and those that draw with matplotlib; others need numpy.
PLAIN = {
    *("conv_parameters", "linear_parameters", "nearest_settings", "output_size", "receptive_field"),
    *("check", "hint", "progress", "solution", "use"),
}
DRAWING = {
    *("accuracy_by_seconds", "confusion_grid", "learning_curves", "plots", "seed_dots", "squares_to_scale", "waves"),
}
PHOTOGRAPHS = {"ll.images.photo", "ll.images.print_page"}
PHOTOGRAPHS |= {"ll.depth_explorer", "ll.patch_search", "ll.threshold_explorer"}
NAMED = {"np": "numpy", "numpy": "numpy", "plt": "matplotlib", "matplotlib": "matplotlib", "PIL": "pillow"}
ORDER = ("numpy", "pillow", "matplotlib")


def packages(code, id=None):
    """The packages that code needs, as far as its text tells.

    Parameters
    ----------
    code : str
        Python; what is no Python needs nothing.
    id : str, optional
        The exercise that it answers.

    Returns
    -------
    list of str
        In the order in which they are loaded.

    Examples
    --------
    >>> packages("ll.output_size(7, 3)"), packages("np.zeros(3)"), packages("ll.images.photo('cat')")
    ([], ['numpy'], ['numpy', 'pillow'])
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found = set(find(id).needs) if id in identifiers() else set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(NAMED.get(node.id))
        elif isinstance(node, ast.Import):
            found |= {NAMED.get(alias.name.partition(".")[0]) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(NAMED.get((node.module or "").partition(".")[0]))
        elif isinstance(node, ast.Attribute):
            found |= _of_ours(node)
    if found & {"pillow", "matplotlib"}:
        found.add("numpy")
    return [name for name in ORDER if name in found]


def _of_ours(node):
    if ast.unparse(node) in PHOTOGRAPHS:
        return {"pillow"}
    if not (isinstance(node.value, ast.Name) and node.value.id == "ll"):
        return set()
    if node.attr in PLAIN:
        return set()
    return {"matplotlib"} if node.attr in DRAWING else {"numpy"}


def unknown(code, known):
    """The names that code uses and neither makes nor finds among ``known``."""
    made: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
        elif isinstance(node, ast.arg):
            made.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.alias):
            made.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            made.add(node.name)
    return used - made - set(known)
