"""The places where a chat happens: text in, messages out, nothing else."""
