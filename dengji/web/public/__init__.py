"""The public's desk (公众服务): directory, publicity, policy library, and the door to the other desks."""
