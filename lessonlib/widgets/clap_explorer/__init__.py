"""The clap explorer: a known sound to slide by hand along a recording, heard and scored where it lies."""
