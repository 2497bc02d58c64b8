"""A JupyterLab server in an environment of its own, and what its processes use."""

import json
import re
import socket
import subprocess
import time
import urllib.request
from pathlib import Path


class Lab:
    """Started on entering, ended on leaving.

    Parameters
    ----------
    start : str
        The program that Binder starts the server with.
    root : Path
        The folder it serves.
    environment : dict
        Its variables.
    home : Path
        An empty home folder, as on a new machine.
    """

    def __init__(self, start, root, environment, home):
        self.start, self.root, self.environment, self.home = start, root, environment, home

    def __enter__(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [self.start, "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
        command += [
            "--IdentityProvider.token=",
            "--ServerApp.disable_check_xsrf=True",
            f"--ServerApp.root_dir={self.root}",
        ]
        began = time.perf_counter()
        self.log = (self.home / "log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            command,
            cwd=self.root,
            env=self.environment | {"HOME": str(self.home)},
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        while not self.answers():
            assert self.process.poll() is None, (self.home / "log").read_text(encoding="utf-8")
            assert time.perf_counter() - began < 120, "JupyterLab did not start within two minutes"
            time.sleep(0.1)
        self.seconds_to_start = time.perf_counter() - began
        return self

    def __exit__(self, *error):
        self.end()
        self.log.close()

    def end(self):
        """End the server, as Binder does without a word."""
        self.process.terminate()
        self.process.wait(timeout=60)

    def answers(self):
        try:
            return bool(self.ask("status"))
        except OSError:
            return False

    def ask(self, path, method="GET"):
        """What the server's own interface answers."""
        request = urllib.request.Request(f"{self.address}/api/{path}", method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def end_kernels(self):
        for session in self.ask("sessions"):
            self.ask(f"sessions/{session['id']}", "DELETE")

    def is_idle(self):
        return all(kernel["execution_state"] == "idle" for kernel in self.ask("kernels"))

    def memory(self):
        """The most that the server's processes have used since each began, together, in bytes."""
        return sum(peak(number) for number in family(self.process.pid))


def family(number):
    """A process and its descendants."""
    children = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="utf-8").split()
    return [number, *(each for child in children for each in family(int(child)))]


def peak(number):
    """The most memory that a process has had at once, in bytes."""
    try:
        return 1024 * int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{number}/status").read_text(encoding="utf-8"))[1])
    except (FileNotFoundError, TypeError):  # it has ended
        return 0
