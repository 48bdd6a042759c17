"""Draw: a pad or a picture, and what the network says of it."""
