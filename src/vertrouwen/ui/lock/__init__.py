"""When the program locks by itself, and what others see of it meanwhile."""
