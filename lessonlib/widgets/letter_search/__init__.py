"""Touch a letter: a title as the picture, one of its letters as the filter, the copies that it finds."""
