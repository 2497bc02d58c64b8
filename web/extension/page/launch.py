"""Launch buttons, where the book's repository is known; elsewhere none, rather than dead ones.

`launch_buttons` in _config.yml says which services; the theme makes the links, all but that to Codespaces, which opens
the whole book and not a chapter of it. The page that a reader meets first is no notebook file, so its buttons start the
first chapter.
"""

import re

import repository

COMMIT = re.compile(r"[0-9a-f]{40}")
HOSTS = ("github.com", "gitlab.com")  # those that the theme knows how to launch from


def choose(app, config):
    options = config.html_theme_options
    home = repository.find(app.srcdir)
    launched = options.pop("launch_buttons", {})
    if home is None or home.host not in HOSTS:
        return
    if home.host != "github.com":
        launched.pop("colab_url", None)
        launched.pop("codespaces_url", None)
    options |= {
        "repository_url": home.address,
        "repository_branch": home.ref,
        "launch_buttons": launched,
        "use_repository_button": True,
    }
    app.tags.add("launch")


def codespaces(address, ref, service):
    """The button for a repository on GitHub: at a branch, for the service knows no other commits."""
    branch = "" if COMMIT.fullmatch(ref) else f"/tree/{ref}"
    path = address.removeprefix("https://github.com/")
    return {
        "type": "link",
        "text": "Codespaces",
        "tooltip": "Open the whole book in Codespaces",
        "url": f"{service}/{path}{branch}?quickstart=1",
    }


def add_codespaces(page):
    options = page.app.config.html_theme_options
    service = options.get("launch_buttons", {}).get("codespaces_url")
    for group in page.context.get("header_buttons", []):
        if service and group.get("label") == "launch-buttons":
            group["buttons"].append(codespaces(options["repository_url"], options["repository_branch"], service))


def first_notebook(app):
    """The path of the first chapter that is a notebook file, or None in a book without one."""
    names = app.env.found_docs if not app.env.toctree_includes else app.env.toctree_includes[app.config.root_doc]
    return next((f"{name}.ipynb" for name in names if str(app.env.doc2path(name)).endswith(".ipynb")), None)


def send(page):
    """The launch buttons of a page that is no notebook file start the first chapter."""
    own, env = f"{page.name}.md", page.app.env
    if page.name not in env.found_docs or not str(env.doc2path(page.name)).endswith(own):
        return
    for group in page.context.get("header_buttons", []):
        if group.get("label") == "launch-buttons":
            for button in group["buttons"]:
                button["url"] = button["url"].removesuffix(own) + (first_notebook(page.app) or own)
                button["tooltip"] = f"{button['tooltip']}, at the first chapter"
