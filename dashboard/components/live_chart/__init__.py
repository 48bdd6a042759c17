"""Loss and accuracy as they grow."""
