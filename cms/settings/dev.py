"""One's own machine: what `make run` and `make dev` use. Keys are made once in var/."""

import secrets

from cms.settings.base import *  # noqa: F403  settings are layered by star import
from cms.settings.base import ALLOWED_HOSTS, LINK_KEYS, SECRET_KEY, VAR_DIR


def _kept_key(name: str) -> str:
    """The key in var/<name>, made on first use and readable by its owner alone."""
    path = VAR_DIR / name
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = SECRET_KEY or _kept_key("secret-key")
LINK_KEYS = LINK_KEYS or [_kept_key("link-keys")]
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
