from datetime import date

import pytest

from kring.engine.reports.names import file_name

DAY = date(2025, 10, 14)


@pytest.mark.parametrize(
    ("community", "activity", "kind", "expected"),
    [
        ("Managementteam DO", "Kleuren", "verslag", "kring_managementteam-do_2025-10-14_kleuren_verslag.pdf"),
        (
            "Sectie Frans & Käthe Müller",
            "Zorgen!",
            "ruwe data",
            "kring_sectie-frans-kathe-muller_2025-10-14_zorgen_ruwe-data.pdf",
        ),
        ("Straße Ærø Łódź", "A_b", "x", "kring_strasse-aero-lodz_2025-10-14_a-b_x.pdf"),
        ("", "", "verslag", "kring_2025-10-14_verslag.pdf"),
        ("مدرسة", "😀", "verslag", "kring_2025-10-14_verslag.pdf"),
        ("../../etc/passwd", "a\\b:c*?", 'q"<>|', "kring_etcpasswd_2025-10-14_abc_q.pdf"),
    ],
)
def test_names_of_files(community, activity, kind, expected):
    assert file_name(community, DAY, activity, kind, ".PDF") == expected


def test_a_name_is_never_too_long():
    assert len(file_name("x" * 900, DAY, "y " * 900, "z" * 900, "xlsx")) < 160
