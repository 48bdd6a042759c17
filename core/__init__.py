"""The teaching engine: it trains networks and looks inside them, and knows no screen."""
