"""The grid of thumbnails: a view of its own over ids, whose cost is what is visible and not what exists."""
