"""Rendering only: cards, ledgers and explanations become things people read. No arithmetic here."""
