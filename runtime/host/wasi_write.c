#include "wasi.h"

void rt_wasi_fd_write(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = instance->module->fun_table;
  uint32_t fd = (uint32_t)slots[0];
  uint32_t iovs = (uint32_t)slots[1];
  uint32_t n = (uint32_t)slots[2];
  uint8_t *result = rt_span(instance, (uint32_t)slots[3], 4);
  if (!result) {
    slots[0] = kWasiFault;
    return;
  }
  if (fd != 1 && fd != 2) {
    slots[0] = kWasiBadf;
    return;
  }
  mp_obj_t stream =
      rt_get(fun, rt_import_named(fun, "sys"), fd == 1 ? "stdout" : "stderr");
  uint32_t total = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint8_t *iov = rt_span(instance, iovs + 8 * i, 8);
    if (!iov) {
      slots[0] = kWasiFault;
      return;
    }
    uint32_t size = rt_get32(iov + 4);
    uint8_t *data = rt_span(instance, rt_get32(iov), size);
    if (!data) {
      slots[0] = kWasiFault;
      return;
    }
    mp_obj_t bytes = fun->obj_new_bytes(data, size);
    rt_call_named(fun, stream, "write", 1, &bytes);
    total += size;
  }
  rt_put32(result, total);
  slots[0] = kWasiSuccess;
}
