"""The answer as text, JSON, charts and a page."""
