"""Superset for one machine: 127.0.0.1 only, everything it keeps in one folder.

Belongs here: what Superset reads when it starts. Not here: what it shows (`bundle/`).
"""

import os
from pathlib import Path

HOME = Path(os.environ["SUPERSET_HOME"])

SECRET_KEY = (HOME / "secret_key").read_text(encoding="utf-8")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}"
WTF_CSRF_ENABLED = True
SESSION_COOKIE_SAMESITE = "Strict"
# An answer is of the release that is current when it is asked for.
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
# A page may ask this server only: without this the browser reports each visit to Superset's makers.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "connect-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "object-src": "'none'",
        "script-src": ["'self'", "'strict-dynamic'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "worker-src": ["'self'", "blob:"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,  # 127.0.0.1 has none
    "session_cookie_secure": False,
}
