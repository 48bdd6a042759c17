"""An experiment as dots, one for each seed of each design."""
