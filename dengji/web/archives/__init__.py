"""档案: the desk at which bodies keep and destroy what a batch left, and their authorities watch over it."""
