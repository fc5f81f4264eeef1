"""What everybody has, at whichever desk (消息、联系方式): messages, how one is reached, the way to a case."""
