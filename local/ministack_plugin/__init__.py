"""MiniStack's plug-in: what the local AWS endpoint adds to MiniStack, and repairs in it."""
