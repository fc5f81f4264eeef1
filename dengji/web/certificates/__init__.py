"""证书: the desk at which certificates are issued, kept, printed and put right, by bodies and by offices."""
