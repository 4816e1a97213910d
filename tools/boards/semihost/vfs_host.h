// The host's files as MicroPython's file system.
#ifndef BOARD_VFS_HOST_H
#define BOARD_VFS_HOST_H

// Mounts them at / and makes the host's current folder the current one.
void vfs_host_mount(void);

#endif
