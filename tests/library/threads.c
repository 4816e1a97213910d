/* Compiles a module in four threads, each for an architecture and several
 * times, and compares every byte with what one thread makes alone:
 *   threads app.wasm|app.wat
 * tools/sanitize runs it with the sanitizer for data races. */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <wasm2mpy.h>

#ifdef NDEBUG
#error asserts are all there is
#endif

enum { kThreads = 4, kRounds = 3 };

typedef struct {
  pthread_t thread;
  const char* arch;
  wasm2mpy_result* results[kRounds];
} Work;

static unsigned char bytes[1 << 20];
static size_t n_bytes;

static void read_module(const char* name) {
  FILE* file = fopen(name, "rb");
  assert(file);
  n_bytes = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  if (n_bytes >= 4 && !memcmp(bytes, "\0asm", 4)) return;
  wasm2mpy_result* result =
      wasm2mpy_text_to_binary(name, (const char*)bytes, n_bytes);
  assert(result && wasm2mpy_succeeded(result));
  const void* binary = wasm2mpy_artifact_bytes(result, 0, &n_bytes);
  assert(n_bytes <= sizeof bytes);
  memcpy(bytes, binary, n_bytes);
  wasm2mpy_result_free(result);
}

static wasm2mpy_result* compile(const char* arch) {
  wasm2mpy_settings* settings = wasm2mpy_settings_new();
  assert(settings);
  assert(!wasm2mpy_set(settings, "arhc", arch));
  assert(strstr(wasm2mpy_settings_error(settings), "'arch'"));
  assert(wasm2mpy_set(settings, "arch", arch));
  wasm2mpy_result* result = wasm2mpy_compile(settings, bytes, n_bytes);
  wasm2mpy_settings_free(settings);
  assert(result && wasm2mpy_succeeded(result));
  assert(wasm2mpy_artifact_count(result) == 1);
  return result;
}

static void* compile_each_round(void* argument) {
  Work* work = argument;
  for (int i = 0; i < kRounds; ++i) work->results[i] = compile(work->arch);
  return NULL;
}

/* Frees the first one. */
static int is_same(wasm2mpy_result* result, const wasm2mpy_result* expected) {
  size_t size;
  size_t expected_size;
  const void* made = wasm2mpy_artifact_bytes(result, 0, &size);
  const void* alone = wasm2mpy_artifact_bytes(expected, 0, &expected_size);
  int same = size == expected_size && !memcmp(made, alone, size);
  wasm2mpy_result_free(result);
  return same;
}

int main(int argc, char** argv) {
  assert(argc == 2);
  read_module(argv[1]);

  /* The threads come first: who calls first sets LLVM up. */
  Work work[kThreads] = {{.arch = "x64"},
                         {.arch = "armv6m"},
                         {.arch = "rv32imc"},
                         {.arch = "xtensawin"}};
  for (int i = 0; i < kThreads; ++i)
    assert(
        !pthread_create(&work[i].thread, NULL, compile_each_round, &work[i]));
  for (int i = 0; i < kThreads; ++i)
    assert(!pthread_join(work[i].thread, NULL));

  int differ = 0;
  for (int i = 0; i < kThreads; ++i) {
    wasm2mpy_result* alone = compile(work[i].arch);
    for (int round = 0; round < kRounds; ++round) {
      if (is_same(work[i].results[round], alone)) continue;
      printf("%s: round %d differs\n", work[i].arch, round + 1);
      ++differ;
    }
    wasm2mpy_result_free(alone);
  }
  return differ != 0;
}
