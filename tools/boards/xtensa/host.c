// The computer on which the emulator runs, through system calls of Linux; see
// ../semihost/host.h. In QEMU's user mode the board is a program.

#include "host.h"

#include <string.h>

#include "linux.h"

// argc and argv, as Linux puts them on the stack; set by cpu.c.
const uint32_t *linux_arguments;

static int last_error;

// The result, or -1.
static long call(int number, uintptr_t a, uintptr_t b, uintptr_t c) {
  long result = linux_call(number, a, b, c, 0);
  if (result >= 0 || result < -4095) return result;
  last_error = -result;
  return -1;
}

int host_open(const char *path, int mode) {
  enum { kWrite = 1, kReadWrite = 2, kCreate = 0100, kTruncate = 01000 };
  int flags = 0;
  switch (mode) {
    case kHostReadPlus:
      flags = kReadWrite;
      break;
    case kHostWrite:
      flags = kWrite | kCreate | kTruncate;
      break;
    case kHostWritePlus:
      flags = kReadWrite | kCreate | kTruncate;
      break;
    case kHostAppend:  // vfs_host.c goes to the end itself
      flags = kWrite | kCreate;
      break;
    case kHostAppendPlus:
      flags = kReadWrite | kCreate;
      break;
  }
  return call(kLinuxOpen, (uintptr_t)path, flags, 0666);
}

int host_close(int handle) { return call(kLinuxClose, handle, 0, 0); }

size_t host_read(int handle, void *data, size_t size) {
  long done = call(kLinuxRead, handle, (uintptr_t)data, size);
  return done < 0 ? 0 : done;
}

size_t host_write(int handle, const void *data, size_t size) {
  const char *from = data;
  size_t left = size;
  while (left > 0) {
    long done = call(kLinuxWrite, handle, (uintptr_t)from, left);
    if (done <= 0) break;
    from += done;
    left -= done;
  }
  return size - left;
}

int host_seek(int handle, size_t offset) {
  return call(kLinuxSeek, handle, offset, 0) < 0 ? -1 : 0;
}

int host_length(int handle) {
  long position = call(kLinuxSeek, handle, 0, 1);
  long length = call(kLinuxSeek, handle, 0, 2);
  call(kLinuxSeek, handle, position, 0);
  return length;
}

int host_remove(const char *path) {
  return call(kLinuxUnlink, (uintptr_t)path, 0, 0);
}

int host_rename(const char *from, const char *to) {
  return call(kLinuxRename, (uintptr_t)from, (uintptr_t)to, 0);
}

int host_errno(void) { return last_error; }

// Escapes the arguments as main.c expects them.
int host_command_line(char *text, size_t size) {
  char *end = text + size - 4;
  for (uint32_t i = 1; i < linux_arguments[0]; i++) {
    const char *from = (const char *)linux_arguments[1 + i];
    if (text < end && i > 1) *text++ = ' ';
    if (text < end && !*from) *text++ = '%';
    for (; *from && text < end; from++) {
      if (*from == '%' || *from == ' ' || *from == '\n') {
        *text++ = '%';
        *text++ = "0123456789abcdef"[*from >> 4];
        *text++ = "0123456789abcdef"[*from & 15];
      } else {
        *text++ = *from;
      }
    }
  }
  *text = 0;
  return text < end ? 0 : -1;
}

static void read_clock(int clock, uint32_t time[2]) {
  call(kLinuxClock, clock, (uintptr_t)time, 0);
}

uint64_t host_nanoseconds(void) {
  uint32_t time[2] = {0, 0};
  read_clock(1, time);  // monotonic
  return time[0] * 1000000000ull + time[1];
}

uint32_t host_seconds(void) {
  uint32_t time[2] = {0, 0};
  read_clock(0, time);  // real time
  return time[0];
}

_Noreturn void host_exit(int status) {
  host_stdout_flush();
  for (;;) call(kLinuxExit, status, 0, 0);
}

// --- Standard streams -------------------------------------------------------

static char pending[512];
static unsigned pending_size;

void host_open_streams(void) {}

size_t host_stdin_read(void *data, size_t size) {
  host_stdout_flush();
  return host_read(0, data, size);
}

void host_stdout_flush(void) {
  // Also called after a fault, when the memory may hold anything.
  if (pending_size > 0 && pending_size <= sizeof pending)
    host_write(1, pending, pending_size);
  pending_size = 0;
}

void host_stdout_write(const void *data, size_t size) {
  if (size > sizeof pending - pending_size) host_stdout_flush();
  if (size > sizeof pending) {
    host_write(1, data, size);
    return;
  }
  memcpy(pending + pending_size, data, size);
  pending_size += size;
  if (memchr(data, '\n', size)) host_stdout_flush();
}

void host_stderr_write(const void *data, size_t size) {
  host_stdout_flush();
  host_write(2, data, size);
}
