/* Compiles a WebAssembly module with libwasm2mpy:
 *   embed app.wasm board pico O 2    writes app.mpy
 * The first argument is the module; pairs of names and values of options of
 * `wasm2mpy --help` follow. */
#include <stdio.h>
#include <stdlib.h>
#include <wasm2mpy.h>

static void fail(const char* text) {
  fputs(text, stderr);
  exit(EXIT_FAILURE);
}

int main(int argc, char** argv) {
  static unsigned char bytes[1 << 20];
  FILE* file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (!file) fail("usage: embed FILE.wasm [OPTION VALUE]...\n");
  size_t size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);

  wasm2mpy_settings* settings = wasm2mpy_settings_new();
  wasm2mpy_set_file(settings, argv[1]);
  for (int i = 2; i + 1 < argc; i += 2)
    if (!wasm2mpy_set(settings, argv[i], argv[i + 1]))
      fail(wasm2mpy_settings_error(settings));

  wasm2mpy_result* result = wasm2mpy_compile(settings, bytes, size);
  if (!result) fail("out of memory\n");
  fputs(wasm2mpy_messages(result), stderr);
  for (size_t i = 0; i < wasm2mpy_artifact_count(result); ++i) {
    const void* module = wasm2mpy_artifact_bytes(result, i, &size);
    file = fopen(wasm2mpy_artifact_name(result, i), "wb");
    if (!file || fwrite(module, 1, size, file) != size || fclose(file))
      fail("cannot write a file\n");
  }
  int status = wasm2mpy_succeeded(result) ? EXIT_SUCCESS : EXIT_FAILURE;
  wasm2mpy_result_free(result);
  wasm2mpy_settings_free(settings);
  return status;
}
