"""No word that codespell knows to be misspelt, in anything that people read; and no link that is not safe."""

import subprocess
import sys

from links import ROOT, links, texts

# Words that codespell takes for others, each with the reason why it is right. None yet.
RIGHT = {}


def codespell(folder):
    command = [sys.executable, "-m", "codespell_lib", "--builtin", "clear,rare"]
    command += ["--ignore-words-list", ",".join(RIGHT)] if RIGHT else []
    return subprocess.run([*command, "."], cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


def test_codespell_finds_nothing(tmp_path):
    claims = ROOT / "tests" / "book" / "claims.toml"
    for path, text in (*texts(), (claims, claims.read_text(encoding="utf-8"))):
        copy = tmp_path / f"{path.relative_to(ROOT)}.txt"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")
    done = codespell(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_codespell_would_find_something(tmp_path):
    (tmp_path / "page.txt").write_text("A dot prodcut.", encoding="utf-8")
    assert "prodcut ==> product" in codespell(tmp_path).stdout


def test_every_link_to_another_host_is_encrypted_and_listed_once():
    found = links()
    assert [address for address in found if not address.startswith("https://")] == []
    assert found == sorted(set(found))
    assert "https://doi.org/10.1109/5.726791" in found
