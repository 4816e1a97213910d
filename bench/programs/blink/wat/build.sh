#!/bin/sh
# Copies blink.wat to the current folder.
set -eu
cp "$(dirname "$0")/blink.wat" .
