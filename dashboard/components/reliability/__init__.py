"""How often the network is right where its softmax value is so high."""
