"""Canonical addresses: the same page by another spelling is the same document."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from ...store.errors import FetchError

TRACKERS: Final = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|ref|ref_src|source|cmpid|spm)$", re.I)
PORTS: Final = {"http": 80, "https": 443}
SECRET: Final = re.compile(
    r"(?i)(?<=[?&;])([\w.-]*(?:api[_-]?key|token|auth|key|password|passwd|pwd|secret|sig|signature|credential|session)[\w.-]*=)[^&;#\s]+"
)


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


def address_of(url: str) -> str | None:
    """Return the canonical form of a web address, None for what is none (another scheme, a broken host or port)."""
    try:
        found = canonical(url)
        return found if urlsplit(found).scheme in PORTS and urlsplit(found).hostname else None
    except ValueError:
        return None


def checked(url: str) -> str:
    """Return ``url`` as it is; raises FetchError where it is no web address."""
    if address_of(url) is None:
        raise FetchError(f"{redacted(url)}: is no web address; check its scheme, host and port")
    return url


def redacted(url: str) -> str:
    """Return ``url`` fit to print: no user, password or secret in the query, no control characters."""
    return redacted_text("".join(c for c in url if c.isprintable() and not c.isspace()))[:300]


def redacted_text(text: str) -> str:
    """Return ``text`` with the secrets of the addresses in it struck out."""
    return SECRET.sub(r"\1***", re.sub(r"(?<=://)[^/?#\s]*@", "", text))
