"""公开日志: the append-only log of what happened to certificates, a Merkle tree that everybody can check.

Hashing and proofs after RFC 9162, tiles and signed notes after C2SP tlog-tiles and tlog-checkpoint. An entry holds no
personal data and no certificate's number: who holds the face of a certificate finds its entry, nobody else does.
"""
