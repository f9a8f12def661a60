"""VisionQuery: a local, private search application for photo libraries."""

__version__ = "0.1.0"
