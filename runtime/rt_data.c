// The first contents of linear memories.
#include "rt_internal.h"

const uint8_t *rt_data_object(rt_instance *instance) {
  rt_module *module = instance->module;
  mp_buffer_info_t info;
  module->fun_table->get_buffer(module->objects[rt_config.data_object], &info,
                                1);
  return info.buf;
}

void rt_init_data(rt_memory *memory, const uint8_t *image, uintptr_t size) {
  const uint8_t *end = image + size;
  uintptr_t at = 0;
  do {
    at += RT_USES(PLAIN_MEMORY) ? rt_number(&image)
                                : (uintptr_t)rt_long_number(&image);
    uintptr_t count = RT_USES(PLAIN_MEMORY) ? rt_number(&image)
                                            : (uintptr_t)rt_long_number(&image);
    // In bounds: else there would be no image.
    memory->module->fun_table->memmove_(rt_memory_bytes(memory, at, count),
                                        image, count);
    image += count;
    at += count;
  } while (image != end);
}
