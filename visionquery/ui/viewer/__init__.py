"""One photo over the whole window: zoom, pan, next and previous, slideshow, full screen."""
