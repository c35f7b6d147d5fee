"""The web page and the JSON API: a request comes in, a page made from kb's records goes out.

    request ─► guards ─► asked ─► kb.search ─► results · document ─► contexts ─► templates
                                       └────────► api ─► JSON

Pages work without JavaScript, without cookies and without anything from other
servers. How to serve them: docs/web.md.
"""

from __future__ import annotations

__all__: list[str] = []
