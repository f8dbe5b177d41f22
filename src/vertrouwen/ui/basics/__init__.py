"""The widgets of which the first window is made.

They are loaded before anything is seen, so what that window does without stays in `widgets`, which
hands these out as well.
"""
