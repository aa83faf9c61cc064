"""From a database to a file that an import can read: read-only, only declared columns, from a watermark on."""
