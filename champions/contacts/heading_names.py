"""How centres head their columns, in English and French."""

# As a person would write each heading; compared without accents, capitals and signs.
# Of several columns for one field, the one named first here is asked first.
NAMES: dict[str, tuple[str, ...]] = {
    "first_name": (
        "First name", "Firstname", "Forename", "Forenames", "Given name", "Given names",
        "First names", "Christian name", "First", "Prénom", "Prénoms", "Fname",
    ),
    "known_as": (
        "Preferred name", "Preferred first name", "Known as", "Goes by", "Chosen name",
        "Prénom usuel", "Prénom d'usage", "Prénom choisi", "Nom préféré",
    ),
    "last_name": (
        "Last name", "Lastname", "Surname", "Family name", "Second name", "Last names",
        "Last", "Nom", "Nom de famille", "Noms de famille", "Lname", "Name",
    ),
    "email": (
        "Email", "E-mail", "Email address", "E-mail address", "Mail address",
        "Courriel", "Adresse courriel", "Adresse de courriel", "Adresse électronique",
        "Courrier électronique", "Adresse e-mail", "Adresse email", "Adresse mail",
        "Mél", "Email 1", "Personal email", "Primary email", "Home email",
    ),
    "phone": (
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
    "address": (
        "Address", "Street", "Street address", "Address 1", "Address line 1",
        "Mailing address", "Postal address", "Home address", "Civic address",
        "Adresse", "Adresse postale", "Adresse civique", "Rue", "Adresse 1",
        "Adresse ligne 1", "Adresse domicile", "Adresse municipale",
    ),
    "address_more": (
        "Address 2", "Address line 2", "Unit", "Apartment", "Apt", "Suite", "Flat",
        "Adresse 2", "Adresse ligne 2", "Appartement", "App", "Appt",
        "Complément d'adresse", "Unité",
    ),
    "city": (
        "City", "Town", "City/Town", "Town/City", "Municipality", "Community",
        "Post town", "Village", "Ville", "Municipalité", "Localité", "Communauté",
    ),
    "postal_code": (
        "Postal code", "Postcode", "Post code", "Postalcode", "Zip", "Zip code",
        "Code postal", "CP",
    ),
    "language": (
        "Language", "Preferred language", "Language preference", "Spoken language", "Languages", "Langues",
        "Language spoken", "Official language", "Correspondence language", "Lang",
        "Langue", "Langue préférée", "Langue de préférence", "Langue parlée",
        "Langue de correspondance", "Langue officielle",
    ),
    "channel": (
        "Preferred contact", "Contact preference", "Preferred contact method",
        "Contact method", "Preferred method of contact", "Contact by", "Contact via",
        "Preferred channel", "How to contact", "Best way to contact",
        "Communication preference", "Moyen de contact", "Moyen de communication",
        "Contact préféré", "Préférence de contact", "Mode de contact",
        "Mode de communication", "Moyen de contact préféré", "Contact par",
        "Moyen de communication préféré", "Joindre par",
    ),
    "do_not_contact": (
        "Do not contact", "Don't contact", "Dont contact", "No contact", "DNC",
        "Do not contact?", "Do not write", "Do not mail", "Opt out", "Opted out",
        "Unsubscribed", "Ne pas contacter", "Ne pas communiquer", "Ne pas joindre",
        "Ne pas écrire", "Pas de contact", "Désabonné",
    ),
    "may_contact": (
        "Contact OK", "OK to contact", "May contact", "May we contact", "Can contact",
        "Can we contact", "Consent to contact", "Contact consent", "Contact allowed",
        "Contact permitted", "Permission to contact", "Contact permis",
        "Contact autorisé", "Peut être contacté", "Peut être contactée",
        "Consentement au contact", "Accepte d'être contacté", "Contact accepté",
    ),
    "reference": (
        "Reference", "Reference number", "Ref", "Ref no", "Our reference", "Client ID",
        "Client number", "Client no", "Contact ID", "Person ID", "ID", "Référence",
        "Numéro de référence", "No de référence", "Numéro de client", "No de client",
        "Numéro du client", "Identifiant",
    ),
}  # fmt: skip
