"""证书批量核对: the page at which bodies and authorities check many certificates by one sheet."""
