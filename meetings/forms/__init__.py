"""All input from people in this room."""
