"""The acts of the day, in the order in which an office lives them. Each signs its people in and out."""
