# A file system in RAM, for boards without folders: {path: bytearray, or None
# for a folder}.
import errno


class RamFile:
    def __init__(self, data, mode):
        self.data = data
        self.at = 0
        self.append = "a" in mode
        self.writes = "w" in mode or "+" in mode or self.append

    def readinto(self, buffer):
        part = self.data[self.at : self.at + len(buffer)]
        buffer[: len(part)] = part
        self.at += len(part)
        return len(part)

    def write(self, data):
        if not self.writes:
            raise OSError(errno.EBADF)
        if self.append:
            self.at = len(self.data)
        self.data[self.at : self.at + len(data)] = data
        self.at += len(data)
        return len(data)

    def seek(self, offset, whence=0):
        at = offset + (0, self.at, len(self.data))[whence]
        if at < 0:
            raise OSError(errno.EINVAL)
        self.at = at
        return at

    def flush(self):
        pass

    def close(self):
        self.data = None


class RamFS:
    def __init__(self):
        self.files = {"/": None}

    def mount(self, readonly, mkfs):
        pass

    def find(self, path, parent=False):
        if path[:1] != "/":
            path = "/" + path
        if parent:
            self.look(path.rsplit("/", 1)[0] or "/", True)
        return path

    def look(self, path, is_folder=None):
        if path not in self.files:
            raise OSError(errno.ENOENT)
        if is_folder is not None and is_folder != (self.files[path] is None):
            raise OSError(errno.ENOTDIR if is_folder else errno.EISDIR)

    def open(self, path, mode):
        path = self.find(path, True)
        if path in self.files:
            self.look(path, False)
        if "w" in mode or ("a" in mode and path not in self.files):
            self.files[path] = bytearray()
        self.look(path)
        return RamFile(self.files[path], mode)

    def stat(self, path):
        path = self.find(path)
        self.look(path)
        data = self.files[path]
        mode = 0x4000 if data is None else 0x8000
        return (mode, 0, 0, 0, 0, 0, len(data or ""), 0, 0, 0)

    def inside(self, path):
        start = path if path == "/" else path + "/"
        for name in list(self.files):
            if name != path and name.startswith(start):
                if "/" not in name[len(start) :]:
                    yield name, name[len(start) :]

    def ilistdir(self, path):
        path = self.find(path)
        self.look(path, True)
        for path, name in self.inside(path):
            yield name, 0x4000 if self.files[path] is None else 0x8000, 0

    def mkdir(self, path):
        path = self.find(path, True)
        if path in self.files:
            raise OSError(errno.EEXIST)
        self.files[path] = None

    def remove(self, path):
        path = self.find(path)
        self.look(path)
        del self.files[path]

    def rmdir(self, path):
        path = self.find(path)
        self.look(path)
        for _ in self.inside(path):
            raise OSError(39)  # ENOTEMPTY, which errno has not
        del self.files[path]

    def rename(self, old, new):
        old = self.find(old)
        self.look(old)
        new = self.find(new, True)
        self.files[new] = self.files.pop(old)
