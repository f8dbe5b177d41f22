"""Cases: the list, the page of one case, and every form that belongs to them."""
