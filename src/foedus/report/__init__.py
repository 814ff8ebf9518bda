"""The answer as text, charts and a page."""
