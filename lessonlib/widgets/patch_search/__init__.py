"""Find it: a patch of print is the filter, and the page glows where the patch recurs."""
