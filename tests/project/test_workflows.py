"""The workflows call the Makefile and nothing else, name what they use by commit, and may do as little as they can."""

import os
import re
import subprocess

import pytest
import yaml
from paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def jobs(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


def steps(path):
    return [step for job in jobs(path).values() for step in job["steps"]]


def targets():
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))


@every_workflow
def test_every_command_is_one_target_of_the_makefile(path):
    for step in steps(path):
        if "run" in step:
            command, *words = step["run"].split()
            assert command == "make"
            (target,) = (word for word in words if not word.startswith("--"))
            assert target in targets()


@every_workflow
def test_every_action_is_named_by_its_commit_and_its_version(path):
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert used
    for name in used:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", name), name


def test_an_action_has_one_commit_everywhere():
    used = {name for path in WORKFLOWS for name in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))}
    names = [name.split("@")[0] for name in used]
    assert len(names) == len(set(names)), sorted(used)


@every_workflow
def test_a_workflow_is_given_nothing_and_a_job_what_it_says(path):
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {}
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["concurrency"]
    for job in jobs(path).values():
        assert job["permissions"]
        assert job["timeout-minutes"]
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@every_workflow
def test_a_failure_of_any_job_opens_an_issue(path):
    found = jobs(path)
    report = found.pop("report")
    needs = [report["needs"]] if isinstance(report["needs"], str) else report["needs"]
    assert needs == list(found)
    assert report["if"].startswith("failure()")
    assert [step.get("run") for step in report["steps"]][-1] == "make report"


def test_what_is_published_is_what_the_tests_of_the_same_job_saw():
    found = jobs(ROOT / ".github" / "workflows" / "book.yml")
    commands = [step.get("run", step.get("uses", "").split("@")[0]) for step in found["test"]["steps"]]
    assert commands.index("make test") < commands.index("actions/upload-pages-artifact")
    after = [command for command in commands[commands.index("make test") + 1 :] if command.startswith("make")]
    assert after == ["make print"]  # which adds the PDFs to the site and their links in the places kept for them
    printing = subprocess.run(
        ["make", "--dry-run", "print"], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "jupyter-book" not in printing.stdout
    assert found["deploy"]["needs"] == "test"
    assert [step["uses"].split("@")[0] for step in found["deploy"]["steps"]] == ["actions/deploy-pages"]


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("", "issue create --title Nightly failed --body This run failed: https://example.org/a/b/actions/runs/7"),
        ("12", "issue comment 12 --body Again: https://example.org/a/b/actions/runs/7"),
    ],
    ids=["no issue is open", "one is open"],
)
def test_a_second_failure_joins_the_issue_that_is_open(tmp_path, answer, asked):
    gh = tmp_path / "gh"
    gh.write_text(f'#!/bin/sh\n[ "$2" = list ] && echo "{answer}" || echo "$GH_REPO: $*"\n', encoding="utf-8")
    gh.chmod(0o755)
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GITHUB_REPOSITORY": "a/b",
        "GITHUB_RUN_ID": "7",
        "GITHUB_SERVER_URL": "https://example.org",
        "GITHUB_WORKFLOW": "Nightly",
    }
    report = ["make", "--no-print-directory", "report"]
    done = subprocess.run(
        report, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout == f"a/b: {asked}\n"
