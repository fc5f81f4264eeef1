"""Reports carried by hand (文件报送): sheets taken out for the national platform, and its answers put back.

For places that the network does not let in. What is written into which column is data (columns.py).
"""
