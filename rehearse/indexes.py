"""PyTorch's own package index, where this machine can reach it."""

import functools
from urllib.parse import urlsplit

import requests
from launch_links import ROOT


@functools.cache
def reachable():
    """The addresses that .binder/requirements.txt adds, without those that do not answer.

    pip and uv would ask such a one for every package, and give up late.
    """
    lines = (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    named = [line.split()[1] for line in lines if line.startswith("--extra-index-url")]
    return [address for address in named if answers(address)]


def answers(address):
    try:
        requests.head(address, timeout=5)
    except requests.RequestException:
        print(f"{urlsplit(address).hostname} cannot be reached: torch comes from where packages come from otherwise")
        return False
    return True
