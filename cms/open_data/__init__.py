"""What is in public, in the forms that other catalogues read: from the same rows as the
pages."""
