"""A small library, written for these tests and indexed for real."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from kb.indexing import Report, update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load

BARABARA = """\
---
kichwa: Wakala wa Barabara za Mfano
taasisi: Wakala wa Barabara
tarehe: 2012-04-01
---

Wakala huu hujenga barabara za mfano.

# Sisi ni nani?

Sisi ni taasisi ya umma, na mlango wetu uko wazi kwa kila mwananchi.

# Dira

Kuwa na barabara bora zinazofika kila kijiji.

# Misingi Mikuu

## Uadilifu

Tunatimiza ahadi zetu kwa wananchi.

## Ubunifu

Tunatafuta njia mpya na sahihi za kujenga.

# Uongozi

Mkurugenzi Mkuu huteuliwa na Rais. Bodi ya ushauri inamshauri mkurugenzi kuhusu bajeti,
na wajumbe wa bodi wanateuliwa na waziri.
"""
MAJI = """\
---
kichwa: Wakala wa Maji Visiwani
taasisi: Wakala wa Maji Zanzibar
tarehe: 2019
---

# Dhima

Kusambaza maji safi katika visiwa vyote, bila ubaguzi.

# Muundo

Wakurugenzi wa idara wanaripoti kwa mkurugenzi mtendaji.

## Ofisi ya Pemba

Ofisi ya Pemba inasimamia visima na ng'ombe wanaonyweshwa hapo.
"""
ROADS = """\
---
title: Road works manual
institution: Wakala wa Barabara
language: en
date: 2021
---

# Vision

Good roads for every village.
"""
PAGES = {"barabara.md": BARABARA, "zanzibar/maji.md": MAJI, "barabara/manual.md": ROADS}


class Library:
    """A corpus and its index in a folder of their own."""

    def __init__(self, folder: Path, settings: Mapping[str, int]) -> None:
        self.corpus, self.index = folder / "corpus", folder / "index"
        self.settings = load(dict(settings), environ={})
        self.corpus.mkdir()

    def write(self, name: str, text: str) -> None:
        """Write a document, as if an hour ago: far enough back for its time to tell it apart."""
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        past = time.time_ns() - 3_600_000_000_000
        os.utime(path, ns=(past, past))

    def update(self) -> Report:
        """Bring the index up to date."""
        return update(self.corpus, self.index, self.settings)

    def open(self) -> KnowledgeBase:
        """Open it for questions."""
        return KnowledgeBase.open(self.index, self.settings)
