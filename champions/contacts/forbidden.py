"""Columns that must never be uploaded, by heading and reason (design, section 6)."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from champions.names import spaced

# Compared with a heading in lower case, without accents, one space between words.
# Commas part the phrases; a star stands for any ending. The first that fits is said.
PHRASES: tuple[tuple[Promise, str], ...] = (
    (
        _("This is the number of a health card or a health record."),
        """ohip, ramq, nhs, nam, hcn, phn, mrn, medicare, health card, health number,
        health no, health id, health insurance, medical record*, chart number, chart no,
        chart id, carte sante, carte de sante, carte soleil, carte vitale,
        assurance maladie, assurance sante, numero de sante, numero sante,
        numero de dossier, no de dossier, numero du dossier, dossier medical,
        dossier clinique, dossier patient""",
    ),
    (
        _("This says why somebody was sent to you."),
        """reason, reasons, reason for*, referral reason, referral note*,
        referral detail*, referral issue*, referred for, referred because, presenting*,
        chief complaint, motif, motifs, motif de*, raison, raisons, raison de*""",
    ),
    (
        _("What a police check says must not be kept."),
        """police*, criminal*, crime*, offence*, offense*, dbs, casier*,
        vulnerable sector, background check, antecedents judiciaires, judiciaire*""",
    ),
    (
        _("Dates of birth are not needed to invite somebody."),
        """birth*, date of birth, born, dob, d o b, naissance, ddn, ne le, nee le,
        ne e le""",
    ),
    (
        _("Official numbers are not needed to invite somebody."),
        """sin, nas, ssn, nino, social insurance, social security, assurance sociale,
        securite sociale, national insurance, ni number, ni no, passport*, passeport*,
        driver*, driving licence, permis de conduire, immigration*, bank*, banque,
        iban, credit card, carte de credit, password, mot de passe""",
    ),
    (
        _("Where somebody is must not be followed."),
        "gps*, latitude, longitude, location history, last location, localisation",
    ),
    (
        _("This says something about a person’s health."),
        """diagnos*, dx, icd, icd9, icd10, cim, cim10, medical, medicale*, medicaux,
        medication*, medicament*, medicine*, meds, prescription*, prescribed*,
        ordonnance*, condition, conditions, comorbid*, symptom*, allerg*, treatment*,
        traitement*, therap*, disease*, maladie*, illness*, sickness, disorder*,
        trouble*, disabilit*, handicap*, incapacite*, deficience*, impairment*, injur*,
        blessure*, mental*, depress*, anxi*, suicid*, psych*, addict*, dependance*,
        substance*, alcohol*, alcool*, drug*, drogue*, smok*, tabac*, tabag*, fumeu*,
        pregnan*, grossesse, enceinte, hiv, vih, diabet*, cancer*, demen*, blood*, sang,
        bmi, imc, weight, poids, vaccin*, immunis*, immuniz*, surger*, chirurg*,
        lab results, test results, resultats de*, frail*, fragilite, risk*, risque*,
        clinical*, clinic notes, doctor notes, nursing notes, progress notes,
        notes cliniques, note clinique, remarques cliniques, antecedents, health*,
        sante, problem, problems, probleme, problemes, care plan, plan de soins""",
    ),
)
# A place or a team says nothing about a person's health.
PLACES = re.compile(
    r"\b(centres? de sante|equipe de sante|champions? (de la|en) sante|"
    r"(health|medical) (centres?|centers?|champions?|teams?|units?|clinics?))\b"
)
# Whole headings that a slipped letter must not carry past the rule.
OFTEN_TYPED = (
    "Diagnosis",
    "Diagnostic",
    "Medication",
    "Médicaments",
    "Condition",
    "Symptoms",
    "Allergies",
    "Treatment",
    "Traitement",
    "Reason for referral",
    "Motif de référence",
    "Medical notes",
    "Notes médicales",
    "Health card",
    "Carte santé",
    "OHIP number",
    "NHS number",
    "Date of birth",
    "Date de naissance",
)


def _pattern(phrases: str) -> re.Pattern[str]:
    words = (" ".join(phrase.split()) for phrase in phrases.split(","))
    endings = "|".join(word.replace("*", r"\w*") for word in words)
    return re.compile(rf"\b({endings})\b")


FORBIDDEN = tuple((reason, _pattern(phrases)) for reason, phrases in PHRASES)


def reason_against(heading: str) -> str:
    """Why a column must not be uploaded; empty when nothing speaks against it."""
    words = PLACES.sub("", spaced(heading))
    return next((str(why) for why, found in FORBIDDEN if found.search(words)), "")
