"""Models to compare foedus with."""
