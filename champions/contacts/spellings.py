"""What people write in the columns for language, way to be reached, and yes or no.

Compared in lower case, without accents and signs.
"""

from champions.enums import Channel, Language

LANGUAGES: dict[str, Language] = {
    **dict.fromkeys(
        ("en", "eng", "e", "english", "anglais", "anglaise"), Language.ENGLISH
    ),
    **dict.fromkeys(
        ("fr", "fra", "fre", "f", "french", "francais", "francaise"), Language.FRENCH
    ),
}
# Codes of languages that nobody around here means by them.
NO_LANGUAGE = frozenset({
    "na", "n a", "no", "non", "none", "yes", "y", "n", "x", "other", "autre", "unknown",
    "inconnu", "inconnue", "tbd", "both",
})  # fmt: skip
CHANNELS: dict[Channel, frozenset[str]] = {
    Channel.EMAIL: frozenset({
        "email", "e mail", "courriel", "by email", "par courriel", "mel",
    }),
    Channel.TEXT: frozenset({
        "text", "sms", "texto", "text message", "texting", "message texte", "txt",
    }),
    Channel.PHONE: frozenset({
        "phone", "phone call", "call", "telephone", "by phone", "tel", "appel", "voice",
        "appel telephonique", "par telephone", "mobile", "cell",
    }),
    Channel.LETTER: frozenset({
        "letter", "mail", "post", "postal", "by post", "by mail", "regular mail",
        "paper", "lettre", "poste", "courrier", "par la poste", "par lettre",
        "postal mail",
    }),
    Channel.IN_PERSON: frozenset({"in person", "en personne", "face to face"}),
}  # fmt: skip
YES = frozenset({
    "yes", "y", "x", "1", "true", "t", "ok", "checked", "oui", "o", "vrai", "v",
    "do not contact", "dnc", "stop", "never", "ne pas contacter", "jamais", "✓", "✔",
})  # fmt: skip
NO = frozenset({"no", "n", "0", "false", "non", "faux", "none", "aucun", "unchecked"})
