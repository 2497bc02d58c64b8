"""A build leaves nothing of the one before: no page that was renamed, no picture that belongs to no page."""

import shutil
from pathlib import Path


def empty(app):
    """Empty the folder of the site before a build that writes all of it."""
    if app.builder.format == "html" and app.fresh_env_used is not False:
        shutil.rmtree(app.outdir, ignore_errors=True)
        shutil.rmtree(Path(app.outdir).with_name("jupyter_execute"), ignore_errors=True)
        Path(app.outdir).mkdir(parents=True, exist_ok=True)
