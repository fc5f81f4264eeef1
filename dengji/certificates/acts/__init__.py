"""Acts on certificates (证书办理): released, issued, put right, withdrawn."""
