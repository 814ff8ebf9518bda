"""One chart a file: `figure(answer, width)` gives the bare Altair chart."""
