// The open files of a program: what it finds at its start, and what can be
// done with the number of a file alone.
#include "wasi.h"

rt_wasi_file *rt_wasi_find(rt_instance *instance, uint32_t fd) {
  rt_wasi_file *file = rt_state(instance)->files;
  while (file && file->fd != fd) file = file->next;
  return file;
}

rt_wasi_file *rt_wasi_add(rt_instance *instance, uint32_t fd) {
  rt_host_state *state = rt_state(instance);
  while (rt_wasi_find(instance, fd)) fd++;
  rt_wasi_file *file = RT_NEW(rt_fun(instance), rt_wasi_file);
  file->fd = fd;
  file->next = state->files;
  state->files = file;
  return file;
}

rt_wasi_file *rt_wasi_file_at(rt_instance *instance, uint32_t fd) {
  rt_host_state *state = rt_state(instance);
  if (!state->has_streams) {
    state->has_streams = 1;
    for (uint32_t i = 0; i < 3; i++)
      rt_wasi_add(instance, i)->stream =
          rt_standard_stream(rt_fun(instance), i);
  }
  rt_wasi_file *file = rt_wasi_find(instance, fd);
  if (!file) rt_wasi_fail(instance, kWasiBadf);
  return file;
}

mp_obj_t rt_wasi_stream(rt_instance *instance, uint32_t fd) {
  rt_wasi_file *file = rt_wasi_file_at(instance, fd);
  if (!file->stream) rt_wasi_fail(instance, kWasiIsdir);
  return file->stream;
}

void rt_wasi_close(rt_instance *instance, rt_wasi_file *file) {
  rt_wasi_file **place = &rt_state(instance)->files;
  while (*place != file) place = &(*place)->next;
  *place = file->next;
  // The standard streams are everybody's.
  if (file->stream && file->path)
    rt_call_qstr(rt_fun(instance), file->stream, MP_QSTR_close, 0, 0);
}

RT_WASI_FUNCTION(fd_close) {
  rt_wasi_close(instance, rt_wasi_file_at(instance, (uint32_t)slots[0]));
}

RT_WASI_FUNCTION(fd_renumber) {
  uint32_t to = (uint32_t)slots[1];
  rt_wasi_file *file = rt_wasi_file_at(instance, (uint32_t)slots[0]);
  rt_wasi_file *old = rt_wasi_file_at(instance, to);
  if (old == file) return;
  rt_wasi_close(instance, old);
  file->fd = to;
}

RT_WASI_FUNCTION(fd_fdstat_get) {
  rt_wasi_file *file = rt_wasi_file_at(instance, (uint32_t)slots[0]);
  uint8_t *to = rt_wasi_span(instance, (uint32_t)slots[1], 24);
  rt_fun(instance)->memset_(to, 0, 24);
  // All 29 rights. What cannot seek and tell is taken for a terminal.
  uint32_t rights = 0x1fffffff;
  to[0] = kWasiRegularFile;
  to[2] = (uint8_t)file->flags;
  if (!file->stream) {
    to[0] = kWasiDirectory;
  } else if (!file->path) {
    to[0] = kWasiCharacterDevice;
    rights &= ~0x24u;
  }
  rt_store32(to + 8, rights);
  rt_store32(to + 16, rights);
}

RT_WASI_FUNCTION(fd_fdstat_set_flags) {
  rt_wasi_file *file = rt_wasi_file_at(instance, (uint32_t)slots[0]);
  // How a file is written was said when it was opened.
  if ((uint32_t)slots[1] != file->flags) rt_wasi_fail(instance, kWasiNotsup);
}

RT_WASI_FUNCTION(nothing) { rt_wasi_file_at(instance, (uint32_t)slots[0]); }

RT_WASI_FUNCTION(unsupported) {
  rt_wasi_file_at(instance, (uint32_t)slots[0]);
  rt_wasi_fail(instance, kWasiNotsup);
}

RT_WASI_FUNCTION(no_socket) {
  rt_wasi_file_at(instance, (uint32_t)slots[0]);
  rt_wasi_fail(instance, kWasiNotsock);
}
