"""A typed code: ten digits for one thing in one centre."""

from datetime import timedelta

import pytest
from django.utils import timezone

from champions import links
from champions.enums import CodePurpose
from champions.models import CodeTry, TypedCode, WrongCode
from champions.services.codes import (
    OVERALL_CEILING,
    SOURCE_CEILING,
    SUSPECT_CEILING,
    asks_name,
    digits_for,
    digits_of,
    find_code,
    forget_tries,
    issue_code,
    look_up_code,
    revoke_code,
    source_of,
)
from tests.factories import make_centre

pytestmark = pytest.mark.django_db
WRONG = "00000 00000"


@pytest.fixture
def centre():
    return make_centre()


def issue(centre, thing_id=42, **words):
    return issue_code(centre, purpose="invitation", thing_id=thing_id, **words)


def find(centre, typed, source="192.0.2.1", **words):
    return find_code(centre, typed, source=source, **words)


def this_hour():
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def was_wrong(source, times):
    CodeTry.objects.update_or_create(
        source=links.source_hash(source), hour=this_hour(), defaults={"count": times}
    )


def all_were_wrong(centre, times):
    """From many sources at two centres."""
    for number, where in enumerate([centre, make_centre("harbourview")]):
        WrongCode.objects.create(
            centre=where, source=number, hour=this_hour(), count=times // 2
        )


def test_the_code_printed_is_the_code_found(centre):
    code = issue(centre)

    assert find(centre, digits_of(code)) == code


def test_asking_twice_gives_the_same_code(centre):
    first = issue(centre)

    assert issue(centre) == first
    assert TypedCode.objects.count() == 1


def test_things_without_a_code_have_no_digits(centre):
    assert digits_for("invitation", 99) == ""


def test_digits_are_not_stored(centre):
    code = issue(centre)

    digits = digits_of(code).replace(" ", "")
    row = TypedCode.objects.filter(pk=code.pk).values_list().get()
    assert not any(digits in str(value) for value in row)


@pytest.mark.parametrize("purpose", list(CodePurpose))
def test_each_purpose_has_digits_of_its_own(centre, purpose):
    others = {
        digits_of(issue_code(centre, purpose=other, thing_id=42))
        for other in CodePurpose
        if other != purpose
    }

    assert digits_of(issue_code(centre, purpose=purpose, thing_id=42)) not in others


def test_another_centre_does_not_know_the_code(centre):
    code = issue(centre)

    assert find(make_centre("harbourview"), digits_of(code)) is None


def test_after_the_gathering_the_code_is_unknown(centre):
    code = issue(centre, live_until=timezone.now() - timedelta(minutes=1))

    assert find(centre, digits_of(code)) is None
    assert digits_for("invitation", 42) == ""


def test_a_moved_gathering_gives_the_code_a_new_end(centre):
    issue(centre, live_until=timezone.now() - timedelta(minutes=1))

    code = issue(centre, live_until=timezone.now() + timedelta(days=3))

    assert find(centre, digits_of(code)) == code


def test_a_revoked_code_is_unknown(centre):
    code = issue(centre)

    revoke_code(purpose="invitation", thing_id=42)

    assert find(centre, digits_of(code)) is None
    assert issue(centre).revoked_at


def test_a_raised_generation_gives_new_digits_and_ends_the_old(centre):
    old = digits_of(issue(centre))
    revoke_code(purpose="invitation", thing_id=42)

    code = issue(centre, generation=2)

    assert find(centre, old) is None
    assert find(centre, digits_of(code)) == code


def test_a_lower_generation_does_not_bring_old_digits_back(centre):
    code = issue(centre, generation=2)

    assert digits_of(issue(centre, generation=1)) == digits_of(code)


def test_codes_by_an_older_key_are_still_found(centre, settings):
    settings.LINK_KEYS = ["old"]
    printed = digits_of(issue(centre))

    settings.LINK_KEYS = ["new", "old"]

    assert digits_of(find(centre, printed)) == printed


def test_a_code_whose_key_is_gone_gets_new_digits(centre, settings):
    settings.LINK_KEYS = ["old"]
    code = issue(centre)
    settings.LINK_KEYS = ["new"]
    with pytest.raises(LookupError):
        digits_of(code)
    assert digits_for("invitation", 42) == ""

    code = issue(centre)

    assert find(centre, digits_of(code)) == code


def taken_by_another(centre, key):
    """Another thing's code with the very digits that thing 42 would get first."""
    digits = links.digits(key, "invitation", 42, 1, 0)
    TypedCode.objects.create(
        centre=centre,
        purpose="seat",
        thing_id=1,
        key_hash=links.code_hash(key, centre.pk, digits),
    )


def test_a_collision_takes_the_next_counter(centre, settings):
    taken_by_another(centre, settings.LINK_KEYS[0])

    code = issue(centre)

    assert code.counter == 1
    assert find(centre, digits_of(code)) == code


def test_a_collision_under_an_older_key_counts_too(centre, settings):
    settings.LINK_KEYS = ["new", "old"]
    digits = links.digits("new", "invitation", 42, 1, 0)
    TypedCode.objects.create(
        centre=centre,
        purpose="seat",
        thing_id=1,
        key_hash=links.code_hash("old", centre.pk, digits),
    )

    assert issue(centre).counter == 1


def test_a_collision_leaves_the_link_as_it_is(centre, settings):
    before = links.token("invitation", 42)
    taken_by_another(centre, settings.LINK_KEYS[0])

    issue(centre)

    assert links.token("invitation", 42) == before


def test_wrong_codes_are_counted_by_source_and_by_centre(centre):
    other = make_centre("harbourview")
    for where, source in ((centre, "1"), (centre, "2"), (other, "1"), (centre, "1")):
        find(where, WRONG, source=source)

    assert sorted(CodeTry.objects.values_list("count", flat=True)) == [1, 3]
    counts = WrongCode.objects.order_by("count").values_list("centre", "count")
    assert sorted(counts) == sorted([(centre.pk, 1), (other.pk, 1), (centre.pk, 2)])


def test_what_staff_look_up_is_found_and_never_counted(centre):
    code = issue(centre)
    was_wrong("192.0.2.1", 100 * SOURCE_CEILING)

    assert look_up_code(centre, digits_of(code)) == code
    assert look_up_code(centre, WRONG) is None
    assert WrongCode.objects.count() == 0


def test_half_a_code_and_a_right_code_are_not_counted(centre):
    find(centre, "123")
    find(centre, digits_of(issue(centre)))

    assert CodeTry.objects.filter(count__gt=0).count() == WrongCode.objects.count() == 0


def test_no_address_is_kept(centre):
    find(centre, WRONG, source="192.0.2.77")

    assert not any("192" in row.source for row in CodeTry.objects.all())


def test_below_the_ceiling_the_code_alone_is_enough(centre):
    was_wrong("192.0.2.1", SOURCE_CEILING - 1)
    code = issue(centre)

    assert find(centre, digits_of(code)) == code
    assert not asks_name("192.0.2.1")


def test_from_the_ceiling_on_the_name_is_asked_for_too(centre):
    was_wrong("192.0.2.1", SOURCE_CEILING - 1)
    find(centre, WRONG)
    code = issue(centre)

    assert asks_name("192.0.2.1")
    assert find(centre, digits_of(code)) is None
    assert find(centre, digits_of(code), is_theirs=lambda code: False) is None


def test_the_rightful_person_gets_in_behind_the_same_address(centre):
    was_wrong("192.0.2.1", 100 * SOURCE_CEILING)
    code = issue(centre)

    assert find(centre, digits_of(code), is_theirs=lambda code: True) == code


def test_the_rightful_person_gets_in_from_anywhere_else(centre):
    was_wrong("192.0.2.1", 100 * SOURCE_CEILING)
    code = issue(centre)

    assert find(centre, digits_of(code), source="192.0.2.2") == code


def test_the_next_hour_begins_anew(centre, time_machine):
    time_machine.move_to("2026-09-07 10:30Z")
    was_wrong("192.0.2.1", SOURCE_CEILING)

    time_machine.move_to("2026-09-07 11:00Z")

    assert not asks_name("192.0.2.1")


def test_when_many_guess_whoever_was_wrong_a_few_times_is_asked(centre):
    all_were_wrong(centre, OVERALL_CEILING)
    was_wrong("192.0.2.1", SUSPECT_CEILING)
    was_wrong("192.0.2.2", SUSPECT_CEILING - 1)

    assert asks_name("192.0.2.1")
    assert not asks_name("192.0.2.2")


def test_old_counts_are_forgotten(centre):
    find(centre, WRONG)

    assert forget_tries(timezone.now() - timedelta(days=2)) == 0
    assert forget_tries(timezone.now() + timedelta(days=2)) == 2


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
    ],
)
def test_a_source_is_an_address_or_a_household_of_ipv6(rf, address, source):
    assert source_of(rf.get("/", REMOTE_ADDR=address)) == source


def test_a_forwarded_address_is_not_believed(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.9")

    assert source_of(request) == "192.0.2.1"
