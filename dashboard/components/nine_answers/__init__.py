"""A few test images with the network's answer under each, as it learns."""
