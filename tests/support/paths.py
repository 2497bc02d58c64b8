"""Where things lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
TRACES = ROOT / "_build" / "traces"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
