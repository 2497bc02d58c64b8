"""What stands around and in every page: the theme, the way through the book, addresses, what is shared."""
