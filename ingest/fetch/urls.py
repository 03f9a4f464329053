"""Canonical addresses: the same page by another spelling is the same document."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

TRACKERS: Final = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|ref|ref_src|source|cmpid|spm)$", re.I)
PORTS: Final = {"http": 80, "https": 443}
SECRET: Final = re.compile(r"(?i)(?<=[?&])((?:api[_-]?key|token|access_token|auth|key|password|secret|sig)=)[^&#]+")


def canonical(url: str) -> str:
    """Return ``url`` lower-cased in scheme and host, without default port, dot segments, fragment and trackers, query sorted."""
    parts = urlsplit(url.strip())
    host = (
        (parts.hostname or "").encode("idna").decode()
        if parts.hostname and not parts.hostname.isascii()
        else (parts.hostname or "")
    )
    port = "" if parts.port in (None, PORTS.get(parts.scheme.lower())) else f":{parts.port}"
    path = posixpath.normpath(parts.path) if parts.path not in ("", "/") else "/"
    path = ("/" + path.lstrip("/")) + ("/" if parts.path.endswith("/") and path != "/" else "")
    query = urlencode(
        sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKERS.match(k))
    )
    return urlunsplit(
        (parts.scheme.lower(), host.lower() + port, quote(unquote(path), safe="/:@!$&'()*+,;=~%"), query, "")
    )


def redacted(url: str) -> str:
    """Return ``url`` fit to print: no user, password or secret in the query, no control characters."""
    clean = re.sub(r"[\x00-\x20\x7f-\x9f]", "", url)
    return SECRET.sub(r"\1***", re.sub(r"(?<=://)[^/@]*@", "", clean))[:300]
