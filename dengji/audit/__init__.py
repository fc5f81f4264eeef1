"""The trail (留痕): every act on a case, filing or notice, append-only and chained by hash."""
