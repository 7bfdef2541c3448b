"""Put the packed bundle into this machine's Superset, in place of what an earlier version put there.

Belongs here: the import. Not here: packing (`pack.py`), starting (`start.sh`).
"""

import sys
import zipfile

from flask import g
from superset.app import create_app


def load(archive: str) -> None:
    """Import database, datasets, charts and dashboard as the user `admin`."""
    with create_app().app_context():
        from superset import security_manager
        from superset.commands.importers.v1.assets import ImportAssetsCommand
        from superset.commands.importers.v1.utils import get_contents_from_bundle

        g.user = security_manager.find_user(username="admin")
        with zipfile.ZipFile(archive) as bundle:
            contents = get_contents_from_bundle(bundle)
        # As a mere dashboard, which people import by hand, it would leave datasets and charts of an earlier version.
        contents["metadata.yaml"] = contents["metadata.yaml"].replace("type: Dashboard", "type: assets")
        ImportAssetsCommand(contents).run()


if __name__ == "__main__":
    load(sys.argv[1])
