"""One pixel of an image, chosen by pointer or keys."""
