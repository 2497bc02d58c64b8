"""The links of the book to other hosts, for a scheduled check: `python tools/links.py` prints one a line."""

import ast
import re
from pathlib import Path

from notebooks import read_chapter

from lessonlib.cifar.data.download import MIRRORS

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = re.compile(r"https?://[\w-]+(?:\.[\w-]+)+[^\s<>\"'`\\\[\]{}]*")


def docstrings(source):
    """All docstrings of a module, one after the other."""
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds))
    return "\n\n".join(filter(None, map(ast.get_docstring, nodes)))


def texts():
    """What people read, by its path: pages, chapters, and the library's docstrings."""
    for path in (*ROOT.glob("*.md"), *(ROOT / "book").glob("*.md")):
        yield path, path.read_text(encoding="utf-8")
    for path in (ROOT / "book").glob("*.ipynb"):
        yield path, "\n\n".join(cell.source for cell in read_chapter(path).cells)
    for path in (ROOT / "lessonlib").rglob("*.py"):
        yield path, docstrings(path.read_text(encoding="utf-8"))


def links():
    """Addresses of the pages and of the data, in order; addresses of this machine are none."""
    found = {address.rstrip(".,;:)") for _, text in texts() for address in ADDRESS.findall(text)}
    return sorted(address for address in found | set(MIRRORS) if not address.startswith("http://127."))


if __name__ == "__main__":
    print(*links(), sep="\n")
