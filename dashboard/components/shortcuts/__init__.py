"""Single keys that do what the page's buttons do, and the list of them with a switch."""
