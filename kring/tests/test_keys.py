"""Keys: made once, also when two processes start at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from kring import keys


def test_all_who_start_together_read_the_same_key(tmp_path: Path) -> None:
    start = Barrier(8)

    def read(number: int) -> str:
        start.wait()
        return keys.kept(tmp_path, "secret", f"key {number}")

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(read, range(8)))
    assert len(found) == 1 and "" not in found
    assert (tmp_path / "keys" / "secret").stat().st_mode & 0o077 == 0


def test_an_empty_key_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "PATIENCE", 2)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret").touch()
    with pytest.raises(OSError, match="is empty"):
        keys.kept(tmp_path, "secret", "another")
