"""An image as its numbers."""
