// Reading and writing.
#include "wasi.h"

void rt_wasi_seek(rt_instance *instance, mp_obj_t stream, uint64_t *slots,
                  uint32_t whence) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t seek = rt_get_maybe(fun, stream, "seek");
  if (!seek) rt_wasi_fail(instance, kWasiSpipe);
  // What does not fit would be an OverflowError, and so would the lowest
  // number.
  intptr_t offset = (intptr_t)*slots;
  if ((int64_t)*slots != offset || offset == INTPTR_MIN || whence > 2)
    rt_wasi_fail(instance, kWasiInval);
  mp_obj_t args[2] = {fun->binary_get_val_array('q', slots, 0),
                      mp_small_int((intptr_t)whence)};
  rt_wasi_to_slot(fun, fun->call_function_n_kw(seek, 2, args), slots);
}

// How many bytes of [at, at + size) were read or written.
static uint32_t transfer(rt_instance *instance, rt_wasi_file *file,
                         mp_qstr_t method, uint32_t at, uint32_t size) {
  const mp_fun_table_t *fun = rt_fun(instance);
  uint8_t *data = rt_wasi_span(instance, at, size);
  mp_obj_t stream = file->stream;
  mp_buffer_info_t line;
  // What MicroPython's own streams are given is the memory itself. A stream
  // that is written in Python may keep what it is given: that gets a copy.
  mp_obj_t bytes = MP_OBJ_NULL;
  int is_read = method == MP_QSTR_readinto;
  // So does all of a lean memory, which moves.
  int is_copy = RT_USES(LEAN) || (fun->obj_get_type(stream)->flags &
                                  MP_TYPE_FLAG_INSTANCE_TYPE) != 0;
  if (is_read && !file->path) {
    // `readinto` would wait until all of the buffer is filled.
    method = MP_QSTR_readline;
    bytes = mp_small_int((intptr_t)size);
  } else {
    if (is_copy) {
      uint8_t *copy = rt_new_block(fun, RT_WORDS(size));
      if (!is_read) fun->memmove_(copy, data, size);
      data = copy;
    }
    bytes = fun->obj_new_bytearray_by_ref(size, data);
  }
  // The call may lead to Python, and that to a memory that grows elsewhere.
  void *block = ((rt_memory *)rt_items(instance, RT_KIND_MEMORY)[0])->data;
  mp_obj_t result = rt_call_qstr(fun, stream, method, 1, &bytes);
  RT_KEEP(block);
  if (method == MP_QSTR_readline) {
    if (!fun->get_buffer(result, &line, 1)) rt_wasi_fail(instance, kWasiAgain);
    data = line.buf;
    if (size > line.len) size = (uint32_t)line.len;
  } else if (mp_is_small_int(result)) {
    uint32_t done = (uint32_t)mp_small_int_value(result);
    if (size > done) size = done;
  } else if (is_read) {
    rt_wasi_fail(instance, kWasiAgain);
  }
  // Also if it is there already: the memory may have grown since.
  if (is_read) fun->memmove_(rt_wasi_span(instance, at, size), data, size);
  RT_KEEP(result);
  return size;
}

static void transfer_all(rt_instance *instance, uint64_t *slots,
                         mp_qstr_t method, uint32_t result_at) {
  rt_wasi_file *file = rt_wasi_file_at(instance, (uint32_t)slots[0]);
  rt_wasi_stream(instance, file->fd);
  uint32_t at = (uint32_t)slots[1];
  uint32_t total = 0;
  for (uint32_t n = (uint32_t)slots[2]; n; n--) {
    uint8_t *buffer = rt_wasi_span(instance, at, 8);
    at += 8;
    uint32_t size = rt_load32(buffer + 4);
    if (!size) continue;
    uint32_t done = transfer(instance, file, method, rt_load32(buffer), size);
    total += done;
    if (done != size) break;
  }
  rt_wasi_put32(instance, result_at, total);
}

RT_WASI_FUNCTION(fd_write) {
  transfer_all(instance, slots, MP_QSTR_write, (uint32_t)slots[3]);
}

RT_WASI_FUNCTION(fd_read) {
  transfer_all(instance, slots, MP_QSTR_readinto, (uint32_t)slots[3]);
}

static void transfer_at(rt_instance *instance, uint64_t *slots,
                        mp_qstr_t method) {
  mp_obj_t stream = rt_wasi_stream(instance, (uint32_t)slots[0]);
  uint64_t place = 0;
  rt_wasi_seek(instance, stream, &place, 1);
  rt_wasi_seek(instance, stream, &slots[3], 0);
  transfer_all(instance, slots, method, (uint32_t)slots[4]);
  rt_wasi_seek(instance, stream, &place, 0);
}

RT_WASI_FUNCTION(fd_pread) { transfer_at(instance, slots, MP_QSTR_readinto); }

RT_WASI_FUNCTION(fd_pwrite) { transfer_at(instance, slots, MP_QSTR_write); }

RT_WASI_FUNCTION(fd_seek) {
  uint32_t fd = (uint32_t)slots[0];
  rt_wasi_seek(instance, rt_wasi_stream(instance, fd), &slots[1],
               (uint32_t)slots[2]);
  rt_wasi_put64(instance, (uint32_t)slots[3], slots[1]);
}

// Snapshot 0 counts whence as current place, end, start.
void rt_wasi_unstable_fd_seek(rt_instance *instance, uint64_t *slots) {
  slots[2] = (slots[2] & 0xffffffff) < 3 ? ((uint32_t)slots[2] + 1) % 3 : 3;
  rt_wasi_fd_seek(instance, slots);
}

RT_WASI_FUNCTION(fd_tell) {
  mp_obj_t stream = rt_wasi_stream(instance, (uint32_t)slots[0]);
  uint64_t place = 0;
  rt_wasi_seek(instance, stream, &place, 1);
  rt_wasi_put64(instance, (uint32_t)slots[1], place);
}

RT_WASI_FUNCTION(fd_sync) {
  const mp_fun_table_t *fun = rt_fun(instance);
  rt_wasi_file *file = rt_wasi_file_at(instance, (uint32_t)slots[0]);
  if (file->path && file->stream)
    rt_call_named(fun, file->stream, "flush", 0, 0);
}
