"""Cells of foreign files in their usual form: without blanks around them, without the guards that keep
spreadsheets from taking a number for a number, with full-width letters and digits as usual ones.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_FULL = {chr(one): chr(one - 0xFEE0) for one in range(0xFF01, 0xFF5F) if chr(one - 0xFEE0).isalnum()}
_UNSEEN = dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff")
_TO_USUAL = str.maketrans(_FULL | _UNSEEN)
_GUARDED = re.compile(r"=\"([^\"]*)\"\Z|'(?=\d)")
_ODD = "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u200b-\u200d\u2060\ufeff]|^=\"|^'[0-9]"


def usual_text(text: str) -> str:
    """One cell. ``="0012"`` and ``'0012`` are ``0012``; ``Ａ１`` is ``A1``."""
    plain = text.translate(_TO_USUAL).strip()
    found = _GUARDED.match(plain)
    if found is None:
        return plain
    return (found[1] if found[1] is not None else plain[1:]).strip()


def usual_texts(cells: pa.Array) -> pa.Array:
    """The same for a column; only the odd cells are looked at one by one."""
    trimmed = pc.utf8_trim_whitespace(cells)
    odd = np.asarray(pc.fill_null(pc.match_substring_regex(trimmed, _ODD), False))
    if not odd.any():
        return trimmed
    mended = [usual_text(text) for text in trimmed.filter(pa.array(odd)).to_pylist()]
    return pc.replace_with_mask(trimmed, pa.array(odd), pa.array(mended, pa.string()))
