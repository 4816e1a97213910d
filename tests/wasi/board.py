# Runs the program in program.mpy on a board.
# usage: board.py ram|FOLDER [ARG...]
import sys
import vfs

import program

folder = sys.argv[1]
if folder == "ram":
    import ramfs

    vfs.mount(ramfs.RamFS(), "/ram")
    folder = "/ram"
program.main(*sys.argv[2:], env={"COLOUR": "blue"}, dirs={"/": folder})
