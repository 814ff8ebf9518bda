"""The watch in words: what was read, what is watched, the board and the change sheet."""
