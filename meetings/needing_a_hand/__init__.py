"""Who still needs a hand with a welcome workshop to come."""
