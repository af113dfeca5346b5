from datetime import UTC, date, datetime

import pytest

from wellrun.platform.ui.formatting import (
    format_age,
    format_clock,
    format_person,
    format_phone,
    in_zone,
)


@pytest.mark.parametrize(
    ("born_on", "text"),
    [
        (date(2026, 11, 23), "0 d"),
        (date(2026, 11, 2), "21 d"),
        (date(2026, 10, 1), "7 wk"),
        (date(2025, 8, 1), "15 mo"),
        (date(2024, 11, 24), "23 mo"),
        (date(2024, 11, 23), "2 y"),
        (date(1962, 11, 24), "63 y"),
        (date(2027, 1, 1), "not born"),
    ],
)
def test_age_is_given_in_the_unit_a_clinic_uses(born_on, text):
    assert format_age(born_on, date(2026, 11, 23)) == text


def test_instants_are_read_in_the_zone_of_the_site():
    noon = datetime(2026, 7, 1, 17, 5, tzinfo=UTC)
    assert format_clock(in_zone(noon, "America/Chicago")) == "12:05 PM"
    assert format_clock(in_zone(datetime(2026, 7, 1, 5, 5, tzinfo=UTC), "America/Chicago")) == "12:05 AM"


def test_a_datetime_without_a_zone_is_no_instant():
    with pytest.raises(ValueError, match="zone"):
        in_zone(datetime(2026, 7, 1), "America/Chicago")


def test_phones_are_read_as_dialed():
    assert format_phone("+13125550142") == "(312) 555-0142"
    assert format_phone("+442079460958") == "+44 20 7946 0958"
    assert format_phone("ask at desk") == "ask at desk"


def test_names_sort_by_family_and_leave_no_trace_of_empty_parts():
    full = format_person("Rivera", "Ana", middle="Maria", suffix="Jr.", preferred="Annie")
    assert full == "Rivera Jr., Ana M. “Annie”"
    assert format_person("Rivera", "Ana", preferred="Ana") == "Rivera, Ana"
    assert format_person("", "Cher") == "Cher"
