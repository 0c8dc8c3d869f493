"""What kind of thing a service is: the kinds of squares in our quilt, as a taxonomy."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from champions.enums import BlockKind
from cms.models import Programme
from cms.open_data.hsds.parts import part_id

# One name for every installation, so that two of them mean the same.
TAXONOMY = uuid5(NAMESPACE_URL, "urn:health-champions:kinds")


def term_id(kind: str) -> UUID:
    return uuid5(TAXONOMY, kind)


KINDS = {term_id(kind): kind for kind in BlockKind.values if kind != BlockKind.CENTRE}


def kind(programme: Programme) -> dict:
    """The attribute that says it."""
    label = str(programme.get_quilt_kind_display())
    return {
        "id": part_id(programme.uuid, "kind"),
        "link_id": str(programme.uuid),
        "link_type": "service",
        "link_entity": "service",
        "taxonomy_term_id": str(term_id(programme.quilt_kind)),
        "taxonomy_term": {
            "id": str(term_id(programme.quilt_kind)),
            "code": programme.quilt_kind,
            "name": label.partition(":")[0],
            "description": label,
            "taxonomy": "Health Champions: kinds of programmes",
            "taxonomy_id": str(TAXONOMY),
            "language": programme.language,
        },
    }
