"""Parts that widgets share: grids, fields, the toolbar, drawing in SVG, and what joins scripts and styles."""
