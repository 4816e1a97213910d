// See string.h.
#define assert(condition) ((void)0)
