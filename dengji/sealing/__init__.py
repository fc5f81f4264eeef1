"""加密封存: keeps personal data unreadable where it lies, and lets equals be found without reading them.

AES-256-GCM under keys that the operator holds; what is looked for by value carries a keyed digest beside it.
"""
