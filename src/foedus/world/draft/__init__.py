"""Case files from the publishers' data: the states of the case, the facts of its day, and the text."""
