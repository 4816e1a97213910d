// Arguments, environment, formatted output, standard input, exit status.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void at_end(void) { puts("at the end"); }

int main(int argc, char **argv) {
  atexit(at_end);
  for (int i = 0; i < argc; i++) printf("argv[%d] = '%s'\n", i, argv[i]);
  const char *colour = getenv("COLOUR");
  printf("COLOUR: %s, SIZE: %s\n", colour, getenv("SIZE") ? "set" : "not set");
  printf("%05d %-5s| %.3f %g %e %lld %x\n", 42, "ab", 3.25, 1e-3, 12345.0,
         1LL << 40, 0xbeefu);
  errno = 0;
  printf("%ld", strtol("99999999999", NULL, 10));
  printf(" %s\n", strerror(errno));
  char line[40];
  while (fgets(line, sizeof(line), stdin))
    printf("line: %zu %s|\n", strlen(line), line);
  printf("end of file: %d\n", feof(stdin) != 0);
  fputs("for standard error\n", stderr);
  return 40 + argc;
}
