"""An index moves from one engine to another with a setting; each generation keeps its own."""

from __future__ import annotations

from kb.admin.history import history, roll_back
from kb.admin.remove import plan_removal, remove
from kb.engines.registry import ENGINES
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings, load
from kb.store import Store
