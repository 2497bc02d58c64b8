"""Every picture and sound that the book shows: samples, generated sets, distance fields, filters designed by hand."""
