"""The panel: what is asked, its rows, values for rows, and the one frame that is checked."""

from foedus.data.panel.panel import Panel as Panel
from foedus.data.panel.panel import read_metadata as read_metadata
