import pytest
from django.http import QueryDict

from libitum.web.forms.lines import with_one_more


@pytest.mark.parametrize(("sent", "line"), [("3", 3), ("", 0), ("x", 0), ("-1", 0), ("٣", 0), ("9" * 5000, 0)])
def test_a_number_of_lines_that_is_none_counts_as_none(sent: str, line: int) -> None:
    data = QueryDict(mutable=True)
    data["credits-TOTAL_FORMS"] = sent
    assert with_one_more(data, "credits") == line
    assert data["credits-TOTAL_FORMS"] == str(line + 1)
