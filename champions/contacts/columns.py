"""What a column of a contact list can be: its name on our pages, the headings by which
it is known, in English and French, and whether a list may have several of it.

This one table decides what is read, what may be chosen, and what is written when the
centre takes its people along.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Column:
    """One kind of column. Its headings are written as a person would, and compared
    without accents, capitals and signs; of several columns of one kind, the one named
    first here is asked first."""

    field: str
    label: Promise
    headings: tuple[str, ...]
    many: bool = (
        False  # mobile and home telephone are common; two of another are a slip
    )


COLUMNS = (
    Column(
        "first_name",
        _("First name"),
        (
            "First name", "Firstname", "Forename", "Forenames", "Given name", "Given names",
            "First names", "Christian name", "First", "Prénom", "Prénoms", "Fname",
        ),
    ),
    Column(
        "known_as",
        _("Preferred name"),
        (
            "Preferred name", "Preferred first name", "Known as", "Goes by", "Chosen name",
            "Prénom usuel", "Prénom d'usage", "Prénom choisi", "Nom préféré",
        ),
    ),
    Column(
        "last_name",
        _("Last name"),
        (
            "Last name", "Lastname", "Surname", "Family name", "Second name", "Last names",
            "Last", "Nom", "Nom de famille", "Noms de famille", "Lname", "Name",
        ),
    ),
    Column(
        "email",
        _("E-mail"),
        (
            "Email", "E-mail", "Email address", "E-mail address", "Mail address",
            "Courriel", "Adresse courriel", "Adresse de courriel", "Adresse électronique",
            "Courrier électronique", "Adresse e-mail", "Adresse email", "Adresse mail",
            "Mél", "Email 1", "Personal email", "Primary email", "Home email",
        ),
    ),
    Column(
        "phone",
        _("Telephone"),
        (
            "Mobile", "Mobile phone", "Mobile number", "Mobile telephone", "Mobile no",
            "Cell", "Cell phone", "Cellphone", "Cell number", "Cellular", "Cellulaire",
            "Téléphone cellulaire", "Téléphone mobile", "Téléphone portable", "Portable",
            "Phone", "Phone number", "Phone no", "Telephone", "Telephone number",
            "Telephone no", "Tel", "Tel no", "Phone 1", "Primary phone", "Contact number",
            "Téléphone", "Numéro de téléphone", "No de téléphone", "N° de téléphone", "Tél",
            "Home phone", "Home telephone", "Home number", "Landline", "Phone (home)",
            "Téléphone à la maison", "Téléphone domicile", "Téléphone fixe",
            "Téléphone (domicile)", "Evening phone", "Daytime phone", "Phone 2",
            "Other phone", "Work phone", "Téléphone au travail",
        ),
        many=True,
    ),
    Column(
        "address",
        _("Address"),
        (
            "Address", "Street", "Street address", "Address 1", "Address line 1",
            "Mailing address", "Postal address", "Home address", "Civic address",
            "Adresse", "Adresse postale", "Adresse civique", "Rue", "Adresse 1",
            "Adresse ligne 1", "Adresse domicile", "Adresse municipale",
        ),
    ),
    Column(
        "address_more",
        _("Address line 2"),
        (
            "Address 2", "Address line 2", "Unit", "Apartment", "Apt", "Suite", "Flat",
            "Adresse 2", "Adresse ligne 2", "Appartement", "App", "Appt",
            "Complément d'adresse", "Unité",
        ),
        many=True,
    ),
    Column(
        "city",
        _("Town"),
        (
            "City", "Town", "City/Town", "Town/City", "Municipality", "Community",
            "Post town", "Village", "Ville", "Municipalité", "Localité", "Communauté",
        ),
    ),
    Column(
        "postal_code",
        _("Postal code"),
        (
            "Postal code", "Postcode", "Post code", "Postalcode", "Zip", "Zip code",
            "Code postal", "CP",
        ),
    ),
    Column(
        "language",
        _("Language"),
        (
            "Language", "Preferred language", "Language preference", "Spoken language", "Languages", "Langues",
            "Language spoken", "Official language", "Correspondence language", "Lang",
            "Langue", "Langue préférée", "Langue de préférence", "Langue parlée",
            "Langue de correspondance", "Langue officielle",
        ),
    ),
    Column(
        "channel",
        _("Preferred contact"),
        (
            "Preferred contact", "Contact preference", "Preferred contact method",
            "Contact method", "Preferred method of contact", "Contact by", "Contact via",
            "Preferred channel", "How to contact", "Best way to contact",
            "Communication preference", "Moyen de contact", "Moyen de communication",
            "Contact préféré", "Préférence de contact", "Mode de contact",
            "Mode de communication", "Moyen de contact préféré", "Contact par",
            "Moyen de communication préféré", "Joindre par",
        ),
    ),
    Column(
        "do_not_contact",
        _("Do not contact"),
        (
            "Do not contact", "Don't contact", "Dont contact", "No contact", "DNC",
            "Do not contact?", "Do not write", "Do not mail", "Opt out", "Opted out",
            "Unsubscribed", "Ne pas contacter", "Ne pas communiquer", "Ne pas joindre",
            "Ne pas écrire", "Pas de contact", "Désabonné",
        ),
    ),
    Column(
        "may_contact",
        _("May contact"),
        (
            "Contact OK", "OK to contact", "May contact", "May we contact", "Can contact",
            "Can we contact", "Consent to contact", "Contact consent", "Contact allowed",
            "Contact permitted", "Permission to contact", "Contact permis",
            "Contact autorisé", "Peut être contacté", "Peut être contactée",
            "Consentement au contact", "Accepte d'être contacté", "Contact accepté",
        ),
    ),
    Column(
        "safe_to_write",
        _("Safe to write"),
        ("Safe to write", "Safe to mail", "Sûr d’écrire", "Sûr d'écrire"),
    ),
    Column(
        "safe_to_phone",
        _("Safe to phone"),
        ("Safe to phone", "Safe to call", "Sûr de téléphoner", "Sûr d'appeler"),
    ),
    Column(
        "safe_to_leave_message",
        _("Safe to leave a message"),
        ("Safe to leave a message", "Safe to leave message", "Sûr de laisser un message"),
    ),
    Column(
        "call_when",
        _("A good time to call"),
        (
            "A good time to call", "Good time to call", "Best time to call",
            "Bon moment pour appeler", "Meilleur moment pour appeler",
        ),
    ),
    Column(
        "reference",
        _("Reference"),
        (
            "Reference", "Reference number", "Ref", "Ref no", "Our reference", "Client ID",
            "Client number", "Client no", "Contact ID", "Person ID", "ID", "Référence",
            "Numéro de référence", "No de référence", "Numéro de client", "No de client",
            "Numéro du client", "Identifiant",
        ),
    ),
)  # fmt: skip
BY_FIELD = {column.field: column for column in COLUMNS}
