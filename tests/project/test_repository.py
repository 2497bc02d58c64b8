"""The repository's address: said once, found elsewhere, or unknown."""

import subprocess

import pytest
import repository
from badges import with_badges
from extension.page.citation import reference

RUN = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "teacher/course", "GITHUB_SHA": "c" * 40}


def git(folder, *words):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout.strip()


@pytest.fixture
def book(tmp_path):
    """A repository with one commit and neither a remote nor a citation."""
    git(tmp_path, "init")
    (tmp_path / "page").write_text("one", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "one")
    return tmp_path


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://github.com/teacher/course", "https://github.com/teacher/course"),
        ("https://github.com/teacher/course.git", "https://github.com/teacher/course"),
        ("https://github.com/teacher/course/", "https://github.com/teacher/course"),
        ("https://github.com/teacher/my.course.git", "https://github.com/teacher/my.course"),
        ("git@github.com:teacher/course.git", "https://github.com/teacher/course"),
        ("ssh://git@git.school.edu:2222/group/sub/course", "https://git.school.edu/group/sub/course"),
        ("https://teacher:secret@github.com/teacher/course", "https://github.com/teacher/course"),
        ("https://secret@gitlab.com/teacher/course", "https://gitlab.com/teacher/course"),
        ("https://GitHub.com/Teacher/Course", "https://github.com/Teacher/Course"),
        ("HTTPS://WWW.GITHUB.COM/teacher/course", "https://github.com/teacher/course"),
        ("Git@GitHub.COM:teacher/course.git", "https://github.com/teacher/course"),
        ("ssh://git@ssh.github.com:443/teacher/course.git", "https://github.com/teacher/course"),
        ("git@ssh.github.com:teacher/course.git", "https://github.com/teacher/course"),
        ("ssh://git@altssh.gitlab.com:443/teacher/course.git", "https://gitlab.com/teacher/course"),
        ("git+ssh://git@github.com/teacher/course.git", "https://github.com/teacher/course"),
        ("https://github.com:443/teacher/course", "https://github.com/teacher/course"),
        ("https://git.school.edu:8443/teacher/course", "https://git.school.edu:8443/teacher/course"),
        ("http://git.school.edu:80/teacher/course", "https://git.school.edu/teacher/course"),
        ("/srv/git/course.git", None),
        ("file:///srv/git/course.git", None),
        ("../course", None),
        ("http://localhost/teacher/course", None),
        ("http://127.0.0.1:9000/teacher/course", None),
        ("https://github.com", None),
        ("https://github.com/teacher", None),
        ("", None),
        (None, None),
    ],
)
def test_only_what_others_can_reach_is_an_address_and_no_password_is_kept(written, address):
    assert repository.public(written) == address


def test_without_a_setting_a_run_on_github_or_a_remote_there_is_none(book):
    assert repository.find(book, {}) is None


def test_a_folder_that_is_no_repository_has_none(tmp_path):
    assert repository.find(tmp_path, {}) is None


def test_on_github_the_run_says_it_with_its_commit(book):
    assert repository.find(book, RUN) == repository.Repository(
        "https://github.com/teacher/course", "c" * 40, "https://teacher.github.io/course/"
    )


def test_the_setting_goes_before_the_run_and_the_run_before_the_remote(book):
    git(book, "remote", "add", "origin", "https://github.com/from/remote")
    assert repository.find(book, RUN).address == "https://github.com/teacher/course"
    (book / "CITATION.cff").write_text(
        "repository-code: https://github.com/from/setting\nurl: https://book.example.org/\n", encoding="utf-8"
    )
    found = repository.find(book, RUN)
    assert found == repository.Repository("https://github.com/from/setting", "main", "https://book.example.org/")


def test_a_setting_that_is_no_address_is_named(book):
    (book / "CITATION.cff").write_text("repository-code: my book\n", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"CITATION.cff: repository-code must be https://host/owner/name; got 'my book'"
    ):
        repository.find(book, {})


def test_a_commit_is_named_only_when_the_remote_holds_it(book, tmp_path_factory):
    remote = tmp_path_factory.mktemp("remote")
    git(remote, "init", "--bare")
    git(book, "remote", "add", "origin", remote)
    git(book, "push", "--set-upstream", "origin", "HEAD:trunk")
    git(book, "remote", "set-head", "origin", "trunk")
    git(book, "remote", "set-url", "origin", "git@github.com:teacher/course.git")
    pushed = git(book, "rev-parse", "HEAD")
    assert repository.find(book, {}).ref == pushed
    git(book, "commit", "--allow-empty", "-m", "two")
    assert repository.find(book, {}).ref == "trunk"


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://github.com/Teacher/Course", "https://teacher.github.io/Course/"),
        ("https://github.com/teacher/teacher.github.io", "https://teacher.github.io/"),
        ("https://git.school.edu/teacher/course", None),
    ],
)
def test_where_github_publishes_the_site(address, site):
    assert repository.pages(address) == site


def test_the_citation_names_the_version_of_the_library():
    assert repository.cited()["version"] == repository.version()


def test_the_citation_on_the_page_is_that_of_the_file_with_the_address_where_it_is_known():
    cited = repository.cited()
    known = repository.Repository("https://github.com/teacher/course", "main", "https://book.example.org/")
    plain = reference(cited, None)
    assert plain == f"The authors of this book (2026). *{cited['title']}*, version {repository.version()}."
    assert reference(cited, known) == f"{plain} <https://book.example.org/>"
    elsewhere = repository.Repository("https://git.school.edu/teacher/course", "main")
    assert reference(cited, elsewhere) == f"{plain} <https://git.school.edu/teacher/course>"


def test_badges_come_with_an_address_and_go_without_and_nothing_else_moves():
    bare = "# Title\n\n<!-- badges -->\n<!-- /badges -->\n\nText.\n"
    home = repository.Repository("https://github.com/teacher/course", "main", "https://teacher.github.io/course/")
    dressed = with_badges(bare, home)
    assert "(https://mybinder.org/v2/gh/teacher/course/HEAD?urlpath=lab/tree/book/01-where-we-start.ipynb)" in dressed
    assert "https://github.com/teacher/course/actions/workflows/book.yml" in dressed
    assert with_badges(dressed, home) == dressed
    assert with_badges(dressed, None) == bare
    assert with_badges("no marks", home) == "no marks"


@pytest.mark.parametrize("remote", ["https://GitHub.com/Teacher/Course", "ssh://git@ssh.github.com:443/Teacher/Course"])
def test_however_a_remote_is_written_the_site_and_its_buttons_are_found(book, remote):
    git(book, "remote", "add", "origin", remote)
    found = repository.find(book, {})
    assert (found.address, found.host) == ("https://github.com/Teacher/Course", "github.com")
    assert found.site == "https://teacher.github.io/Course/"
