"""Results that are told by the words of their chart."""

from __future__ import annotations

from foedus.assessment.network import Network
from foedus.assessment.survival import Survival
from foedus.report.figures import network, survival


def network_text(answer: Network) -> str:
    """The ties of a year."""
    return f"{network.chart(answer)!r}\n"


def survival_text(answer: Survival) -> str:
    """How often each instrument is kept up."""
    return f"{survival.chart(answer)!r}\n"
