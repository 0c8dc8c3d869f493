"""A centre's contact list: from the file as it was exported to clean contacts.

Nothing in this package touches the database: `lists` opens a file, `cleaning` makes a
contact of a line, `matching` recognises the same person.
"""
