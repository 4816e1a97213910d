#include "wasi.h"

RT_WASI_FUNCTION(random_get) {
  uint32_t size = (uint32_t)slots[1];
  rt_random(rt_fun(instance), rt_wasi_span(instance, (uint32_t)slots[0], size),
            size);
}
