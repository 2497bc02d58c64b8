"""The palette of lessonlib as CSS custom properties, for the light and the dark page. Paper is light."""

from pathlib import Path

from lessonlib.palette import DARK, LIGHT, css_variables


def write_stylesheet(app):
    folder = Path(app.doctreedir) / "lesson-static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "palette.css").write_text(
        f":root {{ {css_variables(LIGHT)} }}\n@media screen {{ html[data-theme='dark'] {{ {css_variables(DARK)} }} }}\n"
    )
    app.config.html_static_path.append(str(folder))


def setup(app):
    app.connect("builder-inited", write_stylesheet)
    app.add_css_file("palette.css", priority=890)
    app.add_css_file("site.css", priority=900)
