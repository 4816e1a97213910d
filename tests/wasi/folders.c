// Folders: made, read, removed; what is refused.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void report(const char *what, int result) {
  printf("%s: %s\n", what, result < 0 ? strerror(errno) : "fine");
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *path) {
  DIR *folder = opendir(path);
  if (!folder) {
    report(path, -1);
    return;
  }
  char *names[300];
  int n = 0;
  struct dirent *entry;
  while ((entry = readdir(folder))) {
    if (entry->d_name[0] == '.') continue;
    names[n] = malloc(strlen(entry->d_name) + 2);
    sprintf(names[n++], "%s%s", entry->d_name,
            entry->d_type == DT_DIR ? "/" : "");
  }
  closedir(folder);
  qsort(names, n, sizeof(*names), by_name);
  printf("%s: %d:", path, n);
  for (int i = 0; i < n; i++) {
    printf(" %s", names[i]);
    free(names[i]);
  }
  printf("\n");
}

static void make(const char *path) {
  int fd = open(path, O_CREAT | O_WRONLY, 0666);
  if (fd < 0) report(path, fd);
  close(fd);
}

int main(void) {
  report("mkdir", mkdir("folder", 0777));
  report("mkdir again", mkdir("folder", 0777));
  report("mkdir in nothing", mkdir("nothing/new", 0777));
  make("folder/one");
  make("file");
  make("nothing/file");
  list("folder");
  list(".");
  list("nothing");
  list("file");

  // More names than readdir gets at once.
  char name[60];
  mkdir("many", 0777);
  for (int i = 0; i < 120; i++) {
    sprintf(name, "many/a-rather-long-name-of-a-file-%d", i);
    make(name);
  }
  list("many");
  for (int i = 0; i < 120; i++) {
    sprintf(name, "many/a-rather-long-name-of-a-file-%d", i);
    unlink(name);
  }
  report("rmdir many", rmdir("many"));

  struct stat stat_;
  report("stat", stat("folder", &stat_));
  printf("folder: %d\n", S_ISDIR(stat_.st_mode) != 0);
  report("stat .", stat(".", &stat_));
  printf("folder: %d\n", S_ISDIR(stat_.st_mode) != 0);
  report("stat nothing", stat("nothing", &stat_));

  report("rmdir, not empty", rmdir("folder"));
  report("rmdir of a file", rmdir("file"));
  report("unlink of a folder", unlink("folder"));
  report("write to a folder", open("folder", O_WRONLY));
  report("rename", rename("folder/one", "moved"));
  report("rename nothing", rename("nothing", "moved"));
  report("rmdir", rmdir("folder"));
  report("rmdir again", rmdir("folder"));
  list(".");
  printf("outside: %s\n",
         open("../passwd", O_RDONLY) < 0 ? "refused" : "opened");
  printf("outside: %s\n",
         open("file/../../outside/file", O_CREAT | O_WRONLY) < 0 ? "refused"
                                                                 : "opened");
  unlink("moved");
  unlink("file");
  return 0;
}
