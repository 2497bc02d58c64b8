"""Joining scripts without Node.js: each form that is known, and file and line of each that is not."""

import json
import re
import subprocess

import pytest
from javascript import WIDGETS
from paths import ROOT

from lessonlib.widgets.kit.bundle import join_script
from lessonlib.widgets.kit.javascript import read_module, tokens

LEAF = "export const one = 1;\nexport const two = 2;\n"


@pytest.fixture
def join(tmp_path):
    """Join an entry with the files it imports: ``join(entry, leaf=...)``."""

    def joined(entry, **files):
        for name, text in {"entry": entry, **files}.items():
            (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")
        return join_script("entry.js", tmp_path)

    return joined


@pytest.fixture
def run(node, tmp_path):
    """What the default export of a joined script is when Node runs it."""

    def default(script):
        path = tmp_path / "joined.mjs"
        path.write_text(script, encoding="utf-8")
        program = (
            f"const {{ default: it }} = await import({json.dumps(path.as_uri())}); console.log(JSON.stringify(it))"
        )
        done = subprocess.run(
            [node, "--input-type=module", "-e", program], capture_output=True, text=True, check=False, encoding="utf-8"
        )
        assert done.stderr == ""
        return json.loads(done.stdout)

    return default


@pytest.mark.parametrize("entry", sorted(path.relative_to(WIDGETS).as_posix() for path in WIDGETS.glob("*/widget.js")))
def test_every_widget_is_one_module_that_node_accepts(node, tmp_path, entry):
    script = tmp_path / "widget.mjs"
    script.write_text(join_script(entry), encoding="utf-8")
    program = f"const module = await import({json.dumps(script.as_uri())}); console.log(Object.keys(module).join())"
    done = subprocess.run(
        [node, "--input-type=module", "-e", program], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert (done.stdout.strip(), done.stderr) == ("default", "")


def test_files_come_once_and_before_those_that_import_them(join):
    entry = 'import { branch } from "./branch.js";\nimport { leaf } from "./leaf.js";\nexport default [leaf, branch];\n'
    branch = 'import { leaf } from "./leaf.js";\nexport const branch = leaf;\n'
    assert join(entry, branch=branch, leaf="export const leaf = 1;\n").split("\n\n") == [
        "const leaf = 1;",
        "const branch = leaf;",
        "export default [leaf, branch];\n",
    ]


# Every form a file may take, what it declares, and what `value` is once it is joined and run.
FORMS = {
    "several in one const": ("export const a = 1, b = [2, 3], value = { a, b };", "a b value", {"a": 1, "b": [2, 3]}),
    "let without a value": ("let a, b;\na = 4;\nexport const value = a;", "a b value", 4),
    "generator": ("function* steps() { yield 1; yield 2; }\nexport const value = [...steps()];", "steps value", [1, 2]),
    "generator, spaced": ("function * steps() { yield 1; }\nexport const value = [...steps()];", "steps value", [1]),
    "exported generator": ("export function* steps() { yield 3; }\nexport const value = [...steps()];", None, [3]),
    "async function": ("async function later() {}\nexport const value = typeof later();", "later value", "object"),
    "exported async generator": ("export async function* all() {}\nexport const value = 5;", "all value", 5),
    "dollar names": ("const $ = 1, $b = 2, c$ = 3, _ = 4;\nexport const value = $ + $b + c$ + _;", None, 10),
    "letters beyond ASCII": ("const größe = 6;\nexport const value = größe;", "größe value", 6),
    "class": ("class A { static b = 7; #c = 8; d() { return this.#c; } }\nexport const value = new A().d();", None, 8),
    "function as a value": ("const f = function inner() { return 1; };\nexport const value = f();", "f value", 1),
    "class as a value": ("const C = class Inner {};\nexport const value = new C() instanceof C;", "C value", True),
    "arrow with a comma": ("const f = (a, b = [1, 2]) => ({ a, b }), g = 2;\nexport const value = f(g);", "f g value",
                           {"a": 2, "b": [1, 2]}),
    "import in a string": ("export const value = 'import { a } from \"./b.js\";';", "value",
                           'import { a } from "./b.js";'),
    "import in a template": ("export const value = `import { a } from\nexport ${`${1}` + 1} const`;", "value",
                             "import { a } from\nexport 11 const"),
    "import in a comment": ("// import { a } from './b.js';\n/* export default 1;\nvar x; */ export const value = 1;",
                            "value", 1),
    "import as a key": ("export const value = { import: 1, export: 2, const: 3, var: 4 }.import;", "value", 1),
    "import after a dot": ("const a = { import: () => 9, export: 1 };\nexport const value = a.import();", "a value", 9),
    "quotes in a regular expression": ("export const value = \"a'b`c\".replace(/['`]/g, '/');", "value", "a/b/c"),
    "a slash in a class": ("const at = /[/`]+/u;\nexport const value = at.test('/');", "at value", True),
    "division": ("const a = 8, b = 2;\nexport const value = (a) / b / [2][0] / a;", "a b value", 0.25),
    "regular expression in a template": ("export const value = `${/`/.test('`')}`;", "value", "true"),
    "declarations inside blocks": ("for (const i of [1]) { const a = i; }\n{ let b = 1; }\nexport const value = 1;",
                                   "value", 1),
    "no semicolon in a function": ("function a() { return 1 }\nfunction b() { return a() }\nexport const value = b()",
                                      "a b value", 1),
    "function after a call": ("(() => 1)()\nfunction f() { return 2; }\nexport const value = f();", "f value", 2),
    "a label and a condition": ("const a = true ? { b: 1 } : null;\nexport const value = a?.b ?? 2;", "a value", 1),
    "escapes": (r"export const value = 'it\'s \\';", "value", "it's \\"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_is_known_is_joined_and_runs(join, run, form):
    text, names, value = FORMS[form]
    module = read_module(text)
    if names:
        assert list(module.names) == names.split()
    if "value" in module.exports:
        script = join('import { value } from "./leaf.js";\nexport default value;\n', leaf=text)
        assert run(script) == value


@pytest.mark.parametrize(
    "line",
    [
        'import { one } from "./leaf.js"; // a comment behind it',
        'import { one } from "./leaf.js"; /* one */ /* two */',
        "import { one } from './leaf.js';",
        'import {\n  one, // first\n  two,\n} from "./leaf.js";',
        'import{one,two}from"./leaf.js";',
        'import { one } from "./leaf.js"; import { two } from "./leaf.js";',
    ],
)
def test_an_import_may_be_written_in_several_ways(join, run, line):
    assert run(join(f"{line}\nexport default one;\n", leaf=LEAF)) == 1


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('import * as leaf from "./leaf.js";', 2, "an import that is not of the form import"),
        ('import leaf from "./leaf.js";', 2, "an import that is not of the form import"),
        ('import "./leaf.js";', 2, "an import that is not of the form import"),
        ('import { one as two } from "./leaf.js";', 2, "an import under another name"),
        ('import { one } from "leaf";', 2, 'an import that does not end in from "./file.js";'),
        ('import { one } from "./leaf.js"', 2, 'an import that does not end in from "./file.js";'),
        ('const a = 1;\n\nconst b = await import("./leaf.js");', 4, "an import at run time"),
        ("const here = import.meta.url;", 2, "an import at run time"),
        ("const one = 1;\nexport { one };", 3, "an export that is not of a declaration"),
        ('export * from "./leaf.js";', 2, "an export that is not of a declaration"),
        ("export async () => 1;", 2, "an export that is not of a declaration"),
        ("const [one, two] = [1, 2];", 2, "something else than a single name after const and let"),
        ("const a = 1, { b } = {};", 2, "something else than a single name after const and let"),
        ("function () {}", 2, "something else than a name after function and class"),
        ("/* a\ncomment */ var a = 1;", 3, "var, which leaves its block"),
        ("if (true) { var hidden = 1; }", 2, "var, which leaves its block"),
        ("const a = 1\nconst b = 2;", 3, "a declaration after one without a semicolon"),
        ("const a = 1;\nlet b = 2, a = 3;", 3, "a, which line 2 declares too"),
        ("const a = `\n${[1]\n", 3, "a ` that does not close"),
        ("const a = `\n\n", 2, "a template that does not end"),
        ("const a = [1, 2);", 2, r"a \) that closes nothing"),
        ("const a = 1;\n}", 3, "a } that closes nothing"),
        ("\nconst a = 'two\nlines';", 3, r'"\'two", which is no JavaScript'),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_its_file_and_line(join, text, line, said):
    with pytest.raises(ValueError, match=rf"^entry\.js:{line} cannot be joined: it has {said}"):
        join(f"\n{text}\n\nexport default {{}};\n", leaf=LEAF)


@pytest.mark.parametrize(
    ("entry", "leaf", "said"),
    [
        ('import { three } from "./leaf.js";', LEAF, r"entry\.js:1 imports three from leaf\.js, which does not"),
        ('import { one } from "./leaf.js";', "const one = 1;", r"entry\.js:1 imports one from leaf\.js, which"),
        ('\nimport { one } from "./lost.js";', LEAF, r"entry\.js:2 imports from lost\.js, which is not there"),
        ('import { one } from "./leaf.js";', LEAF + "export default one;\n", r"leaf\.js must have no export default"),
        ('import { one } from "./leaf.js";\nfunction two() {}', LEAF,
         r"entry\.js:2 and leaf\.js:2 both define two; joined files share one scope"),
        ('import { one } from "./leaf.js";\nconst a = 1, two = 2;', LEAF, r"entry\.js:2 and leaf\.js:2 both define"),
        ('import { one } from "./leaf.js";', 'import { x } from "./entry.js";\n' + LEAF,
         r"modules import each other: entry\.js -> leaf\.js -> entry\.js"),
    ],
)  # fmt: skip
def test_files_that_do_not_fit_together_are_named(join, entry, leaf, said):
    with pytest.raises(ValueError, match=f"^{said}"):
        join(f"{entry}\nexport default {{}};\n", leaf=leaf)


def test_an_entry_needs_a_default_export(join):
    with pytest.raises(ValueError, match=r"entry\.js must have an export default, as entry\.js is joined"):
        join("export const one = 1;\n")


def test_tokens_know_how_many_brackets_they_stand_in():
    found = [(token.text, token.depth) for token in tokens("a({ b: `${[c]}` }) / d")]
    assert found == [
        *(("a", 0), ("(", 0), ("{", 1), ("b", 2), (":", 2), ("`", 2), ("${", 2), ("[", 3), ("c", 4), ("]", 3)),
        *(("}", 3), ("}", 1), (")", 0), ("/", 0), ("d", 0)),
    ]


# What a page's styles say of a widget on purpose; every other class has one meaning, and one owner.
SHARED = {"lesson-filled", "lesson-hidden", "lesson-tools", "lesson-widget"}


def test_no_style_of_the_page_catches_a_part_of_a_widget():
    """Where both named a class, the sum of a product came out large and the mark of the shift explorer a disc."""
    scripts = "".join(path.read_text(encoding="utf-8") for path in WIDGETS.glob("*/*.js"))
    ours = set(re.findall(r"(?<![\w-])lesson-[a-z-]+(?=[\s\"`])", scripts))
    assert len(ours) > 100
    for path in (ROOT / "web" / "css").glob("*.css"):
        named = set(re.findall(r"\.(lesson-[a-z-]+)", path.read_text(encoding="utf-8")))
        assert not (named & ours) - SHARED, path.name
