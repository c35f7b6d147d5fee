"""The web page and the JSON API: a request comes in, a page or JSON goes out.

    request ─► guards ─► params ─► KnowledgeBase ─┬─► results · documents ─► view_models ─► templates
                                                  └─► api ─► JSON

Pages work without JavaScript and without cookies, and load nothing from other servers.
How to serve them: docs/web.md, docs/deployment.md.
"""

from __future__ import annotations

from kb.extras import require_extra

__all__: list[str] = []

require_extra("web")
