"""Blocks, ribbons and name patches in templates; the drawing is in champions.quilt."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from champions import quilt
from champions.enums import BlockKind
from champions.quilt import Block

register = template.Library()

# The network's own square, where no centre's stands.
NETWORK = Block(UUID(int=39), "growing")


class Sewn(Protocol):
    """Anything with a square of its own."""

    uuid: UUID
    quilt_kind: str
    quilt_salt: int


class Named(Protocol):
    """Anybody with a name patch."""

    uuid: UUID
    first_name: str


@register.simple_tag
def block_svg(
    thing: Sewn | Block | None, sewn: str = "happening", size: int = 96
) -> SafeString:
    """The square of a centre, group, idea or programme; the network's for nothing."""
    return quilt.svg(_block(thing), sewn=sewn or "happening", size=size)


@register.simple_tag
def open_square(kind: str = "making", size: int = 96) -> SafeString:
    """A square in pencil for what is not yet there: "your square goes here"."""
    return quilt.svg(Block(UUID(int=0), kind), sewn="new", size=size)


@register.simple_tag
def ribbon(
    things: Iterable[Sewn | Block] | Sewn | Block | None,
    *,
    thin: bool = False,
) -> SafeString:
    """A band across the page from one square and its twin, or from many in turn."""
    many = things if isinstance(things, Iterable) else [things]
    blocks = tuple(_block(thing) for thing in many) or (NETWORK,)
    return quilt.ribbon(blocks, css_class="ribbon thin" if thin else "ribbon")


@register.simple_tag
def quilt_svg(things: Iterable[Sewn | Block], columns: int = 4) -> SafeString:
    """Many squares edge to edge in one bound picture."""
    return quilt.quilt([_block(thing) for thing in things], columns=columns)


@register.simple_tag
def patchwork() -> SafeString:
    """A quilt of nobody in particular, for pages that belong to no centre."""
    kinds = [*BlockKind, *BlockKind][:12]
    blocks = [Block(UUID(int=25 + number), kind) for number, kind in enumerate(kinds)]
    return quilt.quilt(blocks, columns=4)


@register.simple_tag
def name_patch(person: Named) -> SafeString:
    """A square of one fabric with a person's letters; the name stands beside it."""
    return format_html(
        '<span class="patch patch-{}" aria-hidden="true">{}</span>',
        quilt.patch_number(person.uuid),
        quilt.initials(person.first_name),
    )


def _block(thing: Sewn | Block | None) -> Block:
    if not thing:
        return NETWORK
    if isinstance(thing, Block):
        return thing
    return Block(thing.uuid, thing.quilt_kind, thing.quilt_salt)
