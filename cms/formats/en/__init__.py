"""In English, as all our pages say a day."""
