# A file system in the machine's PSRAM, which no reset clears and nothing else
# uses. QEMU starts with zeros there: no file system yet.
import sys
import uctypes
import vfs


class RamDisk:
    SIZE = 512
    COUNT = 1024
    data = uctypes.bytearray_at(0x21000000, SIZE * COUNT)

    def readblocks(self, n, buf, offset=0):
        start = n * self.SIZE + offset
        buf[:] = memoryview(self.data)[start : start + len(buf)]

    def writeblocks(self, n, buf, offset=0):
        start = n * self.SIZE + offset
        self.data[start : start + len(buf)] = buf

    def ioctl(self, op, arg):
        if op == 4:
            return self.COUNT
        if op == 5:
            return self.SIZE
        return 0


disk = RamDisk()
try:
    vfs.mount(vfs.VfsLfs2(disk), "/")
except OSError:
    vfs.VfsLfs2.mkfs(disk)
    vfs.mount(vfs.VfsLfs2(disk), "/")
sys.path.append("/lib")
