"""What an office signs and sends: circular, annual assessment, a sheet per unit, a sheet per leader.

    layout, parts ──► templates (made here, replaceable) ─┐
    dossier ──► gather ──► facts as text ─────────────────┴─► render ──► keep what people wrote ──► files

``sheets``: facts of one unit or leader; ``deliver``: all documents of a run in a folder; ``pdf`` beside them.
"""
