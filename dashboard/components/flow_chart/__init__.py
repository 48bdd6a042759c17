"""The network as a row of cards, with what each layer puts out."""
