import os
import sys

from wasm2mpy import tool


def main():
    path = tool()
    os.execv(path, [path, *sys.argv[1:]])


if __name__ == "__main__":
    main()
