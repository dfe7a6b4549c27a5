"""Settings stop at the door: a wrong value is refused at start, in one sentence, with the remedy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kring.environment import VARIABLES, WrongSetting, refuse_unknown, table, value

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "for-it.md"

WRONG = {
    "PORT": ["0", "65536", "http", "80 00", "²", "-1", "8000.5"],
    "KRING_HOST": ["kring.school.nl", "1.2.3", "http://127.0.0.1"],
    "KRING_ADDRESS": ["kring.school.nl", "ftp://kring.nl", "https://", "https://kring.nl/pad", "https://a:b"]
    + ["https://kring.nl/?a=b", "https://kring.nl#a", "https://kring school.nl", "https://me:you@kring.nl"],
    "KRING_DATA": ["/proc/kring", "/dev/null"],
    "DATABASE_URL": ["mysql://a/b", "kring.sqlite3", "postgresql://host", "postgresql://host:port/kring"],
    "KRING_MAIL": ["smtp.school.nl", "smtp://", "http://mail", "smtp://mail:post"],
    "KRING_FROM": ["Kring", "<>"],
    "KRING_LANGUAGE": ["NL", "de", "nl,en"],
    "KRING_TIMEZONE": ["Amsterdam", "CEST+1", "../Europe/Amsterdam"],
    "KRING_PROXY": ["true", "1", "ja"],
    "KRING_LIVE": ["off"],
    "KRING_DEMO": ["True"],
    "KRING_DEBUG": ["y"],
    "KRING_SYNCDB": ["0"],
    "KRING_BACKUPS_KEPT": ["0", "none", "1.5"],
}
RIGHT = {
    "KRING_ADDRESS": "https://kring.school.nl:8443/",
    "DATABASE_URL": "postgresql://kring@%2Fvar%2Frun%2Fpostgresql/kring",
    "KRING_MAIL": "smtps://kring%40school:geheim@mail.school.nl:465",
    "KRING_HOST": "::1",
}


def test_every_setting_has_wrong_values_here() -> None:
    assert set(WRONG) == set(VARIABLES)


@pytest.mark.parametrize(("name", "given"), [(name, one) for name, all_ in WRONG.items() for one in all_])
def test_a_wrong_value_is_refused_in_one_sentence(name: str, given: str, monkeypatch) -> None:
    monkeypatch.setenv(name, given)
    with pytest.raises(WrongSetting) as refused:
        value(name)
    sentence = str(refused.value)
    assert sentence.startswith(f"{name} is '{given}'") and sentence.endswith(".") and "\n" not in sentence


@pytest.mark.parametrize(("name", "given"), RIGHT.items())
def test_a_right_value_is_taken(name: str, given: str, monkeypatch) -> None:
    monkeypatch.setenv(name, given)
    assert value(name) == given.rstrip("/")


def test_without_any_setting_all_defaults_hold(monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert value("PORT") == 8000 and value("KRING_DATA") == tmp_path / "kring-data"
    assert [name for name in VARIABLES if value(name) is None] == []


def test_a_misspelt_name_is_refused(monkeypatch) -> None:
    monkeypatch.setenv("KRING_ADRES", "https://kring.school.nl")
    with pytest.raises(WrongSetting, match="KRING_ADRES is no setting of Kring; did you mean KRING_ADDRESS"):
        refuse_unknown()


def test_the_start_says_it_without_a_traceback(tmp_path) -> None:
    surroundings = {"PATH": os.environ["PATH"], "KRING_DATA": str(tmp_path), "KRING_LANGUAGE": "fr"}
    start = subprocess.run(
        [sys.executable, "-m", "kring", "serve"], cwd=ROOT, env=surroundings, capture_output=True, text=True
    )
    assert start.returncode == 1
    assert start.stderr.strip() == "KRING_LANGUAGE is 'fr'; write nl or en."


def test_the_guide_holds_the_table_of_settings() -> None:
    """Copy `python -c "from kring.environment import table; print(table())"` into the guide when this fails."""
    assert table() in GUIDE.read_text(encoding="utf-8")


EXAMPLES = [
    path
    for folder in ("bin", "deploy", "docs", ".")
    for path in sorted((ROOT / folder).glob("*"))
    if path.is_file() and path.suffix in ("", ".md", ".yaml", ".conf", ".service", ".env")
]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_examples_name_settings_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"\bKRING_[A-Z_]*[A-Z]\b", text)) <= set(VARIABLES)
