from xml.etree import ElementTree

import pytest
import segno

from kring.engine.reports.qr import QUIET_ZONE, qr_svg

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_obeys_a_strict_content_policy():
    root = ElementTree.fromstring(qr_svg("https://kring.example/mee/abc?x=1&y=<2>"))
    assert root.find(f"{SVG}title").text == "https://kring.example/mee/abc?x=1&y=<2>"
    assert set(root.attrib) == {"viewBox", "role", "shape-rendering"}
    assert not [node for node in root.iter() if "style" in node.attrib or node.tag == f"{SVG}style"]


def test_there_is_a_quiet_zone():
    url = "https://kring.example/mee/abc"
    root = ElementTree.fromstring(qr_svg(url))
    modules = segno.make(url, error="m", micro=False).symbol_size(border=0)[0]
    assert root.attrib["viewBox"] == f"0 0 {modules + 2 * QUIET_ZONE} {modules + 2 * QUIET_ZONE}"


def test_an_address_that_cannot_be_scanned_is_refused():
    with pytest.raises(segno.DataOverflowError):
        qr_svg("x" * 5_000)
