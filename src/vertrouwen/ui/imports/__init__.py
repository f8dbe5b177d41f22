"""The wizard that brings in a spreadsheet registration."""
