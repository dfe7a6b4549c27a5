"""The folder listing is the register: a folder with a `tool.py` is a tool."""

from importlib import import_module
from pathlib import Path

from kring.kit.tool import Tool

HERE = Path(__file__).parent
KEYS = sorted(place.parent.name for place in HERE.glob("*/tool.py"))
TOOLS: dict[str, Tool] = {key: import_module(f"kring.tools.{key}.tool").TOOL for key in KEYS}
