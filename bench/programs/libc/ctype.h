// See string.h. Included by heatshrink, of no use without its logs.
