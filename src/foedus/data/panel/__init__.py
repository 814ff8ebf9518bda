"""The panel: the request, its rows, the values for the rows, and the validated frame."""

from foedus.data.panel.panel import Panel as Panel
from foedus.data.panel.panel import read_metadata as read_metadata
