// One file: written, read, searched, appended to.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void report(const char *what, long long result) {
  if (result < 0)
    printf("%s: %s\n", what, strerror(errno));
  else
    printf("%s: %lld\n", what, result);
}

int main(void) {
  char line[64];
  FILE *file = fopen("data.txt", "r");
  printf("before: %s\n", file ? "there" : strerror(errno));
  file = fopen("data.txt", "w");
  for (int i = 0; i < 500; i++) fprintf(file, "line %d\n", i);
  report("written", ftell(file));
  report("closed", fclose(file));

  file = fopen("data.txt", "a");
  fputs("more\n", file);
  fclose(file);

  file = fopen("./nowhere/../data.txt", "r+");
  fseek(file, 7 * 10, SEEK_SET);
  printf("read: %s", fgets(line, sizeof(line), file));
  report("end", (fseek(file, 0, SEEK_END), ftell(file)));
  fseek(file, -5, SEEK_END);
  report("the last", (long long)fread(line, 1, sizeof(line), file));
  printf("%.4s, end of file: %d\n", line, feof(file) != 0);
  rewind(file);
  fputs("LINE", file);
  fclose(file);

  int fd = open("data.txt", O_RDWR);
  report("pread", pread(fd, line, 7, 7));
  report("pwrite", pwrite(fd, line, 6, 0));
  report("place", lseek(fd, 0, SEEK_CUR));
  report("read", read(fd, line, 20));
  fwrite(line, 1, 20, stdout);
  report("before the start", lseek(fd, -1, SEEK_SET));
  struct stat stat;
  report("fstat", fstat(fd, &stat));
  report("size", stat.st_size);
  report("regular", S_ISREG(stat.st_mode));
  report("terminal", isatty(fd) - 1);
  report("closed", close(fd));
  report("closed again", close(fd));
  report("write to closed", write(fd, line, 1));

  report("exclusive", open("data.txt", O_CREAT | O_EXCL | O_WRONLY));
  report("as a folder", open("data.txt", O_RDONLY | O_DIRECTORY));
  report("truncated", open("data.txt", O_TRUNC | O_WRONLY));
  stat.st_size = -1;
  lstat("data.txt", &stat);
  report("size", stat.st_size);
  report("removed", remove("data.txt"));
  report("removed again", remove("data.txt"));
  // Never closed: that is the board's task.
  file = fopen("left.txt", "w");
  fputs("flushed at exit", file);
  return 0;
}
