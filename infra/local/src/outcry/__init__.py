"""The command-line tool: runs the stack on this machine and looks after it."""
