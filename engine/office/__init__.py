"""An office's folder month after month: what it goes by, what it holds, what others fill in for it."""
