"""监督管理: what authorities do to watch over bodies once they are filed.

Campaigns of random checks (双随机、一公开): bodies and inspectors are drawn by a seed whose hash is published before
the draw, so that anybody can do the draw again afterwards.

Complaints and reports (举报投诉): from anybody, with or without a name; looked into by one officer, who alone may know
who wrote; answered to whoever holds the receipt and its code.
"""
