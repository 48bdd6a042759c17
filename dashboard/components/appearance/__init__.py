"""How the pages look in this browser: light, dark, large for a projector."""
