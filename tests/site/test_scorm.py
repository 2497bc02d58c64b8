"""The package for an LMS, in a browser with scorm-again as the LMS: begun, resumed, completed, cut off, refused.

scorm-again checks each value as SCORM 1.2 wants it, but for the length of suspend_data, which is checked here. Real
ones differ, and some of that is played here too: they lack what is optional, open a book for review, or in a window of
its own.
"""

import json
import random
import re
import shutil
import string
import subprocess
import zipfile
from pathlib import Path

import pytest
import scorm
from pages import axe_faults
from paths import AXE, ROOT
from playwright.sync_api import expect

from lessonlib.exercises import all_exercises
from lessonlib.exercises.checking.progress import as_text
from lessonlib.exercises.checking.records import Record

pytestmark = [pytest.mark.book, pytest.mark.browser]

SUPPORT = Path(__file__).parents[1] / "support"
PAGE_SCRIPTS = "../../web/page/scorm"
LMS = """<!doctype html><html lang="en"><meta charset="utf-8"><title>LMS</title><link rel="icon" href="data:,">
<style>body { margin: 0 } iframe { width: 100%; height: 95vh; border: 0 }</style>
<script src="scorm12.min.js"></script><script>
const asked = JSON.parse(decodeURIComponent(location.hash.slice(1) || "{}"));
const { refuses, learner = "ada", mode = "normal", lacks = [], isApart, ...kept } = asked;
window.API = new Scorm12API({ autocommit: false, logLevel: 5 });
API.cmi.core.student_id = learner;
API.cmi.core.lesson_mode = mode;
API.cmi.core.entry = kept.suspend_data ? "resume" : "ab-initio";
if (kept.suspend_data) {
  API.cmi.suspend_data = kept.suspend_data;
  API.cmi.core.lesson_location = kept.lesson_location;
  API.cmi.core.lesson_status = kept.lesson_status;
}
if (refuses) API.LMSInitialize = () => "false";
window.written = {}; // of what nobody may read: the exit and the time of a session
const set = API.LMSSetValue;
window.denied = [];
API.LMSSetValue = (name, value) => {
  written[name] = value;
  const isTooLong = name === "cmi.suspend_data" && value.length > 4096; // scorm-again takes more
  const isTaken = !isTooLong && !lacks.includes(name) && String(set.call(API, name, value)) === "true";
  if (!isTaken) denied.push(name);
  return String(isTaken);
};
window.commit = API.LMSCommit;
addEventListener("DOMContentLoaded", () => {
  if (!isApart) document.body.innerHTML = `FRAME`;
});
</script><body></body></html>"""
FRAME = '<iframe id="sco" src="course/scorm.html"></iframe>'
FRAMED = f'<!doctype html><html lang="en"><title>A window</title>{FRAME}</html>'
RECORD = """() => ({
  suspend_data: API.cmi.suspend_data,
  ...Object.fromEntries(["lesson_status", "lesson_location"].map((name) => [name, API.cmi.core[name]])),
  score: API.cmi.core.score.raw,
})"""


@pytest.fixture(scope="module")
def package(site, tmp_path_factory):
    path = tmp_path_factory.mktemp("scorm") / "book.zip"
    scorm.pack(site, path)
    return path


@pytest.fixture(scope="module")
def lms(package, serve, tmp_path_factory):
    """The address of an LMS that has the package."""
    folder = tmp_path_factory.mktemp("lms")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / "course")
    shutil.copy(ROOT / "web" / "node_modules" / "scorm-again" / "dist" / "scorm12.min.js", folder)
    (folder / "lms.html").write_text(LMS.replace("FRAME", FRAME), encoding="utf-8")
    (folder / "framed.html").write_text(FRAMED, encoding="utf-8")
    return serve(folder)


@pytest.fixture(scope="module")
def core(site):
    return scorm.tasks(site)["core"]


@pytest.fixture
def launch(lms, open_page):
    """Launch the book: ``launch(record)`` in a browser of its own; ``launch(record, page)`` in that of a page."""

    def start(record=(), page=None, **options):
        url = f"{lms}/lms.html#{json.dumps(dict(record))}"
        if page is None:
            return open_page(url, **options)
        page.goto("about:blank")
        page.goto(url)
        return page

    return start


def wrapper(page):
    return page.frame_locator("#sco")


def book(page):
    return wrapper(page).frame_locator("#book")


def told(page):
    return wrapper(page).locator("#told")


def in_book(page, script, value=None):
    """Run a function in the page of the book, when it is there."""
    book(page).locator("h1").first.wait_for()
    return next(frame for frame in page.frames if "/course/" in frame.url and "scorm.html" not in frame.url).evaluate(
        script, value
    )


KEEP = """(kept) => {
  for (const [name, value] of Object.entries(kept)) localStorage[`lesson:${name}`] = JSON.stringify(value);
}"""
ANSWER = {"attempts": [0], "revealed": False}


def everything(core):
    """All core tasks, as the pages keep them."""
    solved = {one["name"]: Record(2, True, 0) for one in core if one["kind"] == "exercise"}
    answers = {one["name"]: ANSWER for one in core if one["kind"] == "question"}
    return {**answers, "progress-text": as_text(solved)}


def test_the_readme_counts_the_core_tasks(core):
    assert f"the share of the {len(core)} core tasks" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_begins_reports_and_is_resumed_in_another_browser_where_the_reader_was(launch, core):
    page = launch()
    expect(told(page)).to_contain_text(f"0 of {len(core)} core questions and exercises done, and reported")
    book(page).get_by_role("link", name="Start:").click()
    # It comes alive where it is seen. The index has figures too, but no question.
    book(page).locator(".lesson-widget[data-kind=PredictionView]").first.scroll_into_view_if_needed()
    question = book(page).locator(".lesson-question").first
    question.locator("label").first.click()
    question.get_by_role("button", name="Check my answer").click()
    verdict = question.locator("[data-part=verdict]").inner_text()
    expect(told(page)).to_contain_text(f"1 of {len(core)}")
    record = page.evaluate(RECORD)
    assert record["lesson_status"] == "incomplete"
    assert record["lesson_location"] == "book/01-where-we-start.html"
    assert record["score"] == str(round(100 / len(core)))
    assert page.evaluate("written['cmi.core.exit']") == "suspend"
    assert page.evaluate("denied") == []
    other = launch(record)
    expect(told(other)).to_contain_text(f"1 of {len(core)}")
    book(other).locator(".lesson-widget").first.scroll_into_view_if_needed()
    expect(book(other).locator(".lesson-question [data-part=verdict]").first).to_have_text(verdict)


def test_it_is_complete_with_the_last_core_task_and_ends_with_its_window(launch, core):
    page = launch()
    kept = everything(core)
    last = next(name for name in kept if name != "progress-text")
    in_book(page, KEEP, {name: value for name, value in kept.items() if name != last})
    expect(told(page)).to_contain_text(f"{len(core) - 1} of {len(core)}")
    assert page.evaluate(RECORD)["lesson_status"] == "incomplete"
    in_book(page, KEEP, {last: kept[last]})
    expect(told(page)).to_contain_text(f"{len(core)} of {len(core)}")
    record = page.evaluate(RECORD)
    assert (record["lesson_status"], record["score"]) == ("completed", "100")
    page.evaluate("document.getElementById('sco').remove()")
    page.wait_for_function("() => API.isTerminated()")
    assert re.fullmatch(r"\d{4}:\d\d:\d\d", page.evaluate("written['cmi.core.session_time']"))
    assert page.evaluate("denied") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cmi.suspend_data", "x" * 4097),
        ("cmi.core.lesson_location", "x" * 256),
        ("cmi.core.session_time", "61 seconds"),
        ("cmi.core.exit", "later"),
        ("cmi.core.score.raw", "101"),
        ("cmi.core.lesson_status", "done"),
    ],
)
def test_the_lms_of_these_tests_takes_only_what_scorm_allows(launch, name, value):
    page = launch()
    expect(told(page)).to_contain_text("0 of")
    assert page.evaluate("([name, value]) => API.LMSSetValue(name, value)", [name, value]) == "false"


@pytest.mark.parametrize("status", ["completed", "passed"])
def test_what_is_complete_stays_so(launch, core, status):
    page = launch({"suspend_data": "x", "lesson_location": "nowhere", "lesson_status": status})
    expect(told(page)).to_contain_text(f"0 of {len(core)}")
    record = page.evaluate(RECORD)
    assert record["lesson_status"] == status
    assert record["lesson_location"] == "index.html", "a place that is none begins at the beginning"


def test_a_lost_connection_is_said_and_what_was_done_is_sent_later(launch, core):
    page = launch()
    expect(told(page)).to_contain_text("0 of")
    page.evaluate("() => { API.LMSCommit = () => 'false' }")
    in_book(page, KEEP, {core[0]["name"]: ANSWER})
    expect(told(page)).to_contain_text("The LMS does not answer")
    online = "document.getElementById('sco').contentWindow.dispatchEvent(new Event('online'))"
    page.evaluate(f"() => {{ API.LMSCommit = commit; {online} }}")
    expect(told(page)).to_contain_text("1 of")


def test_what_never_arrived_is_there_at_the_next_launch(launch, core):
    page = launch()
    expect(told(page)).to_contain_text("0 of")
    page.evaluate("() => { API.LMSCommit = () => { throw new Error('gone') } }")
    in_book(page, KEEP, {core[0]["name"]: ANSWER})
    expect(told(page)).to_contain_text("The LMS does not answer")
    launch(page=page)
    expect(told(page)).to_contain_text("1 of")


def test_an_lms_that_begins_anew_begins_anew(launch, core):
    page = launch()
    in_book(page, KEEP, {core[0]["name"]: ANSWER})
    expect(told(page)).to_contain_text("1 of")
    launch(page=page)
    expect(told(page)).to_contain_text("0 of")


def test_an_lms_that_refuses_leaves_the_book(launch):
    page = launch({"refuses": True})
    expect(told(page)).to_contain_text("The LMS opened no session, so nothing is reported")
    expect(book(page).locator("h1")).to_be_visible()


def test_an_lms_may_lack_what_is_optional(launch, core):
    lacks = ["cmi.core.score.min", "cmi.core.score.max"]
    page = launch({"lacks": lacks})
    in_book(page, KEEP, {core[0]["name"]: ANSWER})
    expect(told(page)).to_contain_text(f"1 of {len(core)} core questions and exercises done, and reported")
    assert page.evaluate(RECORD)["score"] == str(round(100 / len(core)))
    assert set(page.evaluate("denied")) == set(lacks)


def test_a_value_that_is_refused_is_not_reported_and_stops_no_other(launch, core):
    page = launch({"lacks": ["cmi.core.lesson_location"]})
    expect(told(page)).to_contain_text("The LMS does not answer")
    assert page.evaluate(RECORD)["lesson_status"] == "incomplete"


@pytest.mark.parametrize(("mode", "called"), [("review", "review"), ("browse", "a preview")])
def test_nothing_is_promised_where_the_lms_keeps_no_score(launch, core, mode, called):
    page = launch({"mode": mode})
    expect(told(page)).to_contain_text(f"0 of {len(core)} core questions and exercises done. ")
    expect(told(page)).to_contain_text(f"opened the book for {called}, and may not keep")


@pytest.fixture
def apart(launch):
    """The package in a window of its own, which an LMS opened: ``apart(page_name)`` gives it, and the LMS."""
    windows = []

    def start(name, **options):
        page = launch({"isApart": True}, **options)
        with page.expect_popup() as opened:
            page.evaluate("(name) => { window.open(name) }", name)
        windows.append(opened.value)
        return opened.value, page

    yield start
    for window in windows:
        window.close()


@pytest.mark.parametrize("name", ["course/scorm.html", "framed.html"])
def test_in_a_window_of_its_own_it_finds_the_lms_that_opened_it(apart, name):
    window, page = apart(name)
    place = window if name.startswith("course") else wrapper(window)
    expect(place.locator("#told")).to_contain_text("and reported to your course")
    window.close()
    page.wait_for_function("() => API.isTerminated()")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_page_around_the_book(apart, scheme, width):
    """In a window of its own, where axe's rules for a whole page hold too."""
    window, _ = apart("course/scorm.html", scheme=scheme, width=width)
    told = window.locator("#told")
    expect(told).to_contain_text("and reported to your course")
    window.frame_locator("#book").locator("h1").first.wait_for()
    assert window.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    for frame in window.frames:
        frame.add_script_tag(path=AXE)
    assert axe_faults(window) == []
    assert window.locator("html").get_attribute("lang") == "en"
    assert window.locator("#book").get_attribute("title")
    assert window.evaluate("document.documentElement.scrollWidth") <= width, "a phone scrolls one way only"
    box = told.bounding_box()
    assert box["y"] + box["height"] <= 900, "the line is on the screen"


def test_without_an_lms_it_is_the_book(lms, open_page):
    page = open_page(f"{lms}/course/scorm.html")
    expect(page.frame_locator("#book").locator("h1")).to_be_visible()
    expect(page.locator("#told")).to_be_empty()
    plain = open_page(f"{lms}/course/index.html", keeps=True)
    assert plain.locator("link[rel=manifest]").count() == 0
    assert "Without a network" not in plain.locator("article").inner_text()


def test_learners_of_one_browser_have_each_their_own(launch, core):
    page = launch()
    in_book(page, KEEP, {core[0]["name"]: ANSWER, "answer:output-size": "mine = 1", "scheme": "dark"})
    expect(told(page)).to_contain_text("1 of")
    record = page.evaluate(RECORD)
    launch({"learner": "bob"}, page)
    expect(told(page)).to_contain_text("0 of")
    assert in_book(page, "() => localStorage['lesson:answer:output-size'] ?? null") is None
    launch(record, page)
    expect(told(page)).to_contain_text("1 of")
    assert in_book(page, "() => localStorage['lesson:answer:output-size']") == '"mine = 1"'


def test_links_to_other_hosts_leave_the_frame(launch, core):
    page = launch()
    in_book(
        page, "() => { document.querySelector('article p').innerHTML = '<a href=\"https://example.org/\">away</a>' }"
    )
    link = book(page).get_by_role("link", name="away")
    in_book(page, "() => document.addEventListener('click', (event) => event.preventDefault())")
    expect(told(page)).to_contain_text("0 of")
    link.click()
    expect(link).to_have_attribute("target", "_blank")


def work(core, attempts=1, code=0):
    """All exercises and questions, each answered so often, and code of so many characters for each exercise."""
    draw = random.Random(3)
    ids = [one.id for one in all_exercises()]
    record = {"attempts": 12, "right": True, "hints": 2, "first": 1_790_000_000, "last": 1_790_500_000}
    return {
        "records": {id: {**record, "last": record["last"] + draw.randrange(10**6)} for id in ids},
        "answers": {
            name: {"attempts": [draw.randrange(4) for _ in range(attempts)], "revealed": False} for name in core
        },
        "code": {f"answer:{id}": "".join(draw.choices(string.printable, k=code)) for id in ids if code},
    }


def test_all_answers_fit_and_as_much_code_as_there_is_room_for(answers, site):
    questions = scorm.tasks(site)["questions"]
    plain, full, endless = work(questions), work(questions, code=200), work(questions, attempts=400)
    told = answers(f"{PAGE_SCRIPTS}/suspend_data.js", "fit", [[plain], [full], [endless]])
    assert all(len(one["text"]) <= 4096 for one in told), [len(one["text"]) for one in told]
    assert told[0]["left"] == 0
    assert 0 < told[1]["left"] < len(full["code"])
    back = answers(f"{PAGE_SCRIPTS}/suspend_data.js", "read", [[one["text"]] for one in told])
    assert back[0] == plain
    assert back[1] | {"code": {}} == full | {"code": {}}
    assert back[1]["code"].items() < full["code"].items()
    assert {name: one["attempts"] for name, one in back[2]["answers"].items()} == {
        name: one["attempts"][-1:] for name, one in endless["answers"].items()
    }
    assert all(record["right"] for record in back[2]["records"].values())


@pytest.mark.parametrize("text", ["", "x", "lesson1:", "lesson1:AAAA", "lesson2:eJyrBgABCwCF", None])
def test_what_is_no_work_is_none(answers, text):
    assert answers(f"{PAGE_SCRIPTS}/suspend_data.js", "read", [[text]]) == [{"records": {}, "answers": {}, "code": {}}]


def test_a_session_lasts_hours_minutes_and_seconds(answers):
    assert answers(f"{PAGE_SCRIPTS}/api.js", "clock", [[0], [61_500], [36_000_000], [40_000_000_000]]) == [
        "0000:00:00",
        "0000:01:01",
        "0010:00:00",
        "9999:59:59",
    ]


def test_every_page_has_a_name_that_fits_a_bookmark(site):
    pages = scorm.tasks(site)["pages"]
    assert all(page.isascii() and len(page) <= 255 for page in pages), pages


def test_its_manifest_is_valid_and_names_every_file(package, node):
    with zipfile.ZipFile(package) as archive:
        xml = archive.read("imsmanifest.xml").decode()
        names = set(archive.namelist())
        pages = {name: archive.read(name).decode() for name in names if name.endswith(".html")}
    texts = {path.name: path.read_text(encoding="utf-8") for path in (SUPPORT / "scorm12").glob("*.xsd")}
    main = "adlcp_rootv1p2.xsd"

    def errors(text):
        given = {"xml": text, "schema": {"fileName": main, "contents": texts[main]}, "imported": texts}
        command = [node, SUPPORT / "validate_xml.mjs"]
        done = subprocess.run(command, input=json.dumps(given), capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    assert errors(xml) == []
    assert errors(xml.replace('identifier="book"', "")), "what is not valid is found"
    assert errors(xml.replace("<schemaversion>", "<version>").replace("</schemaversion>", "</version>"))
    assert names - {"imsmanifest.xml"} == {line.split('"')[1] for line in xml.splitlines() if line.startswith("<file ")}
    assert not {"service-worker.js", "manifest.webmanifest", "_headers"} & names
    assert not [name for name, text in pages.items() if "data-offline" in text]


def test_core_is_what_the_class_of_90_minutes_does(core):
    names = [one["name"] for one in core]
    assert [one["name"] for one in core if one["kind"] == "exercise"] == [
        "one-number",
        "layer-parameters",
        "output-size",
        "one-filter-gradient",
    ]
    assert "loss-0" in names, "asked in chapter 08"
    assert "click" not in names, "asked in chapter 10"
