"""The mouth: what the outbox owes is drawn, sent, updated and looked for here, and nowhere else."""
