"""How far a replay is, in words: steps done of how many, how fast, how much longer."""

from __future__ import annotations

from kaohe.reports.words import Lang, say


def replay_text(done: int, whole: int | None, seconds: float, lang: Lang) -> str:
    """``12 / 27 steps, 44%, 2.1 a second, about 7 s left``.

    ``seconds`` have passed since the first step began. The rate is told once there is one, and what is
    left when it is known how many steps there are.
    """
    of = f" / {whole:,}" if whole is not None else ""
    parts = [say("progress.steps", lang, done=f"{done:,}{of}")]
    if whole:
        parts.append(f"{done / whole:.0%}")
    if done and seconds > 0:
        parts.append(say("progress.rate", lang, rate=_short(done / seconds)))
        if whole:
            parts.append(say("progress.left", lang, time=_time((whole - done) * seconds / done, lang)))
    return say("progress.joint", lang).join(parts)


def _short(rate: float) -> str:
    """Two places that matter: ``0.25``, ``2.1``, ``1,204``."""
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"


def seconds_text(seconds: float, lang: Lang) -> str:
    """How long something has lasted: ``7 s``."""
    return _time(seconds, lang)


def _time(seconds: float, lang: Lang) -> str:
    """``7 s``, ``3 min``."""
    if seconds < 90:
        return say("progress.seconds", lang, count=round(seconds))
    return say("progress.minutes", lang, count=round(seconds / 60))
