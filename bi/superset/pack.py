"""Pack the bundle as Superset imports it, with the address of this machine's warehouse.

Belongs here: from the files of `bundle/` to one archive. Not here: importing it (`start.sh`).
"""

import sys
import zipfile
from pathlib import Path
from urllib.parse import quote

BUNDLE = Path(__file__).with_name("bundle")
PLACEHOLDER = "'@URI@'"
LOCKED_DOWN = "access_mode=read_only&enable_external_access=false&lock_configuration=true"


def pack(warehouse: Path, archive: Path) -> None:
    """Write the archive; every file of it lies in one folder, as Superset wants."""
    uri = f"duckdb:///{quote(str(warehouse))}?{LOCKED_DOWN}"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(BUNDLE.rglob("*.yaml")):
            text = file.read_text(encoding="utf-8").replace(PLACEHOLDER, uri)
            packed.writestr(f"spotlight/{file.relative_to(BUNDLE).as_posix()}", text)


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
