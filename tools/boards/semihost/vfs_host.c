// A file system over semihosting; see vfs_host.h.
//
// Paths go to the host as they are: a relative one is relative to the folder
// in which the emulator was started. Semihosting cannot make or list folders
// and tells neither owner nor time of a file; os.listdir, os.mkdir and
// os.rmdir raise OSError here.

#include "vfs_host.h"

#include <string.h>

#include "extmod/vfs.h"
#include "host.h"
#include "py/builtin.h"
#include "py/mperrno.h"
#include "py/objstr.h"
#include "py/runtime.h"
#include "py/stream.h"

// --- Files ------------------------------------------------------------------

enum { kStdin = -2, kStdout = -3, kStderr = -4, kClosed = -1 };

// A call costs microseconds, and Python reads lines byte by byte: files that
// are only read have a buffer. The host's file position is `position` plus
// what the buffer still holds.
typedef struct {
  mp_obj_base_t base;
  int handle;
  uint32_t position;
  bool readable;
  bool writable;
  bool buffered;
  bool append;
  uint8_t begin;
  uint8_t end;
  uint8_t buffer[128];
} file_t;

extern const mp_obj_type_t host_text_type, host_bytes_type;

// Standard streams need no buffer: these are shorter.
typedef struct {
  mp_obj_base_t base;
  int handle;
} stream_t;

const stream_t mp_sys_stdin_obj = {{&host_text_type}, kStdin};
const stream_t mp_sys_stdout_obj = {{&host_text_type}, kStdout};
const stream_t mp_sys_stderr_obj = {{&host_text_type}, kStderr};
static const stream_t stdin_buffer = {{&host_bytes_type}, kStdin};
static const stream_t stdout_buffer = {{&host_bytes_type}, kStdout};
static const stream_t stderr_buffer = {{&host_bytes_type}, kStderr};

static void file_print(const mp_print_t *print, mp_obj_t self_in,
                       mp_print_kind_t kind) {
  (void)kind;
  file_t *self = MP_OBJ_TO_PTR(self_in);
  mp_printf(print, "<io.%s %d>", mp_obj_get_type_str(self_in), self->handle);
}

static void check_open(const file_t *self) {
  if (self->handle == kClosed)
    mp_raise_ValueError(MP_ERROR_TEXT("I/O operation on closed file"));
}

static mp_uint_t file_read(mp_obj_t self_in, void *data, mp_uint_t size,
                           int *error) {
  file_t *self = MP_OBJ_TO_PTR(self_in);
  check_open(self);
  if (self->handle == kStdin) return host_stdin_read(data, size);
  if (self->handle < 0 || !self->readable) {
    *error = MP_EBADF;
    return MP_STREAM_ERROR;
  }
  mp_uint_t done = 0;
  if (self->buffered) {
    if (self->begin == self->end && size < sizeof self->buffer) {
      self->begin = 0;
      self->end = host_read(self->handle, self->buffer, sizeof self->buffer);
    }
    done = MIN(size, (mp_uint_t)(self->end - self->begin));
    memcpy(data, self->buffer + self->begin, done);
    self->begin += done;
  }
  if (done == 0 && size >= (self->buffered ? sizeof self->buffer : 1))
    done = host_read(self->handle, data, size);
  self->position += done;
  return done;
}

static mp_uint_t file_write(mp_obj_t self_in, const void *data, mp_uint_t size,
                            int *error) {
  file_t *self = MP_OBJ_TO_PTR(self_in);
  check_open(self);
  if (self->handle == kStdout) {
    host_stdout_write(data, size);
    return size;
  }
  if (self->handle == kStderr) {
    host_stderr_write(data, size);
    return size;
  }
  if (self->handle < 0 || !self->writable) {
    *error = MP_EBADF;
    return MP_STREAM_ERROR;
  }
  if (self->append) {  // which QEMU 7.2 takes for an ordinary write
    self->position = host_length(self->handle);
    host_seek(self->handle, self->position);
  }
  mp_uint_t done = host_write(self->handle, data, size);
  if (done == 0 && size != 0) {
    *error = MP_EIO;
    return MP_STREAM_ERROR;
  }
  self->position += done;
  return done;
}

static mp_uint_t file_seek(file_t *self, struct mp_stream_seek_t *seek,
                           int *error) {
  mp_off_t target = seek->offset;
  if (seek->whence == MP_SEEK_CUR) target += self->position;
  if (seek->whence == MP_SEEK_END) target += host_length(self->handle);
  if (self->handle < 0 || target < 0) {
    *error = self->handle < 0 ? MP_ESPIPE : MP_EINVAL;
    return MP_STREAM_ERROR;
  }
  if ((uint32_t)target != self->position) {
    self->begin = self->end = 0;
    if (host_seek(self->handle, target) < 0) {
      *error = host_errno();
      return MP_STREAM_ERROR;
    }
    self->position = target;
  }
  seek->offset = target;
  return 0;
}

static mp_uint_t file_ioctl(mp_obj_t self_in, mp_uint_t request,
                            uintptr_t argument, int *error) {
  file_t *self = MP_OBJ_TO_PTR(self_in);
  if (request == MP_STREAM_CLOSE) {
    if (self->handle >= 0) {
      host_close(self->handle);
      self->handle = kClosed;
    }
    return 0;
  }
  check_open(self);
  switch (request) {
    case MP_STREAM_FLUSH:
      host_stdout_flush();
      return 0;
    case MP_STREAM_SEEK:
      return file_seek(self, (struct mp_stream_seek_t *)argument, error);
    case MP_STREAM_GET_BUFFER_SIZE:
      return 240;  // for import
    default:
      *error = MP_EINVAL;
      return MP_STREAM_ERROR;
  }
}

static void text_attr(mp_obj_t self, qstr name, mp_obj_t *result) {
  if (result[0] != MP_OBJ_NULL) return;  // read-only
  if (name == MP_QSTR_buffer) {
    const stream_t *stream = MP_OBJ_TO_PTR(self);
    const stream_t *buffer = stream->handle == kStdin    ? &stdin_buffer
                             : stream->handle == kStdout ? &stdout_buffer
                             : stream->handle == kStderr ? &stderr_buffer
                                                         : NULL;
    if (buffer) {
      result[0] = MP_OBJ_FROM_PTR(buffer);
      return;
    }
  }
  result[1] = MP_OBJ_SENTINEL;  // look in the locals
}

static const mp_rom_map_elem_t file_locals_table[] = {
    {MP_ROM_QSTR(MP_QSTR_read), MP_ROM_PTR(&mp_stream_read_obj)},
    {MP_ROM_QSTR(MP_QSTR_readinto), MP_ROM_PTR(&mp_stream_readinto_obj)},
    {MP_ROM_QSTR(MP_QSTR_readline),
     MP_ROM_PTR(&mp_stream_unbuffered_readline_obj)},
    {MP_ROM_QSTR(MP_QSTR_readlines),
     MP_ROM_PTR(&mp_stream_unbuffered_readlines_obj)},
    {MP_ROM_QSTR(MP_QSTR_write), MP_ROM_PTR(&mp_stream_write_obj)},
    {MP_ROM_QSTR(MP_QSTR_seek), MP_ROM_PTR(&mp_stream_seek_obj)},
    {MP_ROM_QSTR(MP_QSTR_tell), MP_ROM_PTR(&mp_stream_tell_obj)},
    {MP_ROM_QSTR(MP_QSTR_flush), MP_ROM_PTR(&mp_stream_flush_obj)},
    {MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&mp_stream_close_obj)},
    {MP_ROM_QSTR(MP_QSTR___del__), MP_ROM_PTR(&mp_stream_close_obj)},
    {MP_ROM_QSTR(MP_QSTR___enter__), MP_ROM_PTR(&mp_identity_obj)},
    {MP_ROM_QSTR(MP_QSTR___exit__), MP_ROM_PTR(&mp_stream___exit___obj)},
};
static MP_DEFINE_CONST_DICT(file_locals, file_locals_table);

static const mp_stream_p_t text_protocol = {.read = file_read,
                                            .write = file_write,
                                            .ioctl = file_ioctl,
                                            .is_text = true};
static const mp_stream_p_t bytes_protocol = {
    .read = file_read, .write = file_write, .ioctl = file_ioctl};

MP_DEFINE_CONST_OBJ_TYPE(host_text_type, MP_QSTR_TextIOWrapper,
                         MP_TYPE_FLAG_ITER_IS_STREAM, print, file_print, attr,
                         text_attr, protocol, &text_protocol, locals_dict,
                         &file_locals);

MP_DEFINE_CONST_OBJ_TYPE(host_bytes_type, MP_QSTR_FileIO,
                         MP_TYPE_FLAG_ITER_IS_STREAM, print, file_print,
                         protocol, &bytes_protocol, locals_dict, &file_locals);

// --- Folders ----------------------------------------------------------------

enum { kNothing, kFile, kFolder };

// The host opens a folder for reading, too; but only in a folder is there ".".
static int kind_of(const char *path, int *size) {
  char with_dot[MICROPY_ALLOC_PATH_MAX + 4];
  size_t length = strlen(path);
  if (length > MICROPY_ALLOC_PATH_MAX) return kNothing;
  memcpy(with_dot, path, length);
  strcpy(with_dot + length, length ? "/." : ".");
  int handle = host_open(with_dot, kHostRead);
  int kind = kFolder;
  if (handle < 0) {
    handle = host_open(path, kHostRead);
    if (handle < 0) return kNothing;
    kind = kFile;
  }
  if (size) *size = kind == kFile ? host_length(handle) : 0;
  host_close(handle);
  return kind;
}

static mp_obj_t vfs_open(mp_obj_t self, mp_obj_t path_in, mp_obj_t mode_in) {
  (void)self;
  const char *path = mp_obj_str_get_str(path_in);
  const mp_obj_type_t *type = &host_text_type;
  int mode = kHostRead;
  bool plus = false, fresh = false;
  for (const char *c = mp_obj_str_get_str(mode_in); *c; c++) {
    switch (*c) {
      case 'r':
        mode = kHostRead;
        break;
      case 'w':
        mode = kHostWrite;
        break;
      case 'a':
        mode = kHostAppend;
        break;
      case 'x':
        mode = kHostWrite;
        fresh = true;
        break;
      case '+':
        plus = true;
        break;
      case 'b':
        type = &host_bytes_type;
        break;
      case 't':
        type = &host_text_type;
        break;
    }
  }
  int kind = kind_of(path, NULL);
  if (kind == kFolder) mp_raise_OSError(MP_EISDIR);
  if (fresh && kind != kNothing) mp_raise_OSError(MP_EEXIST);

  file_t *file = mp_obj_malloc_with_finaliser(file_t, type);
  file->handle = kClosed;
  file->position = 0;
  file->begin = file->end = 0;
  file->readable = mode == kHostRead || plus;
  file->writable = mode != kHostRead || plus;
  file->buffered = !file->writable;
  file->append = mode == kHostAppend;
  int handle = host_open(path, plus ? mode + 2 : mode);
  if (handle < 0) mp_raise_OSError(host_errno());
  file->handle = handle;
  return MP_OBJ_FROM_PTR(file);
}
static MP_DEFINE_CONST_FUN_OBJ_3(vfs_open_obj, vfs_open);

static mp_obj_t vfs_stat(mp_obj_t self, mp_obj_t path) {
  (void)self;
  int size;
  int kind = kind_of(mp_obj_str_get_str(path), &size);
  if (kind == kNothing) mp_raise_OSError(MP_ENOENT);
  mp_obj_tuple_t *result = MP_OBJ_TO_PTR(mp_obj_new_tuple(10, NULL));
  for (int i = 0; i < 10; i++) result->items[i] = MP_OBJ_NEW_SMALL_INT(0);
  result->items[0] =
      MP_OBJ_NEW_SMALL_INT(kind == kFolder ? MP_S_IFDIR : MP_S_IFREG);
  result->items[6] = mp_obj_new_int(size);
  return MP_OBJ_FROM_PTR(result);
}
static MP_DEFINE_CONST_FUN_OBJ_2(vfs_stat_obj, vfs_stat);

static mp_obj_t vfs_remove(mp_obj_t self, mp_obj_t path) {
  (void)self;
  if (host_remove(mp_obj_str_get_str(path)) != 0)
    mp_raise_OSError(host_errno());
  return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(vfs_remove_obj, vfs_remove);

static mp_obj_t vfs_rename(mp_obj_t self, mp_obj_t from, mp_obj_t to) {
  (void)self;
  if (host_rename(mp_obj_str_get_str(from), mp_obj_str_get_str(to)) != 0)
    mp_raise_OSError(host_errno());
  return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_3(vfs_rename_obj, vfs_rename);

// What semihosting has not got.
static mp_obj_t vfs_unsupported(mp_obj_t self, mp_obj_t path) {
  (void)self, (void)path;
  mp_raise_OSError(MP_EOPNOTSUPP);
}
static MP_DEFINE_CONST_FUN_OBJ_2(vfs_unsupported_obj, vfs_unsupported);

static mp_obj_t vfs_mount(mp_obj_t self, mp_obj_t readonly, mp_obj_t mkfs) {
  (void)self, (void)readonly, (void)mkfs;
  return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_3(vfs_mount_obj, vfs_mount);

static mp_obj_t vfs_umount(mp_obj_t self) {
  (void)self;
  return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(vfs_umount_obj, vfs_umount);

static mp_obj_t vfs_getcwd(mp_obj_t self) {
  (void)self;
  return mp_obj_new_str_via_qstr(".", 1);
}
static MP_DEFINE_CONST_FUN_OBJ_1(vfs_getcwd_obj, vfs_getcwd);

static mp_import_stat_t vfs_import_stat(void *self, const char *path) {
  (void)self;
  switch (kind_of(path, NULL)) {
    case kFile:
      return MP_IMPORT_STAT_FILE;
    case kFolder:
      return MP_IMPORT_STAT_DIR;
    default:
      return MP_IMPORT_STAT_NO_EXIST;
  }
}

static const mp_rom_map_elem_t vfs_locals_table[] = {
    {MP_ROM_QSTR(MP_QSTR_open), MP_ROM_PTR(&vfs_open_obj)},
    {MP_ROM_QSTR(MP_QSTR_stat), MP_ROM_PTR(&vfs_stat_obj)},
    {MP_ROM_QSTR(MP_QSTR_remove), MP_ROM_PTR(&vfs_remove_obj)},
    {MP_ROM_QSTR(MP_QSTR_rename), MP_ROM_PTR(&vfs_rename_obj)},
    {MP_ROM_QSTR(MP_QSTR_chdir), MP_ROM_PTR(&vfs_unsupported_obj)},
    {MP_ROM_QSTR(MP_QSTR_ilistdir), MP_ROM_PTR(&vfs_unsupported_obj)},
    {MP_ROM_QSTR(MP_QSTR_mkdir), MP_ROM_PTR(&vfs_unsupported_obj)},
    {MP_ROM_QSTR(MP_QSTR_rmdir), MP_ROM_PTR(&vfs_unsupported_obj)},
    {MP_ROM_QSTR(MP_QSTR_getcwd), MP_ROM_PTR(&vfs_getcwd_obj)},
    {MP_ROM_QSTR(MP_QSTR_mount), MP_ROM_PTR(&vfs_mount_obj)},
    {MP_ROM_QSTR(MP_QSTR_umount), MP_ROM_PTR(&vfs_umount_obj)},
};
static MP_DEFINE_CONST_DICT(vfs_locals, vfs_locals_table);

static const mp_vfs_proto_t vfs_protocol = {.import_stat = vfs_import_stat};

static MP_DEFINE_CONST_OBJ_TYPE(vfs_host_type, MP_QSTR_VfsHost,
                                MP_TYPE_FLAG_NONE, protocol, &vfs_protocol,
                                locals_dict, &vfs_locals);

static const mp_obj_base_t vfs_host = {&vfs_host_type};

void vfs_host_mount(void) {
  mp_obj_t arguments[2] = {MP_OBJ_FROM_PTR(&vfs_host),
                           MP_OBJ_NEW_QSTR(MP_QSTR__slash_)};
  mp_vfs_mount(2, arguments, (mp_map_t *)&mp_const_empty_map);
  // The root is the last one: before it may be ROMFS.
  mp_vfs_mount_t *root = MP_STATE_VM(vfs_mount_table);
  while (root->next) root = root->next;
  MP_STATE_VM(vfs_cur) = root;
}
