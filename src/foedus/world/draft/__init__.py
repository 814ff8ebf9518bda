"""Case files started from the publishers' data: who is in the case, what is known of them on its day, and the text."""
