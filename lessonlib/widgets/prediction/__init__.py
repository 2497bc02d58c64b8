"""A prediction: a question to answer before reading on, with a reply to every answer."""
