"""What is known of a photo, beside the grid, beside the viewer, or in a dialog."""
