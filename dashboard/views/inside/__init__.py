"""Look inside: what each layer makes of an image."""
