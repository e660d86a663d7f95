from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from libitum.accounts.ages import is_adult, years_on
from libitum.accounts.models import User
from libitum.accounts.services import confirm_age

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@given(days, st.integers(min_value=0, max_value=40_000))
def test_nobody_grows_younger(born_on: date, later: int) -> None:
    day = born_on + timedelta(days=later)
    assert years_on(day, born_on) <= years_on(day + timedelta(days=1), born_on)


@pytest.mark.parametrize(
    ("born_on", "today", "adult"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), False),
        (date(2008, 3, 1), date(2026, 3, 1), True),
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (date(2008, 2, 29), date(2026, 3, 1), True),
        (date(1940, 1, 1), date(2026, 3, 1), True),
    ],
)
def test_of_age_on_the_eighteenth_birthday(born_on: date, today: date, adult: bool) -> None:
    assert is_adult(born_on, today) is adult


@pytest.mark.parametrize("born_on", [date(2026, 3, 2), date(1890, 1, 1)])
def test_no_living_person_has_this_date(born_on: date) -> None:
    with pytest.raises(ValidationError, match="check the year"):
        is_adult(born_on, date(2026, 3, 1))


def test_who_comes_of_age_says_so_and_the_date_is_kept_nowhere(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_adult=False)
    alice.refresh_from_db()
    today = timezone.localdate()
    assert not confirm_age(user=alice, born_on=today - timedelta(days=17 * 365))
    assert confirm_age(user=alice, born_on=today - timedelta(days=19 * 365))
    alice.refresh_from_db()
    assert alice.is_adult
    kinds = {type(field).__name__ for field in User._meta.concrete_fields}
    assert "DateField" not in kinds


def test_an_adult_is_not_made_a_child_again(alice: User) -> None:
    assert confirm_age(user=alice, born_on=timezone.localdate() - timedelta(days=365))
