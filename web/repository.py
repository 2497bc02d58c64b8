"""Where this book lives: its repository, the commit it is built from, its site. Whatever names them asks here.

The address is, in this order: `repository-code` in CITATION.cff, the variables of a run on GitHub, git's remote
`origin`. With none of them there is no address, and what needs one is left out.
"""

import os
import re
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]

# https://host/owner/name, git@host:owner/name.git, ssh://git@host/owner/name, in capitals too. Only a host with a dot
# and a letter at the end is one that others reach. Whatever stands before an @ may be a password: it is not kept.
ADDRESS = re.compile(
    r"(?:(?:(?P<web>https?)|(?:git\+)?ssh|git)://)?(?:[^@/\s]+@)?(?P<host>[\w-]+(?:\.[\w-]+)*\.[a-z]+)"
    r"(?::(?P<port>\d+)(?=/))?[:/](?P<path>[\w.~-]+(?:/[\w.~-]+)+)/?",
    re.IGNORECASE,
)
# Names under which a host answers, for ssh through a firewall or from habit, and the one that its pages have.
ALSO = {
    "www.github.com": "github.com",
    "ssh.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
}


@dataclass(frozen=True)
class Repository:
    """A public repository.

    Attributes
    ----------
    address : str
        ``https://host/owner/name``.
    ref : str
        The commit that the address is known to hold, else a branch.
    site : str or None
        Where the built book is published, if that is known.
    """

    address: str
    ref: str
    site: str | None = None

    @property
    def host(self):
        return self.address.split("/")[2]


def find(root=ROOT, environment=os.environ):
    """The repository of the book in a folder, or None if nothing says where it is.

    Raises
    ------
    ValueError
        If CITATION.cff gives an address that is none.
    """
    citation = cited(root)
    here = on_github(environment)
    if setting := citation.get("repository-code"):
        address = public(setting)
        if address is None:
            raise ValueError(f"CITATION.cff: repository-code must be https://host/owner/name; got {setting!r}")
    else:
        address = here or public(git(root, "remote", "get-url", "origin"))
    if address is None:
        return None
    ref = environment["GITHUB_SHA"] if address == here else pushed(root)
    return Repository(address, ref, citation.get("url") or pages(address))


def cited(root=ROOT):
    """What CITATION.cff says of a book, a dict; empty without that file."""
    path = Path(root) / "CITATION.cff"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


def version(root=ROOT):
    """The version of the book, which is its library's."""
    return tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def public(text):
    """``https://host/owner/name`` of an address as git or a browser writes it; None for a folder or this machine."""
    found = ADDRESS.fullmatch((text or "").strip())
    if not found:
        return None
    host = ALSO.get(found["host"].lower(), found["host"].lower())
    if found["web"] and found["port"] not in (None, "80", "443"):  # any other is part of where the pages are
        host += f":{found['port']}"
    return f"https://{host}/{found['path'].removesuffix('.git')}"


def on_github(environment):
    """The address that a run on GitHub names, or None elsewhere."""
    if not environment.get("GITHUB_SHA"):
        return None
    return public(f"{environment.get('GITHUB_SERVER_URL')}/{environment.get('GITHUB_REPOSITORY')}")


def pushed(root):
    """This commit, if a branch of the remote holds it; else the remote's main branch."""
    if git(root, "branch", "--remotes", "--contains", "HEAD"):
        return git(root, "rev-parse", "HEAD")
    return (git(root, "rev-parse", "--abbrev-ref", "origin/HEAD") or "origin/main").removeprefix("origin/")


def pages(address):
    """Where GitHub publishes the site of a repository; None for another host."""
    host, owner, name = address.split("/")[2:5]
    if host != "github.com":
        return None
    own = f"{owner.lower()}.github.io"
    return f"https://{own}/" if name.lower() == own else f"https://{own}/{name}/"


def git(root, *words):
    """What a git command prints; nothing where there is no git or no repository."""
    try:
        command = ["git", "-C", root, *words]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
