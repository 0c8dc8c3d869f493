"""The quilt block: one rule from uuid, kind and salt, drawn alike on every medium."""

from uuid import UUID, uuid5

import pytest

from champions.quilt import (
    ALL_LANES,
    Block,
    checkerboard,
    initials,
    next_free_salt,
    patch_number,
    picture,
    quilt,
    ribbon,
    svg,
)
from champions.quilt.patterns import PATTERNS, THREAD

LEAVES = Block("9327735d-d21e-52b8-97e6-10c2c43ff09e", "growing")
MANY = [
    Block(uuid5(UUID(int=0), f"thing {number}"), kind)
    for kind in PATTERNS
    for number in range(40)
]


@pytest.mark.parametrize(
    ("kind", "uuid", "salt", "name", "set_number", "order"),
    [
        (
            "centre",
            "ba2185ba-2c13-5f59-ba2b-a0e47c07c023",
            0,
            "Sawtooth star",
            5,
            "abc",
        ),
        ("growing", "9327735d-d21e-52b8-97e6-10c2c43ff09e", 0, "Leaves", 9, "acb"),
        ("moving", "e5590e4a-bc76-5d33-9cd7-94b5219c3f18", 1, "Pinwheel", 2, "acb"),
        ("making", "835bf57d-25f0-52ba-a523-7d26c3f8362a", 0, "Churn dash", 7, "bac"),
    ],
)
def test_the_rule_gives_the_published_blocks(kind, uuid, salt, name, set_number, order):
    block = Block(uuid, kind, salt)

    assert (block.pattern.name, block.set_number, block.order) == (
        name,
        set_number,
        order,
    )


def test_capital_letters_in_a_uuid_change_nothing():
    assert Block(str(LEAVES.uuid).upper(), "growing").face == LEAVES.face


def test_a_block_keeps_its_first_salt_when_nothing_looks_like_it():
    assert next_free_salt(LEAVES.uuid, "growing", [Block(LEAVES.uuid, "making")]) == 0


def test_a_block_takes_the_next_salt_when_a_sibling_looks_the_same():
    salt = next_free_salt(LEAVES.uuid, "growing", [LEAVES])

    assert (salt > 0, Block(LEAVES.uuid, "growing", salt).face != LEAVES.face) == (
        True,
        True,
    )


def test_a_likeness_is_accepted_after_fifteen_tries():
    siblings = [Block(LEAVES.uuid, "growing", salt) for salt in range(16)]

    assert next_free_salt(LEAVES.uuid, "growing", siblings) == 15


def test_a_finished_block_is_one_path_for_the_ground_and_each_role():
    rails = Block("835bf57d-25f0-52ba-a523-7d26c3f8362a", "moving")

    assert svg(rails, size=44) == (
        '<svg class="block happening" viewBox="0 0 24 24" width="44" height="44" '
        'aria-hidden="true" focusable="false">'
        '<path fill="#F7DFA8" d="M0 0h24v24H0z"/>'
        '<path fill="#76883B" d="m0 0h12v12m0 0h12v-12m0 24h-12v-12m0 0h-12v12"/>'
        '<path fill="#8A2A4B" d="m6 6-6-6v12m18-6-6-6h12m0 24-6-6 6-6m-18 6-6 6h12"/>'
        '<path fill="#F0AE33" d="m6 6-6 6h12m6-6-6-6v12m6 6-6-6h12m-18 6 6-6v12"/></svg>'
    )


def test_no_block_at_any_stage_is_larger_than_its_budget():
    drawn = [svg(block, sewn=lane) for block in MANY for lane in ALL_LANES]

    assert [text for text in drawn if len(text) > 650] == []


def test_nothing_drawn_needs_a_style_attribute():
    drawn = [svg(LEAVES, sewn=lane) for lane in ALL_LANES]

    assert [text for text in drawn if "style" in text] == []


def test_the_stitch_is_left_out_where_it_would_be_dust():
    assert [THREAD in svg(LEAVES, size=size) for size in (44, 63, 64, 96)] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("lane", "colours"),
    [
        ("new", ["currentColor"]),
        ("talking", ["#F8EEDB", "#2B3357", "#5E4D42"]),
        ("getting_ready", ["#CFE3E0", "#2B3357", "#F0AE33", "#5E4D42"]),
        ("trying", ["#CFE3E0", "#2B3357", "#F0AE33", "#8A2A4B", "#FFF8EA"]),
        ("happening", ["#CFE3E0", "#2B3357", "#F0AE33", "#8A2A4B", "#FFF8EA"]),
        ("on_a_break", ["#CFE3E0", "#2B3357", "#F0AE33", "#8A2A4B", "#FFF8EA"]),
        ("not_now", ["currentColor"]),
    ],
)
def test_a_block_is_sewn_patch_by_patch(lane, colours):
    words = svg(LEAVES, sewn=lane).split('"')

    assert [w for w in words if w.startswith("#") or w == "currentColor"] == colours


def test_an_unknown_lane_is_refused():
    with pytest.raises(ValueError, match="unknown lane: sold"):
        svg(LEAVES, sewn="sold")


def test_a_ribbon_of_one_block_alternates_with_its_fabrics_moved_on():
    text = ribbon((LEAVES,), count=4)

    assert (text.count("<g "), [p[:8] for p in text.split('href="#')[1:]]) == (
        2,
        ["ribbon-0", "ribbon-1", "ribbon-0", "ribbon-1"],
    )


def test_a_quilt_has_as_many_rows_as_it_needs():
    assert quilt(MANY[:7], columns=3).split('"')[3] == "0 0 72 72"


def test_a_poster_alternates_in_both_directions():
    tiles = checkerboard(LEAVES, columns=2, rows=2).split("<g ")[1:]
    faces = [tile.split(">", 1)[1].replace("</svg>", "") for tile in tiles]

    assert (faces[0] == faces[3], faces[1] == faces[2], faces[0] == faces[1]) == (
        True,
        True,
        False,
    )


def test_pixels_agree_with_the_drawing():
    image = picture(LEAVES, 240, stitched=False)

    assert [
        image.getpixel(at) for at in ((120, 5), (60, 20), (85, 100), (100, 85))
    ] == [
        (0x8A, 0x2A, 0x4B),
        (0xCF, 0xE3, 0xE0),
        (0x2B, 0x33, 0x57),
        (0xF0, 0xAE, 0x33),
    ]


def test_the_stitch_begins_at_the_first_corner():
    image = picture(LEAVES, 960)

    assert [image.getpixel(at) for at in ((51, 40), (72, 40))] == [
        (0xFF, 0xF8, 0xEA),
        (0xCF, 0xE3, 0xE0),
    ]


def test_a_name_patch_keeps_its_fabric():
    assert patch_number(LEAVES.uuid) == patch_number(str(LEAVES.uuid).upper())


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amina", "A"), ("Jean-Guy", "JG"), ("Mary Ann Lee", "MA"), ("", "")],
)
def test_a_name_patch_shows_one_or_two_letters(name, letters):
    assert initials(name) == letters
