"""Somebody's own words inside a sentence of ours. Pure."""


def without_stop(words: str) -> str:
    """“The hall has no heat.” without its full stop: the sentence around it has one."""
    return words.rstrip(" .")
