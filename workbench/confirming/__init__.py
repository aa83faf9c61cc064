"""Data confirmation (数据核对): what a unit is shown before its score stands, and what it answers.

    Dossier ──► drafts (numbered entries: numbers) ──► unit sheets ──► answers ──► events confirmed, disputed
"""
