// What is known about files and folders: the folders of the start, sizes and
// times, names.
#include "wasi.h"

static mp_buffer_info_t preopened(rt_instance *instance, uint64_t *slots) {
  rt_wasi_open_folders(instance);
  rt_wasi_file *file = rt_wasi_file_at(instance, (uint32_t)slots[0]);
  if (!file->name) rt_wasi_fail(instance, kWasiBadf);
  return rt_buffer(instance, file->name);
}

RT_WASI_FUNCTION(fd_prestat_get) {
  mp_buffer_info_t name = preopened(instance, slots);
  rt_wasi_put32(instance, (uint32_t)slots[1], 0);
  rt_wasi_put32(instance, (uint32_t)slots[1] + 4, (uint32_t)name.len);
}

RT_WASI_FUNCTION(fd_prestat_dir_name) {
  mp_buffer_info_t name = preopened(instance, slots);
  uint32_t size = (uint32_t)slots[2];
  uint8_t *to = rt_wasi_span(instance, (uint32_t)slots[1], size);
  if (size < name.len) rt_wasi_fail(instance, kWasiNametoolong);
  rt_fun(instance)->memmove_(to, name.buf, name.len);
}

// `path` null: a standard stream.
static void put_filestat(rt_instance *instance, mp_obj_t path, uint32_t at) {
  const mp_fun_table_t *fun = rt_fun(instance);
  uint64_t stat[8] = {0};
  stat[2] = path ? kWasiDirectory : kWasiCharacterDevice;
  stat[3] = 1;
  mp_obj_t found = path ? rt_wasi_stat(instance, path) : MP_OBJ_NULL;
  if (found) {
    // The last comes first: three times, size, group, user, links, device,
    // inode, mode.
    mp_obj_t items[10];
    fun->unpack_sequence(found, 10, items);
    stat[2] = rt_wasi_file_type(items[9]);
    rt_wasi_to_slot(fun, items[3], &stat[4]);
    for (int i = 0; i < 3; i++)
      rt_wasi_to_slot(fun, rt_wasi_seconds(fun, items[2 - i]), &stat[5 + i]);
  }
  fun->memmove_(rt_wasi_span(instance, at, sizeof(stat)), stat, sizeof(stat));
}

RT_WASI_FUNCTION(path_filestat_get) {
  put_filestat(instance,
               rt_wasi_path(instance, (uint32_t)slots[0], (uint32_t)slots[2],
                            (uint32_t)slots[3]),
               (uint32_t)slots[4]);
}

RT_WASI_FUNCTION(fd_filestat_get) {
  rt_wasi_file *file = rt_wasi_file_at(instance, (uint32_t)slots[0]);
  // What was written counts, though it may not have reached the file system.
  if (file->stream && file->path)
    rt_call_named(rt_fun(instance), file->stream, "flush", 0, 0);
  put_filestat(instance, file->path, (uint32_t)slots[1]);
}

RT_WASI_FUNCTION(fd_readdir) {
  const mp_fun_table_t *fun = rt_fun(instance);
  rt_wasi_file *file = rt_wasi_file_at(instance, (uint32_t)slots[0]);
  if (file->stream) rt_wasi_fail(instance, kWasiNotdir);
  uint32_t at = (uint32_t)slots[1];
  uint32_t size = (uint32_t)slots[2];
  // No entry has a cookie of more than 32 bits: it is behind all of them.
  uint32_t i = slots[3] >> 32 ? UINT32_MAX : (uint32_t)slots[3];
  // All names at once: files may come and go while the program reads on.
  if (!i || !file->entries) file->entries = rt_wasi_list(instance, file->path);
  if (!file->entries) rt_wasi_fail(instance, kWasiNotsup);
  uint32_t n = (uint32_t)mp_small_int_value(
      fun->unary_op(MP_UNARY_OP_LEN, file->entries));
  uint32_t used = 0;
  while (i < n && used < size) {
    mp_obj_t entry = fun->obj_subscr(file->entries, mp_small_int((intptr_t)i),
                                     MP_OBJ_SENTINEL);
    uint32_t type = rt_wasi_file_type(
        fun->obj_subscr(entry, mp_small_int(1), MP_OBJ_SENTINEL));
    mp_obj_t object = fun->obj_subscr(entry, mp_small_int(0), MP_OBJ_SENTINEL);
    mp_buffer_info_t name = rt_buffer(instance, object);
    uint32_t head[6] = {++i, 0, 0, 0, (uint32_t)name.len, type};
    // The last one is cut, which tells the program that there is more.
    const void *parts[2] = {head, name.buf};
    uint32_t sizes[2] = {sizeof(head), (uint32_t)name.len};
    for (int part = 0; part < 2; part++) {
      uint32_t count = size - used;
      if (count > sizes[part]) count = sizes[part];
      fun->memmove_(rt_wasi_span(instance, at + used, count), parts[part],
                    count);
      used += count;
    }
    RT_KEEP(object);
  }
  rt_wasi_put32(instance, (uint32_t)slots[4], used);
}
