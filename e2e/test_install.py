"""A wheel holds the whole house: installed elsewhere it starts, and shows its pages, styles and words."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 60


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made as everybody makes one, but with the builder that is here, so that nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
        + ["--no-index", "--no-build-isolation", "--wheel-dir", folder, ROOT],
        check=True,
        cwd=folder,
    )
    [made] = folder.glob("kring-*.whl")
    return made


def test_the_wheel_holds_every_file_of_the_house(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "kring"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    with ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    # What another room deletes or adds while this runs is not the wheel's fault.
    wanted = {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}
    assert wanted - packed == set() and len(wanted) > 300
    kinds = {Path(name).suffix for name in packed}
    assert {".html", ".yaml", ".css", ".js", ".woff2", ".ttf", ".typ", ".svg"} <= kinds


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel. What Kring needs is borrowed from here, so that nothing is fetched."""
    place = tmp_path_factory.mktemp("elsewhere") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    [packages] = place.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", place / "bin" / "python", "install", "--quiet", "--no-deps"]
        + ["--no-index", "--ignore-installed", "--disable-pip-version-check", wheel],
        check=True,
    )
    return place


def test_the_installed_house_is_not_this_folder(installed: Path, tmp_path: Path) -> None:
    found = subprocess.run(
        [installed / "bin" / "python", "-c", "import kring; print(kring.__file__)"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert Path(found.stdout.strip()).is_relative_to(installed)


@pytest.fixture
def served(installed: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """`kring serve` for a new school: its address, and what it printed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = tmp_path / "said"
    surroundings = {
        "PATH": os.environ["PATH"],
        "KRING_DATA": str(tmp_path / "data"),
        "KRING_HOST": "127.0.0.1",
        "PORT": str(port),
    }
    with said.open("w") as output:
        server = subprocess.Popen(
            [installed / "bin" / "kring", "serve"],
            cwd=tmp_path,
            env=surroundings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server, said)
            yield f"http://127.0.0.1:{port}", said
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(url: str, server: subprocess.Popen[bytes], said: Path) -> None:
    """Until the server answers. Fails with what it said."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, said.read_text()
        try:
            with urlopen(url) as answer:
                assert answer.read() == b"ok"
                return
        except URLError:
            time.sleep(0.2)
    raise AssertionError(f"no answer within {PATIENCE} s: {said.read_text()}")


def test_it_serves_the_first_page_with_its_styles(served: tuple[str, Path]) -> None:
    address, said = served
    with urlopen(f"{address}/") as answer:
        page = answer.read().decode()
    assert 'lang="nl"' in page
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert any(asset.endswith(".css") for asset in assets)
    for asset in assets:
        with urlopen(address + asset) as answer:
            assert answer.status == 200 and answer.read(), asset
    link = re.search(r"Open this link to begin: (http\S+)", said.read_text())
    assert link, said.read_text()
    with urlopen(re.sub(r"^https?://[^/]+", address, link[1])) as answer:
        assert answer.status == 200 and b"<form" in answer.read()
