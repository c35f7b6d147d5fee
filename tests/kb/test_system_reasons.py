"""What a system refuses is said in the language of the reader."""

from __future__ import annotations

import errno
import os

import pytest

from kb.messages import translate
from kb.system_reasons import system_reason


@pytest.mark.parametrize(
    "code",
    [errno.EACCES, errno.EROFS, errno.EMFILE, errno.ENOSPC, errno.EDQUOT, errno.EADDRINUSE],
    ids=errno.errorcode.get,
)
def test_what_the_system_refuses_is_said_in_swahili(code):
    """The system's words are English: in a Swahili line they are put into Swahili."""
    said = system_reason(OSError(code, os.strerror(code)))
    assert os.strerror(code) in translate(said, "en")
    assert not {*os.strerror(code).lower().split()} & {*translate(said, "sw").lower().split()}
