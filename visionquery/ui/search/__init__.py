"""The search box and what belongs to it: examples, suggestions, history, and the language of a query."""
