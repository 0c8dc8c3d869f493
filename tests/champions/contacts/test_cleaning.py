"""What becomes of each cell: tidied, or left out with a note; the person stays."""

import pytest

from champions.contacts.contact import Note, RefusedLineError
from champions.phones import phone_form
from tests.champions.contacts.files import cleaned


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Joseph  ", "Joseph"),
        ("Mary\u00a0 Ann", "Mary Ann"),
        ("E\u0301lodie", "Élodie"),
        ("MARY", "MARY"),
        ("=Ben", "=Ben"),
        ("ᓄᑕᓇ", "ᓄᑕᓇ"),
        ("小龙", "小龙"),
        ("O’Neill-Fraser", "O’Neill-Fraser"),
        ("A\u202eda\x07", "A da"),
        ("<b>Ada</b>", "<b>Ada</b>"),
    ],
)
def test_a_name_stays_as_typed_but_for_what_cannot_be_seen(typed, kept):
    contact = cleaned(First_name=typed)

    assert (contact.first_name, contact.notes) == (kept, ())


@pytest.mark.parametrize("typed", ["", " ", "-", "...", "\u200f"])
def test_somebody_without_a_first_name_cannot_be_greeted(typed):
    with pytest.raises(RefusedLineError) as refused:
        cleaned(First_name=typed, Last_name="Roy")

    assert refused.value.refusal.label == "There is no first name."


def test_a_name_that_fits_no_letter_is_refused():
    with pytest.raises(RefusedLineError) as refused:
        cleaned(First_name="x" * 81)

    assert refused.value.refusal.label == "The name is too long."


@pytest.mark.parametrize("name", ["Nguy?n", "???", "Zo\ufffd", "Ã‰lodie", "Th‚rŠse"])
def test_a_name_that_lost_letters_is_kept_with_a_note(name):
    contact = cleaned(First_name=name)

    assert (contact.first_name, contact.notes) == (name, (Note.LETTERS_LOST,))


def test_the_name_somebody_goes_by_is_the_one_they_are_greeted_with():
    assert cleaned(First_name="Alexander", Known_as="Sacha").first_name == "Sacha"
    assert cleaned(First_name="Alexander", Known_as="").first_name == "Alexander"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ada@Example.ORG ", "Ada@example.org"),
        ("Ada Roy <ada@example.org>", "ada@example.org"),
        ("mailto:ada@example.org", "ada@example.org"),
        ("ada@example.org; tom@example.org", "ada@example.org"),
        ("ａｄａ@example.org", "ada@example.org"),
    ],
)
def test_an_address_is_written_in_its_usual_form(typed, kept):
    contact = cleaned(First_name="Ada", Email=typed)

    assert (contact.email, contact.notes) == (kept, ())


@pytest.mark.parametrize(
    "typed",
    ["joe.example.org", "amina@@example.org", "none", "a@b", "x" * 260 + "@a.org"],
)
def test_a_bad_address_costs_the_address_and_not_the_person(typed):
    contact = cleaned(First_name="Joe", Email=typed)

    assert (contact.email, contact.notes) == ("", (Note.EMAIL_DROPPED,))


@pytest.mark.parametrize(
    ("typed", "region", "form"),
    [
        ("905 555 0141", "CA", "+19055550141"),
        ("9055550141", "CA", "+19055550141"),
        ("(905) 555-0141", "CA", "+19055550141"),
        ("905.555.0141", "CA", "+19055550141"),
        ("1-905-555-0141", "CA", "+19055550141"),
        ("+1 905 555-0141", "CA", "+19055550141"),
        ("'+1 905 555-0141", "CA", "+19055550141"),
        ("905-555-0141 x12", "CA", "+19055550141"),
        ("905-555-0141 (home)", "CA", "+19055550141"),
        ("07700 900882", "GB", "+447700900882"),
        ("0044 7700 900882", "GB", "+447700900882"),
        ("+44 (0)7700 900882", "GB", "+447700900882"),
        ("7700900882", "GB", "+447700900882"),
        ("+44 7700 900882", "CA", "+447700900882"),
        ("555-0141", "CA", ""),
        ("0000000000", "CA", ""),
        ("no phone", "CA", ""),
        ("12", "GB", ""),
    ],
)
def test_a_number_is_kept_in_the_form_that_dials_anywhere(typed, region, form):
    assert phone_form(typed, region=region) == form


def test_the_first_number_that_can_be_dialled_is_taken():
    contact = cleaned(First_name="Ada", Mobile="n/a", Home_phone="905 555 0141")

    assert (contact.phone, contact.notes) == ("+19055550141", ())


def test_a_number_that_cannot_be_dialled_is_left_out_with_a_note():
    contact = cleaned(First_name="Ada", Phone="ask her sister")

    assert (contact.phone, contact.notes) == ("", (Note.PHONE_DROPPED,))


@pytest.mark.parametrize(
    ("typed", "region", "form"),
    [
        ("p0l2c0", "CA", "P0L 2C0"),
        ("P0L-1A0", "CA", "P0L 1A0"),
        ("ls999zz", "GB", "LS99 9ZZ"),
        ("M1 1AE", "GB", "M1 1AE"),
        ("75001", "CA", "75001"),
    ],
)
def test_postal_codes_have_the_form_of_the_country(typed, region, form):
    contact = cleaned(region=region, First_name="Ada", Postcode=typed)

    assert contact.postal_code == form


def test_the_second_line_of_an_address_is_kept():
    contact = cleaned(First_name="Ada", Address="4 Hill Rd", Apt="Apt 2")

    assert contact.address == "4 Hill Rd, Apt 2"


@pytest.mark.parametrize(
    ("typed", "language", "notes"),
    [
        ("EN", "en", ()),
        ("Anglais", "en", ()),
        ("Français", "fr", ()),
        ("FR-CA", "fr", ()),
        ("French / English", "fr", ()),
        ("", "", ()),
        ("Klingonese", "", (Note.LANGUAGE_UNKNOWN,)),
        ("N/A", "", (Note.LANGUAGE_UNKNOWN,)),
        ("no", "", (Note.LANGUAGE_UNKNOWN,)),
    ],
)
def test_the_language_is_recognised(typed, language, notes):
    contact = cleaned(First_name="Ada", Language=typed)

    assert (contact.language, contact.speaks, contact.notes) == (language, "", notes)


@pytest.mark.parametrize(
    ("typed", "language", "speaks"),
    [
        ("Spanish", "", "es"),
        ("Espagnol", "", "es"),
        ("Español", "", "es"),
        ("es", "", "es"),
        ("Ojibwe", "", "oj"),
        ("中文", "", "zh"),
        ("Spanish, English", "en", "es"),
        ("Urdu and Punjabi", "", "ur"),
        ("Arabe (parle français)", "", "ar"),
        ("English / Spanish", "en", ""),
    ],
)
def test_so_is_every_other_by_whatever_name(typed, language, speaks):
    contact = cleaned(First_name="Ada", Language=typed)

    assert (contact.language, contact.speaks, contact.notes) == (language, speaks, ())


@pytest.mark.parametrize(
    ("typed", "channel", "notes"),
    [
        ("E-mail", "email", ()),
        ("Courriel", "email", ()),
        ("SMS", "text", ()),
        ("Texto", "text", ()),
        ("Phone call", "phone", ()),
        ("Mail", "letter", ()),
        ("Par la poste", "letter", ()),
        ("", "", ()),
        ("pigeon", "", (Note.CHANNEL_UNKNOWN,)),
    ],
)
def test_the_way_to_be_reached_is_recognised(typed, channel, notes):
    contact = cleaned(First_name="Ada", Preferred_contact=typed)

    assert (contact.channel, contact.notes) == (channel, notes)


@pytest.mark.parametrize("mark", ["Yes", "x", "1", "TRUE", "oui", "✓", "Y"])
def test_a_mark_means_that_nobody_writes(mark):
    assert cleaned(First_name="Ada", Do_not_contact=mark).do_not_contact is True


@pytest.mark.parametrize("mark", ["", "No", "0", "non", "FALSE", "-"])
def test_no_mark_means_that_somebody_may_write(mark):
    assert cleaned(First_name="Ada", Do_not_contact=mark).do_not_contact is False


@pytest.mark.parametrize(
    ("answer", "marked"), [("No", True), ("Yes", False), ("", False)]
)
def test_the_question_may_be_asked_the_other_way_round(answer, marked):
    contact = cleaned(First_name="Ada", **{"Contact_OK?": answer})

    assert contact.do_not_contact is marked


@pytest.mark.parametrize("heading", ["Do_not_contact", "Contact_OK?"])
def test_a_mark_that_is_unclear_counts_as_do_not_contact(heading):
    contact = cleaned(First_name="Ada", **{heading: "ask first"})

    assert (contact.do_not_contact, contact.notes) == (True, (Note.MARK_UNCLEAR,))


def test_what_does_not_fit_is_left_out_with_a_note():
    contact = cleaned(First_name="Ada", Address="x" * 201, City="y" * 81, Ref="z" * 41)

    assert (contact.address, contact.city, contact.reference) == ("", "", "")
    assert contact.notes == (Note.TOO_LONG,)
