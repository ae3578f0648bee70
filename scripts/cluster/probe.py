"""Asks one address once: `probe.py URL [CA]`. Ends with 0 when the answer is 200 or 204, and holds the words of a third
argument where there is one."""
import ssl
import sys
import urllib.request

url, ca, words = (sys.argv[1:] + ["", ""])[:3]
context = ssl.create_default_context(cafile=ca) if ca else None
try:
    with urllib.request.urlopen(url, timeout=2, context=context) as answer:
        sys.exit(0 if answer.status in (200, 204) and words in answer.read(10_000).decode() else 1)
except (OSError, ValueError):
    sys.exit(1)
