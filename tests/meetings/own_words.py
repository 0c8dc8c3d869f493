"""Own words of a centre for the tests."""

from champions.messages.marks import kept
from champions.messages.worded import worded_message
from champions.services.wording import keep_words, newest_words

INVITATION = worded_message("meetings/invitation")
CONFIRMATION = worded_message("meetings/confirmed")
SUBJECT = "{name}, venga a crear algo con nosotros"
WORDS = (
    "Hola {name}, soy {signed by}. Nos gustaría mucho que viniera.\n\n"
    "{dates}\n\n"
    "Díganos antes del {reply by}. Llámenos: {phone}."
)
LINE = "{name}, venga a conocernos el {day}"
SAID = {"subject": SUBJECT, "words": WORDS, "text_line": LINE}


def in_own_words(centre, tag="es", worded=INVITATION, **said):
    """The centre says it like this from now on."""
    newest = newest_words(centre, worded, tag)
    keys = {
        name: kept(text, worded.marks, worded.labels)
        for name, text in (SAID | said).items()
    }
    since = newest.number if newest else 0
    words = keep_words(centre, worded, tag, since=since, by=None, **keys)
    vars(centre).pop("own_words", None)  # as the next request finds it
    return words
