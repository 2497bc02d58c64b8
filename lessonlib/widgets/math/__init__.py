"""What widgets compute: the twins, in JavaScript, of `lessonlib.nn`."""
