// What programs of Csmith with floats use of the C library.
#pragma once

#define fabsf __builtin_fabsf
#define fabs __builtin_fabs
