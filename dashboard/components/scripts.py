"""The components' scripts: ES modules that lie beside the Python, served as files and named by what is in them."""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

FOLDER = Path(__file__).parent
DIGEST_LETTERS = 16
_IMPORT = re.compile(rb'^(?:import|export|\}) .*?from "(\.[^"]+)";$|^import "(\.[^"]+)";$', re.MULTILINE)


@dataclass(frozen=True)
class Scripts:
    """``files``: path below this folder → text. ``digest``: another one wherever a text is another."""

    files: dict[str, bytes]
    digest: str

    @property
    def address(self) -> str:
        """Where they are served, below the app's own address. An edited script is at another address, so each may be kept for good."""
        return f"/scripts-{self.digest}"

    def needed_by(self, path: str) -> list[str]:
        """The script itself and all that it imports, and so on: what a browser has to fetch."""
        found = [path]
        for each in found:
            imports = (first or second for first, second in _IMPORT.findall(self.files[each]))
            places = (posixpath.normpath(PurePosixPath(each).parent / name.decode()) for name in imports)
            found += [place for place in dict.fromkeys(places) if place not in found]
        return found

    @property
    def entries(self) -> list[str]:
        """The scripts that are components; the others are imported by them."""
        return [path for path in self.files if (FOLDER / path).with_suffix(".py").exists()]


@cache
def scripts() -> Scripts:
    """Read once: what the pages are told is what is served."""
    paths = sorted(FOLDER.rglob("*.js"))
    files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in paths}
    content = hashlib.sha256()
    for path, text in files.items():
        content.update(f"{path} {len(text)} ".encode() + text)
    return Scripts(files, content.hexdigest()[:DIGEST_LETTERS])
