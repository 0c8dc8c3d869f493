"""The lists that a centre exported, counted line by line (all people are invented)."""

from collections import Counter
from pathlib import Path

import pytest

from champions.contacts.contact import RefusedLineError
from champions.contacts.lists import check_lines, open_list
from champions.contacts.matching import Register, identity
from champions.contacts.refusals import RefusedListError

LISTS = Path(__file__).parents[2] / "data"


def who(contact):
    return identity(
        first_name=contact.first_name,
        last_name=contact.last_name,
        email=contact.email,
        phone=contact.phone,
        address=contact.address,
        city=contact.city,
        postal_code=contact.postal_code,
    )


@pytest.fixture(scope="module")
def cedar_lake():
    """Every line of the list with what becomes of it: person, repeat or refused."""
    with (LISTS / "cedar-lake-contacts.csv").open("rb") as source:
        contacts = open_list(source)
        check_lines(contacts)
        lines = list(contacts.contacts(region="CA"))
    register = Register()
    people, repeats, refused = {}, {}, []
    for number, contact in lines:
        if isinstance(contact, RefusedLineError):
            refused.append(number)
        elif known := register.find(who(contact)):
            repeats[number] = (known, contact)
        else:
            people[number] = contact
            register.add(who(contact), number)
    return people, repeats, refused


def test_every_line_is_accounted_for(cedar_lake):
    people, repeats, refused = cedar_lake

    assert (len(people), len(repeats), refused) == (1864, 27, [1893, 1894, 1895, 1896])


def test_each_repeat_is_the_person_it_repeats(cedar_lake):
    people, repeats, _refused = cedar_lake

    assert list(repeats) == list(range(1852, 1879))
    assert [people[known].address for known, _contact in repeats.values()] == [
        contact.address for _known, contact in repeats.values()
    ]


def test_couples_are_kept_apart(cedar_lake):
    people, _repeats, _refused = cedar_lake
    partners = [people[number] for number in range(1879, 1893)]

    assert {partner.first_name for partner in partners} == {"Denise", "Luc", "Pat"}


def test_three_bad_addresses_are_left_out_and_their_people_stay(cedar_lake):
    people, _repeats, _refused = cedar_lake
    notes = Counter(note for person in people.values() for note in person.notes)

    assert notes == {"email_dropped": 3}


def test_twelve_people_are_never_written_to(cedar_lake):
    people, repeats, _refused = cedar_lake
    marked = {number for number, person in people.items() if person.do_not_contact}
    marked |= {known for known, contact in repeats.values() if contact.do_not_contact}

    assert len(marked) == 12


def test_the_same_list_again_holds_nobody_new(cedar_lake):
    people, repeats, _refused = cedar_lake
    register = Register()
    for number, person in people.items():
        register.add(who(person), number)

    again = {number: register.find(who(person)) for number, person in people.items()}
    repeated = {
        number: register.find(who(one)) for number, (_k, one) in repeats.items()
    }

    assert list(again.values()) == list(people)
    assert list(repeated.values()) == [known for known, _contact in repeats.values()]


def test_the_list_with_a_diagnosis_is_refused_naming_columns_and_reasons():
    with (
        (LISTS / "cedar-lake-with-diagnosis.csv").open("rb") as source,
        pytest.raises(RefusedListError) as refused,
    ):
        open_list(source)

    assert refused.value.columns == (
        ("Diagnosis", "This says something about a person’s health."),
        ("Reason for referral", "This says why somebody was sent to you."),
        ("OHIP Number", "This is the number of a health card or a health record."),
    )
