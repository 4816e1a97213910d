// The values of layout.def. Not a part of the runtime: the build reads them
// (cmake/export_layout.cc).
#include "../rt.h"

#ifndef RT_DATA_APART
#define RT_DATA_APART 0
#endif

const uint32_t rt_layout[] = {
#define RT_OFFSET(name, type, field) offsetof(type, field),
#define RT_SIZE(name, type) sizeof(type),
#define RT_NUMBER(name, value) (value),
#include "layout.def"
};
