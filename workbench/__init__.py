"""The policy editor's tools: run worked examples, see what an edit changes, make a sample year."""
