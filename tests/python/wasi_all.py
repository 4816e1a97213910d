# All functions of WASI preview 1 are there. What is no file is EBADF, what is
# outside of the memory EFAULT; sockets and links are not supported.
#: app.wat
#| (module
#|   (import "wasi_snapshot_preview1" "args_get"
#|     (func $args_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "args_sizes_get"
#|     (func $args_sizes_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "environ_get"
#|     (func $environ_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "environ_sizes_get"
#|     (func $environ_sizes_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "clock_res_get"
#|     (func $clock_res_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "clock_time_get"
#|     (func $clock_time_get (param i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_advise"
#|     (func $fd_advise (param i32 i64 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_allocate"
#|     (func $fd_allocate (param i32 i64 i64) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_close"
#|     (func $fd_close (param i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_datasync"
#|     (func $fd_datasync (param i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_fdstat_get"
#|     (func $fd_fdstat_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_fdstat_set_flags"
#|     (func $fd_fdstat_set_flags (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_fdstat_set_rights"
#|     (func $fd_fdstat_set_rights (param i32 i64 i64) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_filestat_get"
#|     (func $fd_filestat_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_filestat_set_size"
#|     (func $fd_filestat_set_size (param i32 i64) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_filestat_set_times"
#|     (func $fd_filestat_set_times (param i32 i64 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_pread"
#|     (func $fd_pread (param i32 i32 i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_prestat_get"
#|     (func $fd_prestat_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_prestat_dir_name"
#|     (func $fd_prestat_dir_name (param i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_pwrite"
#|     (func $fd_pwrite (param i32 i32 i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_read"
#|     (func $fd_read (param i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_readdir"
#|     (func $fd_readdir (param i32 i32 i32 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_renumber"
#|     (func $fd_renumber (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_seek"
#|     (func $fd_seek (param i32 i64 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_sync"
#|     (func $fd_sync (param i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_tell"
#|     (func $fd_tell (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "fd_write"
#|     (func $fd_write (param i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_create_directory"
#|     (func $path_create_directory (param i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_filestat_get"
#|     (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_filestat_set_times"
#|     (func $path_filestat_set_times (param i32 i32 i32 i32 i64 i64 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_link"
#|     (func $path_link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_open"
#|     (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_readlink"
#|     (func $path_readlink (param i32 i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_remove_directory"
#|     (func $path_remove_directory (param i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_rename"
#|     (func $path_rename (param i32 i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_symlink"
#|     (func $path_symlink (param i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "path_unlink_file"
#|     (func $path_unlink_file (param i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "poll_oneoff"
#|     (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "proc_raise"
#|     (func $proc_raise (param i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "random_get"
#|     (func $random_get (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "sched_yield"
#|     (func $sched_yield (result i32)))
#|   (import "wasi_snapshot_preview1" "sock_accept"
#|     (func $sock_accept (param i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "sock_recv"
#|     (func $sock_recv (param i32 i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "sock_send"
#|     (func $sock_send (param i32 i32 i32 i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "sock_shutdown"
#|     (func $sock_shutdown (param i32 i32) (result i32)))
#|   (import "wasi_snapshot_preview1" "proc_exit"
#|     (func $proc_exit (param i32)))
#|   (memory (export "memory") 1)
#|   (export "args_get" (func $args_get))
#|   (export "args_sizes_get" (func $args_sizes_get))
#|   (export "environ_get" (func $environ_get))
#|   (export "environ_sizes_get" (func $environ_sizes_get))
#|   (export "clock_res_get" (func $clock_res_get))
#|   (export "clock_time_get" (func $clock_time_get))
#|   (export "fd_advise" (func $fd_advise))
#|   (export "fd_allocate" (func $fd_allocate))
#|   (export "fd_close" (func $fd_close))
#|   (export "fd_datasync" (func $fd_datasync))
#|   (export "fd_fdstat_get" (func $fd_fdstat_get))
#|   (export "fd_fdstat_set_flags" (func $fd_fdstat_set_flags))
#|   (export "fd_fdstat_set_rights" (func $fd_fdstat_set_rights))
#|   (export "fd_filestat_get" (func $fd_filestat_get))
#|   (export "fd_filestat_set_size" (func $fd_filestat_set_size))
#|   (export "fd_filestat_set_times" (func $fd_filestat_set_times))
#|   (export "fd_pread" (func $fd_pread))
#|   (export "fd_prestat_get" (func $fd_prestat_get))
#|   (export "fd_prestat_dir_name" (func $fd_prestat_dir_name))
#|   (export "fd_pwrite" (func $fd_pwrite))
#|   (export "fd_read" (func $fd_read))
#|   (export "fd_readdir" (func $fd_readdir))
#|   (export "fd_renumber" (func $fd_renumber))
#|   (export "fd_seek" (func $fd_seek))
#|   (export "fd_sync" (func $fd_sync))
#|   (export "fd_tell" (func $fd_tell))
#|   (export "fd_write" (func $fd_write))
#|   (export "path_create_directory" (func $path_create_directory))
#|   (export "path_filestat_get" (func $path_filestat_get))
#|   (export "path_filestat_set_times" (func $path_filestat_set_times))
#|   (export "path_link" (func $path_link))
#|   (export "path_open" (func $path_open))
#|   (export "path_readlink" (func $path_readlink))
#|   (export "path_remove_directory" (func $path_remove_directory))
#|   (export "path_rename" (func $path_rename))
#|   (export "path_symlink" (func $path_symlink))
#|   (export "path_unlink_file" (func $path_unlink_file))
#|   (export "poll_oneoff" (func $poll_oneoff))
#|   (export "proc_raise" (func $proc_raise))
#|   (export "random_get" (func $random_get))
#|   (export "sched_yield" (func $sched_yield))
#|   (export "sock_accept" (func $sock_accept))
#|   (export "sock_recv" (func $sock_recv))
#|   (export "sock_send" (func $sock_send))
#|   (export "sock_shutdown" (func $sock_shutdown))
#|   (export "proc_exit" (func $proc_exit)))
#: needs 200k
from check import equal, fails
import app

EBADF, EFAULT, EINVAL, ENOTSOCK, ENOTSUP, ENOSYS = 8, 21, 28, 57, 58, 52
OUTSIDE = 0x10000

app.memory[0:8] = b"\x10\0\0\0\1\0\0\0"  # one buffer: address 16, 1 byte
for name, args in (
    ("fd_advise", (0, 0, 0)),
    ("fd_allocate", (0, 1)),
    ("fd_close", ()),
    ("fd_datasync", ()),
    ("fd_fdstat_get", (64,)),
    ("fd_fdstat_set_flags", (0,)),
    ("fd_fdstat_set_rights", (0, 0)),
    ("fd_filestat_get", (64,)),
    ("fd_filestat_set_size", (0,)),
    ("fd_filestat_set_times", (0, 0, 0)),
    ("fd_pread", (0, 1, 0, 64)),
    ("fd_prestat_get", (64,)),
    ("fd_prestat_dir_name", (64, 1)),
    ("fd_pwrite", (0, 1, 0, 64)),
    ("fd_read", (0, 1, 64)),
    ("fd_readdir", (64, 100, 0, 32)),
    ("fd_renumber", (1,)),
    ("fd_seek", (0, 0, 64)),
    ("fd_sync", ()),
    ("fd_tell", (64,)),
    ("fd_write", (0, 1, 64)),
    ("path_create_directory", (16, 1)),
    ("path_filestat_get", (0, 16, 1, 64)),
    ("path_filestat_set_times", (0, 16, 1, 0, 0, 0)),
    ("path_link", (0, 16, 1, 99, 16, 1)),
    ("path_open", (0, 16, 1, 0, 0, 0, 0, 64)),
    ("path_readlink", (16, 1, 64, 1, 32)),
    ("path_remove_directory", (16, 1)),
    ("path_rename", (16, 1, 99, 16, 1)),
    ("path_unlink_file", (16, 1)),
    ("sock_accept", (0, 64)),
    ("sock_recv", (0, 1, 0, 64, 68)),
    ("sock_send", (0, 1, 0, 64)),
    ("sock_shutdown", (0,)),
):
    got = getattr(app, name)(99, *args)
    assert got == EBADF, (name, got)

for name, args in (
    ("args_sizes_get", (OUTSIDE, 0)),
    ("args_sizes_get", (0, OUTSIDE - 3)),
    ("environ_sizes_get", (OUTSIDE, 0)),
    ("clock_res_get", (0, OUTSIDE - 7)),
    ("clock_time_get", (0, 0, OUTSIDE - 7)),
    ("fd_fdstat_get", (1, OUTSIDE - 23)),
    ("fd_filestat_get", (1, OUTSIDE - 63)),
    ("fd_prestat_get", (3, OUTSIDE - 7)),
    ("fd_prestat_dir_name", (3, OUTSIDE, 1)),
    ("fd_write", (1, OUTSIDE - 7, 1, 64)),
    ("fd_write", (1, -8, 1, 64)),
    ("path_open", (3, 0, OUTSIDE - 1, 2, 0, 0, 0, 0, 64)),
    ("path_open", (3, 0, -1, 1, 0, 0, 0, 0, 64)),
    ("poll_oneoff", (OUTSIDE - 47, 0, 1, 64)),
    ("random_get", (OUTSIDE, 1)),
    ("random_get", (0, -1)),
):
    got = getattr(app, name)(*args)
    assert got == EFAULT, (name, got)
app.memory[8:16] = b"\xff\xff\0\0\2\0\0\0"  # a buffer that is half outside
equal(app.fd_write(1, 8, 1, 64), EFAULT)
equal(app.fd_read(0, 8, 1, 64), EFAULT)

equal(app.fd_advise(1, 0, 0, 0), 0)
equal(app.fd_allocate(1, 0, 1), ENOTSUP)
equal(app.fd_filestat_set_size(1, 0), ENOTSUP)
equal(app.path_link(3, 0, 16, 1, 3, 17, 1), ENOTSUP)
equal(app.path_symlink(16, 1, 3, 17, 1), ENOTSUP)
equal(app.sock_accept(1, 0, 64), ENOTSOCK)
equal(app.sock_send(1, 0, 1, 0, 64), ENOTSOCK)
equal(app.clock_time_get(4, 0, 64), EINVAL)
equal(app.clock_res_get(4, 64), EINVAL)
equal(app.poll_oneoff(0, 0, 0, 64), EINVAL)
equal(app.sched_yield(), 0)
for clock in range(4):
    equal(app.clock_res_get(clock, 64), 0)

# No command: no arguments, no environment, but nothing else is different.
app.memory[64:72] = b"x" * 8
equal(app.args_sizes_get(64, 68), 0)
equal(bytes(app.memory[64:72]), bytes(8))
equal(app.environ_sizes_get(64, 68), 0)
equal(app.args_get(OUTSIDE, OUTSIDE), 0)
equal(fails(SystemExit, app.proc_exit, 0).args, (0,))
equal(fails(SystemExit, app.proc_exit, -1).args, (0xFFFFFFFF,))
equal(fails(SystemExit, app.proc_raise, 6).args, (134,))
