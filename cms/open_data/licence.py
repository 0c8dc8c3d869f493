"""On what terms anybody may use what is in public here."""

# Creative Commons Attribution 4.0: use it, and say where it is from.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
