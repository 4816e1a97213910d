// System calls of Linux, which is what QEMU's user mode offers to a program.
// The numbers are those of Xtensa:
// https://github.com/torvalds/linux/blob/master/arch/xtensa/kernel/syscalls/syscall.tbl
#ifndef BOARD_LINUX_H
#define BOARD_LINUX_H

#include <stdint.h>

enum {
  kLinuxOpen = 8,
  kLinuxClose = 9,
  kLinuxRead = 12,
  kLinuxWrite = 13,
  kLinuxSeek = 15,
  kLinuxRename = 33,
  kLinuxUnlink = 38,
  kLinuxProtect = 82,
  kLinuxExit = 119,
  kLinuxSignalStack = 224,
  kLinuxSignalAction = 226,
  kLinuxClock = 245,
};

// The result, or minus an error number. In call0.s and windowed.s.
long linux_call(int number, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d);

#endif
