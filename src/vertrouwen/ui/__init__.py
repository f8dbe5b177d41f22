"""The windows: what the adviser sees and does (PySide6 widgets)."""
