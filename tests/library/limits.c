/* What embed.c does not come to: libwabt, and an exception of the C++ library
 * that is linked in. Without its tables that one would end the program. */
#include <assert.h>
#include <string.h>
#include <wasm2mpy.h>

#ifdef NDEBUG
#error asserts are all there is
#endif

int main(void) {
  wasm2mpy_settings* settings = wasm2mpy_settings_new();
  assert(settings);
  assert(!wasm2mpy_set_signatures(settings, "m.pyi", "", SIZE_MAX));
  /* What is refused changes nothing, not by a part of it either. */
  assert(wasm2mpy_set(settings, "arch", "armv6m,xtensa"));
  assert(!wasm2mpy_set(settings, "arch", "x64,bogus"));
  wasm2mpy_result* modules = wasm2mpy_compile(settings, "\0asm\1\0\0\0", 8);
  assert(modules && wasm2mpy_artifact_count(modules) == 2);
  wasm2mpy_result_free(modules);
  wasm2mpy_settings_free(settings);

  const char* text = "(module (func))";
  wasm2mpy_result* result =
      wasm2mpy_text_to_binary("m.wat", text, strlen(text));
  assert(result && wasm2mpy_succeeded(result));
  size_t size;
  assert(!memcmp(wasm2mpy_artifact_bytes(result, 0, &size), "\0asm", 4));
  wasm2mpy_result_free(result);
  return 0;
}
