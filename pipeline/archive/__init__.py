"""The archive: stage, publish, seal, verify, and what earlier seals say."""
