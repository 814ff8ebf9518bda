"""Files that a user hands in: each is read within limits, and refused in one line.

A file is content to judge: reading one runs nothing, takes no more than the limits allow, and what it says reaches a screen
only escaped (`foedus.shown`).
"""
