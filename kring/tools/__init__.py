"""The folder listing is the register: a folder with a `tool.py` is a tool."""

from importlib import import_module
from pathlib import Path
from traceback import extract_tb

from kring.kit.tool import BrokenTool, Tool
from kring.kit.words import BrokenWords

HERE = Path(__file__).parent
KEYS = sorted(place.parent.name for place in HERE.glob("*/tool.py"))


def load(key: str) -> Tool:
    """The tool in this folder. Raises BrokenTool, and BrokenWords for a file of its content."""
    try:
        tool = import_module(f"kring.tools.{key}.tool").TOOL
    except BrokenWords:
        raise
    except Exception as error:
        raise BrokenTool(explained(key, error)) from error
    if not isinstance(tool, Tool) or tool.key != key:
        raise BrokenTool(f"{HERE / key / 'tool.py'}, line 1: TOOL must be a Tool with key='{key}'.")
    return tool


def explained(key: str, error: Exception) -> str:
    """File, line and remedy of an error that came up while a tool was being read."""
    if isinstance(error, SyntaxError):
        place, line = error.filename or "", error.lineno or 1
    else:
        frames = [one for one in extract_tb(error.__traceback__) if one.filename.startswith(str(HERE / key))]
        place, line = (
            (frames[-1].filename, frames[-1].lineno or 1) if frames else (str(HERE / key / "tool.py"), 1)
        )
    return f"{place}, line {line}: {error}. Repair it, or take the folder {HERE / key} away."


TOOLS: dict[str, Tool] = {key: load(key) for key in KEYS}
