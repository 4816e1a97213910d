// Semihosting calls; see host.h.

#include "host.h"

#include <string.h>

enum {
  kSysOpen = 0x01,
  kSysClose = 0x02,
  kSysWrite = 0x05,
  kSysRead = 0x06,
  kSysSeek = 0x0a,
  kSysFlen = 0x0c,
  kSysRemove = 0x0e,
  kSysRename = 0x0f,
  kSysTime = 0x11,
  kSysErrno = 0x13,
  kSysGetCmdline = 0x15,
  kSysExitExtended = 0x20,
  kSysElapsed = 0x30,
};

static int call(int operation, const void *arguments) {
#if defined(__riscv)
  register int a0 __asm__("a0") = operation;
  register const void *a1 __asm__("a1") = arguments;
  // The three instructions must be of full size and on one page.
  __asm__ volatile(".option push\n"
                   ".option norvc\n"
                   ".balign 16\n"
                   "slli zero, zero, 0x1f\n"
                   "ebreak\n"
                   "srai zero, zero, 7\n"
                   ".option pop\n"
                   : "+r"(a0)
                   : "r"(a1)
                   : "memory");
  return a0;
#else
  register int r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = arguments;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
#endif
}

static int call3(int operation, uint32_t a, uint32_t b, uint32_t c) {
  uint32_t arguments[3] = {a, b, c};
  return call(operation, arguments);
}

int host_open(const char *path, int mode) {
  return call3(kSysOpen, (uint32_t)path, mode, strlen(path));
}

int host_close(int handle) { return call3(kSysClose, handle, 0, 0); }

// Both calls give the number of bytes that are left; more means an error.
size_t host_read(int handle, void *data, size_t size) {
  size_t left = call3(kSysRead, handle, (uint32_t)data, size);
  return left > size ? 0 : size - left;
}

size_t host_write(int handle, const void *data, size_t size) {
  size_t left = call3(kSysWrite, handle, (uint32_t)data, size);
  return left > size ? 0 : size - left;
}

int host_seek(int handle, size_t offset) {
  return call3(kSysSeek, handle, offset, 0);
}

int host_length(int handle) { return call3(kSysFlen, handle, 0, 0); }

int host_remove(const char *path) {
  return call3(kSysRemove, (uint32_t)path, strlen(path), 0);
}

int host_rename(const char *from, const char *to) {
  uint32_t arguments[4] = {(uint32_t)from, strlen(from), (uint32_t)to,
                           strlen(to)};
  return call(kSysRename, arguments);
}

int host_errno(void) { return call(kSysErrno, NULL); }

int host_command_line(char *text, size_t size) {
  return call3(kSysGetCmdline, (uint32_t)text, size, 0);
}

// QEMU counts in nanoseconds.
uint64_t host_nanoseconds(void) {
  uint32_t words[2] = {0, 0};
  call(kSysElapsed, words);
  return (uint64_t)words[1] << 32 | words[0];
}

uint32_t host_seconds(void) { return call(kSysTime, NULL); }

_Noreturn void host_exit(int status) {
  host_stdout_flush();
  uint32_t arguments[2] = {0x20026, status};  // "application exit"
  for (;;) call(kSysExitExtended, arguments);
}

// --- Standard streams -------------------------------------------------------

static int stdin_handle = -1;
static int stdout_handle = -1;
static int stderr_handle = -1;
static char pending[512];
static unsigned pending_size;

void host_open_streams(void) {
  // Standard input is not QEMU's own, whose end a guest would never see. It
  // may not be there at all; then reading finds the end at once.
  stdin_handle = host_open("/dev/fd/3", kHostRead);
  stdout_handle = host_open(":tt", kHostWrite);
  stderr_handle = host_open(":tt", kHostAppend);
}

size_t host_stdin_read(void *data, size_t size) {
  host_stdout_flush();
  return stdin_handle < 0 ? 0 : host_read(stdin_handle, data, size);
}

void host_stdout_flush(void) {
  // Also called after a fault, when the memory may hold anything.
  if (pending_size > 0 && pending_size <= sizeof pending)
    host_write(stdout_handle, pending, pending_size);
  pending_size = 0;
}

void host_stdout_write(const void *data, size_t size) {
  if (size > sizeof pending - pending_size) host_stdout_flush();
  if (size > sizeof pending) {
    host_write(stdout_handle, data, size);
    return;
  }
  memcpy(pending + pending_size, data, size);
  pending_size += size;
  if (memchr(data, '\n', size)) host_stdout_flush();
}

void host_stderr_write(const void *data, size_t size) {
  host_stdout_flush();
  host_write(stderr_handle, data, size);
}
