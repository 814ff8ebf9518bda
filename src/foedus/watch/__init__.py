"""The watch: events read into a store, counted by month under declared indicators, set against their own past, on one page."""
