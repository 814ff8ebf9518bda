"""One candidate of each equation, so that an assessment has few runs."""

ASKED = (
    "rich",
    "escalation=hierarchical",
    "joining=full",
    "treaty-end=great-powers",
    "growth=own-mean",
    "armament=full",
)
