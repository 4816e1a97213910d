// Paths, and what is done with the file at one.
#include "wasi.h"

void rt_wasi_open_folders(rt_instance *instance) {
  const mp_fun_table_t *fun = rt_fun(instance);
  rt_host_state *state = rt_state(instance);
  if (state->has_folders) return;
  state->has_folders = 1;
  if (!state->folders) {
    // An empty path: names in the current folder are passed on as they are,
    // which works on every port.
    rt_wasi_file *file = rt_wasi_add(instance, 3);
    file->name = rt_qstr(fun, MP_QSTR__slash_);
    file->path = rt_qstr(fun, MP_QSTR_);
    return;
  }
  mp_obj_t items = rt_call_qstr(fun, state->folders, MP_QSTR_items, 0, 0);
  items = fun->call_function_n_kw((mp_obj_t)fun->type_list, 1, &items);
  intptr_t n = mp_small_int_value(fun->unary_op(MP_UNARY_OP_LEN, items));
  for (intptr_t i = 0; i < n; i++) {
    mp_obj_t pair[2];
    fun->unpack_sequence(
        fun->obj_subscr(items, mp_small_int(i), MP_OBJ_SENTINEL), 2, pair);
    rt_wasi_file *file = rt_wasi_add(instance, 3);
    file->path = pair[0];  // the last item is the first
    file->name = pair[1];
  }
}

static void list(rt_instance *instance, uint64_t *slots) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t path = (mp_obj_t)(uintptr_t)slots[0];
  mp_obj_t found = rt_call_in(fun, "os\0ilistdir", 1, &path);
  found = fun->call_function_n_kw((mp_obj_t)fun->type_list, 1, &found);
  slots[0] = (uintptr_t)found;
}

mp_obj_t rt_wasi_list(rt_instance *instance, mp_obj_t path) {
  const mp_fun_table_t *fun = rt_fun(instance);
  uint64_t slot = (uintptr_t)path;
  mp_obj_t exception = rt_try(list, instance, &slot);
  if (exception) {
    if (rt_is_a(fun, exception, rt_builtin(fun, MP_QSTR_AttributeError)))
      return MP_OBJ_NULL;
    if (!rt_wasi_is_unicode_error(fun, exception)) fun->raise(exception);
    // Only the unix port's own file system checks names, and only those of str.
    mp_buffer_info_t text = rt_buffer(instance, path);
    slot = (uintptr_t)fun->obj_new_bytes(text.buf, text.len);
    list(instance, &slot);
  }
  return (mp_obj_t)(uintptr_t)slot;
}

// Whether there can be symbolic links. MicroPython has no lstat or readlink, so
// nobody could tell where one leads to.
static int has_links(const mp_fun_table_t *fun) {
  mp_obj_t platform =
      rt_get_maybe(fun, rt_import_named(fun, "sys"), "platform");
  return platform && fun->binary_op(MP_BINARY_OP_EQUAL, platform,
                                    rt_string(fun, "linux")) == fun->const_true;
}

// Fails if that name in a folder is a symbolic link.
static void refuse_link(rt_instance *instance, mp_obj_t folder,
                        const char *name, size_t size) {
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t entries = rt_wasi_list(instance, folder);
  if (!entries) return;  // written in Python: has no links
  intptr_t n = mp_small_int_value(fun->unary_op(MP_UNARY_OP_LEN, entries));
  for (intptr_t i = 0; i < n; i++) {
    mp_obj_t entry = fun->obj_subscr(entries, mp_small_int(i), MP_OBJ_SENTINEL);
    if (rt_wasi_file_type(fun->obj_subscr(
            entry, mp_small_int(1), MP_OBJ_SENTINEL)) != kWasiSymbolicLink)
      continue;
    mp_buffer_info_t found = rt_buffer(
        instance, fun->obj_subscr(entry, mp_small_int(0), MP_OBJ_SENTINEL));
    if (found.len == size && rt_equal_bytes(found.buf, name, size))
      rt_wasi_fail(instance, kWasiNotcapable);
  }
}

mp_obj_t rt_wasi_path(rt_instance *instance, uint32_t fd, uint32_t at,
                      uint32_t size) {
  const mp_fun_table_t *fun = rt_fun(instance);
  rt_wasi_open_folders(instance);
  rt_wasi_file *folder = rt_wasi_file_at(instance, fd);
  if (folder->stream) rt_wasi_fail(instance, kWasiNotdir);
  rt_wasi_span(instance, at, size);
  if (!size) rt_wasi_fail(instance, kWasiNoent);

  // What is in front of `root` cannot be left through "..".
  mp_buffer_info_t prefix = rt_buffer(instance, folder->path);
  size_t root = prefix.len;
  size_t length = root;
  // What the program passed may change while Python runs: behind is a copy.
  char *path = rt_new_block(fun, RT_WORDS(root + 1 + 2 * (size_t)size));
  fun->memmove_(path, prefix.buf, root);
  char *from = path + root + 1 + size;
  fun->memmove_(from, rt_wasi_span(instance, at, size), size);
  fun->obj_new_str(from, size);  // raises UnicodeError, first of all
  if (*from == '/') rt_wasi_fail(instance, kWasiNotcapable);
  const char *end = from + size;
  int checks = has_links(fun);
  while (from < end) {
    const char *name = from;
    RT_PLAIN_LOOP
    while (from < end && *from != '/') {
      if (!*from++) rt_wasi_fail(instance, kWasiInval);
    }
    size_t n = (size_t)(from++ - name);
    if (n == 0 || (n == 1 && *name == '.')) continue;
    if (n == 2 && name[0] == '.' && name[1] == '.') {
      if (length == root) rt_wasi_fail(instance, kWasiNotcapable);
      RT_PLAIN_LOOP
      do {
        length--;
      } while (length > root && path[length] != '/');
      continue;
    }
    if (checks) refuse_link(instance, fun->obj_new_str(path, length), name, n);
    if (length && path[length - 1] != '/') path[length++] = '/';
    fun->memmove_(path + length, name, n);
    length += n;
  }
  return fun->obj_new_str(path, length);
}

uint32_t rt_wasi_file_type(mp_obj_t mode) {
  // The same numbers in os.stat and os.ilistdir, and on every port.
  static const uint8_t types[] = {
      [2] = kWasiCharacterDevice,
      [4] = kWasiDirectory,
      [8] = kWasiRegularFile,
      [10] = kWasiSymbolicLink,
  };
  uintptr_t number = (uintptr_t)mp_small_int_value(mode) >> 12;
  return number < sizeof(types) ? types[number] : kWasiUnknown;
}

mp_obj_t rt_wasi_stat(rt_instance *instance, mp_obj_t path) {
  const mp_fun_table_t *fun = rt_fun(instance);
  if (!fun->obj_is_true(path)) return MP_OBJ_NULL;
  return rt_call_in(fun, "os\0stat", 1, &path);
}

static uint32_t type_of(rt_instance *instance, mp_obj_t path) {
  mp_obj_t stat = rt_wasi_stat(instance, path);
  if (!stat) return kWasiDirectory;
  return rt_wasi_file_type(
      rt_fun(instance)->obj_subscr(stat, mp_small_int(0), MP_OBJ_SENTINEL));
}

// slots[0]: the path's object, then its type.
static void look(rt_instance *instance, uint64_t *slots) {
  slots[0] = type_of(instance, (mp_obj_t)(uintptr_t)slots[0]);
}

RT_WASI_FUNCTION(path_open) {
  enum { kCreate = 1, kDirectory = 2, kExclusive = 4, kTruncate = 8 };
  enum { kRightToRead = 0x2, kRightToWrite = 0x40 };
  const mp_fun_table_t *fun = rt_fun(instance);
  mp_obj_t args[2];
  args[0] = rt_wasi_path(instance, (uint32_t)slots[0], (uint32_t)slots[2],
                         (uint32_t)slots[3]);
  uint32_t how = (uint32_t)slots[4];
  uint32_t rights = (uint32_t)slots[5];
  uint32_t flags = (uint32_t)slots[7] & kWasiAppend;
  uint64_t found = (uintptr_t)args[0];
  mp_obj_t exception = rt_try(look, instance, &found);
  mp_obj_t stream = MP_OBJ_NULL;
  if (exception) {
    if ((how & (kCreate | kDirectory)) != kCreate ||
        rt_wasi_error(instance, exception) != kWasiNoent)
      fun->raise(exception);
    how |= kTruncate;
  } else if ((how & (kCreate | kExclusive)) == (kCreate | kExclusive)) {
    rt_wasi_fail(instance, kWasiExist);
  }
  if (!exception && (uint32_t)found == kWasiDirectory) {
    if (how & (kCreate | kTruncate) ||
        (!(how & kDirectory) && rights & kRightToWrite))
      rt_wasi_fail(instance, kWasiIsdir);
  } else {
    if (how & kDirectory) rt_wasi_fail(instance, kWasiNotdir);
    args[1] = rt_string(fun, flags                    ? "a+b"
                             : how & kTruncate        ? "w+b"
                             : rights & kRightToWrite ? "r+b"
                                                      : "rb");
    stream = fun->call_function_n_kw(rt_builtin(fun, MP_QSTR_open), 2, args);
  }
  rt_wasi_file *file = rt_wasi_add(instance, 3);
  file->stream = stream;
  file->path = args[0];
  file->flags = flags;
  rt_wasi_put32(instance, (uint32_t)slots[8], file->fd);
}

// os.FUNCTION(path), when the path has the type. Not all ports check it.
static void change(rt_instance *instance, uint64_t *slots, const char *function,
                   int is_directory) {
  mp_obj_t path = rt_wasi_path(instance, (uint32_t)slots[0], (uint32_t)slots[1],
                               (uint32_t)slots[2]);
  if (is_directory != (type_of(instance, path) == kWasiDirectory))
    rt_wasi_fail(instance, is_directory ? kWasiNotdir : kWasiIsdir);
  rt_call_in(rt_fun(instance), function, 1, &path);
}

RT_WASI_FUNCTION(path_unlink_file) { change(instance, slots, "os\0remove", 0); }

RT_WASI_FUNCTION(path_remove_directory) {
  change(instance, slots, "os\0rmdir", 1);
}

RT_WASI_FUNCTION(path_create_directory) {
  mp_obj_t path = rt_wasi_path(instance, (uint32_t)slots[0], (uint32_t)slots[1],
                               (uint32_t)slots[2]);
  rt_call_in(rt_fun(instance), "os\0mkdir", 1, &path);
}

RT_WASI_FUNCTION(path_rename) {
  mp_obj_t paths[2];
  paths[0] = rt_wasi_path(instance, (uint32_t)slots[0], (uint32_t)slots[1],
                          (uint32_t)slots[2]);
  paths[1] = rt_wasi_path(instance, (uint32_t)slots[3], (uint32_t)slots[4],
                          (uint32_t)slots[5]);
  rt_call_in(rt_fun(instance), "os\0rename", 2, paths);
}

// No file system of MicroPython has links.
RT_WASI_FUNCTION(path_readlink) {
  type_of(instance, rt_wasi_path(instance, (uint32_t)slots[0],
                                 (uint32_t)slots[1], (uint32_t)slots[2]));
  rt_wasi_fail(instance, kWasiInval);
}

RT_WASI_FUNCTION(path_symlink) {
  (void)slots;
  rt_wasi_fail(instance, kWasiNotsup);
}
