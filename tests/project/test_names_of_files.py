"""Comments and docstrings name only files that exist: a rename must reach them, too."""

import ast
import io
import re
import subprocess
import tokenize
from pathlib import PurePosixPath

from paths import ROOT

NAME = re.compile(r"(?<![\w.*/{}:-])[\w./-]*[\w-]\.(?:js|mjs|py|css)\b(?![\w(/]|\.\w)")
SCRIPT_COMMENT = re.compile(r"""/\*.*?\*/|(?<![:'"`\\])//[^\n]*""", re.DOTALL)
OF_OTHERS = {"Node.js", "conf.py", "searchtools.js"}  # a program, and Sphinx's own files


def tracked():
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return [PurePosixPath(name) for name in names.stdout.split("\0") if name and (ROOT / name).exists()]


def notes_of_python(text):
    """[(line, text)] of every comment and docstring, without a docstring's examples."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (said := ast.get_docstring(node)):
            yield node.body[0].lineno, said.partition("\nExamples\n")[0]


def notes_of_script(text):
    """[(line, text)] of every comment of a script or a stylesheet."""
    return [(text.count("\n", 0, found.start()) + 1, found[0]) for found in SCRIPT_COMMENT.finditer(text)]


def reach(path):
    """The folders in which a file may mean another by its bare name: those it imports from, or its part of the tree."""
    if path.parts[:2] == ("lessonlib", "widgets") and len(path.parts) > 3:
        return [path.parent, *(PurePosixPath("lessonlib/widgets") / shared for shared in ("kit", "math"))]
    return [PurePosixPath(path.parts[0])]


def exists(name, path, files):
    """Whether ``name``, in a comment of the file ``path``, is one of ``files``."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    meant = [file for file in files if file.parts[-len(parts) :] == tuple(parts)]
    return any(len(parts) > 1 or any(file.is_relative_to(folder) for folder in reach(path)) for file in meant)


def missing(path, text, files):
    """``file:line: name`` of every file that the comments of ``path`` name and that does not exist."""
    notes = notes_of_python(text) if path.suffix == ".py" else notes_of_script(text)
    return [
        f"{path}:{line}: {name}"
        for line, note in notes
        for name in NAME.findall(note)
        if name not in OF_OTHERS and not exists(name, path, files)
    ]


def test_comments_name_files_that_exist():
    files = tracked()
    read = [path for path in files if path.suffix in (".py", ".js", ".mjs", ".css")]
    found = [fault for path in read for fault in missing(path, (ROOT / path).read_text(encoding="utf-8"), files)]
    assert found == [], "these files do not exist (name one of another folder with its folder):\n" + "\n".join(found)


def test_a_name_that_no_longer_exists_is_found():
    files = [PurePosixPath("lessonlib/widgets", name) for name in ("kit/url.js", "cone/a.js", "wave/b.js")]
    script = 'const a = "x.js"; // as in url.js and a.js\n/* kit/url.js, wave/b.js,\n not old.css */ // nor b.js\n'
    assert missing(files[1], script, files) == [f"{files[1]}:2: old.css", f"{files[1]}:3: b.js"]
    module = '"""See ``kit/gone.py``.\n\nExamples\n--------\n>>> read("x.js")\n"""\nx = 1  # not url.js but was.js\n'
    python = files[1].with_suffix(".py")
    assert sorted(missing(python, module, files)) == [f"{python}:1: kit/gone.py", f"{python}:7: was.js"]
