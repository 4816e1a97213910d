// The computer on which the emulator runs, through semihosting.
//
// ARM and RISC-V share the interface: a special breakpoint with the number of
// an operation and the address of its arguments.
// https://github.com/ARM-software/abi-aa/blob/main/semihosting/semihosting.rst
#ifndef BOARD_HOST_H
#define BOARD_HOST_H

#include <stddef.h>
#include <stdint.h>

// As fopen's "rb", "r+b" and so on; QEMU wants the binary ones for bytes.
enum {
  kHostRead = 1,
  kHostReadPlus = 3,
  kHostWrite = 5,
  kHostWritePlus = 7,
  kHostAppend = 9,
  kHostAppendPlus = 11,
};

int host_open(const char *path, int mode);  // a handle, or -1
int host_close(int handle);
size_t host_read(int handle, void *data, size_t size);         // bytes read
size_t host_write(int handle, const void *data, size_t size);  // bytes written
int host_seek(int handle, size_t offset);
int host_length(int handle);
int host_remove(const char *path);
int host_rename(const char *from, const char *to);
int host_errno(void);
int host_command_line(char *text, size_t size);
uint64_t host_nanoseconds(void);
uint32_t host_seconds(void);
_Noreturn void host_exit(int status);

// Standard streams. Output is kept until the end of a line.
void host_open_streams(void);
size_t host_stdin_read(void *data, size_t size);
void host_stdout_write(const void *data, size_t size);
void host_stdout_flush(void);
void host_stderr_write(const void *data, size_t size);

#endif
