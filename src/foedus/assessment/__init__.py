"""From futures to an answer: outcomes with intervals, counterfactuals, orders, verdict."""
