"""The certificate as a thing one holds (证书载体): its face, its code, its credential, its sheet, its signature.

Nothing here reads or writes the database: what is said comes in, bytes and texts come out.
"""
