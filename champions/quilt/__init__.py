"""Quilt blocks: the sign of a centre, group, idea or programme, made by one rule."""

from champions.quilt.blocks import (
    Block,
    initials,
    next_free_salt,
    patch_number,
    shifted,
)
from champions.quilt.drawing import ALL_LANES, checkerboard, quilt, ribbon, svg
from champions.quilt.pictures import picture, ribbon_picture

__all__ = [
    "ALL_LANES",
    "Block",
    "checkerboard",
    "initials",
    "next_free_salt",
    "patch_number",
    "picture",
    "quilt",
    "ribbon",
    "ribbon_picture",
    "shifted",
    "svg",
]
