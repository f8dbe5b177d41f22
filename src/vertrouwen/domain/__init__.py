"""What a confidential adviser's practice is, and its rules; knows no clock, file or screen."""
