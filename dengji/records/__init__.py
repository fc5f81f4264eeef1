"""The files handed in (材料): what they are, who may read them, how long they are kept."""
