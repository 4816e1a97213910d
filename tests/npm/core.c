/* The compiler behind the stand-in of the WebAssembly build (core.mjs), which asks
 * for one thing and reads the answer: records of a size, a line break and bytes.
 *   core tables        version, and the tables: architectures, boards, options
 *   core SETTING...    what is wrong with them, or "" and a result; the module is
 *                      standard input. "file=F", "signatures=F" "TEXT",
 *                      "set=NAME" "VALUE", "flag=NAME" */
#include <stdio.h>
#include <string.h>

#include "api/cores.h"

static void put(const void* bytes, size_t size) {
  printf("%zu\n", size);
  fwrite(bytes, 1, size, stdout);
}
static void put_text(const char* text) { put(text, strlen(text)); }
static void put_number(long long number) {
  char text[32];
  snprintf(text, sizeof text, "%lld", number);
  put_text(text);
}

static int put_tables(void) {
  put_text(wasm2mpy_version());
  put_number((long long)wasm2mpy_arch_count());
  for (size_t i = 0; i < wasm2mpy_arch_count(); ++i) {
    put_text(wasm2mpy_arch_name(i));
    put_text(wasm2mpy_arch_core(i));
  }
  put_number((long long)wasm2mpy_board_count());
  for (size_t i = 0; i < wasm2mpy_board_count(); ++i) {
    put_text(wasm2mpy_board_name(i));
    put_text(wasm2mpy_board_arch(i));
    put_text(wasm2mpy_board_description(i));
  }
  put_number((long long)wasm2mpy_option_count());
  for (size_t i = 0; i < wasm2mpy_option_count(); ++i) {
    put_text(wasm2mpy_option_name(i));
    put_text(wasm2mpy_option_value(i));
  }
  return 0;
}

/* What follows the name of a kind of setting, or null. */
static const char* after(const char* word, const char* kind) {
  size_t size = strlen(kind);
  return strncmp(word, kind, size) ? NULL : word + size;
}

static int apply(wasm2mpy_settings* settings, char** words) {
  const char* rest;
  for (; *words; ++words) {
    int done = 0;
    if ((rest = after(*words, "file="))) {
      done = wasm2mpy_set_file(settings, rest);
    } else if ((rest = after(*words, "flag="))) {
      done = wasm2mpy_set(settings, rest, NULL);
    } else if ((rest = after(*words, "set="))) {
      done = wasm2mpy_set(settings, rest, *++words);
    } else if ((rest = after(*words, "signatures="))) {
      ++words;
      done = wasm2mpy_set_signatures(settings, rest, *words, strlen(*words));
    }
    if (!done) return 0;
  }
  return 1;
}

static void put_result(const wasm2mpy_result* result) {
  put_number(wasm2mpy_succeeded(result));
  put_text(wasm2mpy_messages(result));
  put_text(wasm2mpy_report(result));
  put_number((long long)wasm2mpy_message_count(result));
  for (size_t i = 0; i < wasm2mpy_message_count(result); ++i) {
    put_number(wasm2mpy_message_severity(result, i));
    put_text(wasm2mpy_message_text(result, i));
    put_text(wasm2mpy_message_file(result, i));
    put_text(wasm2mpy_message_context(result, i));
    put_number(wasm2mpy_message_offset(result, i));
  }
  put_number((long long)wasm2mpy_artifact_count(result));
  for (size_t i = 0; i < wasm2mpy_artifact_count(result); ++i) {
    size_t size;
    const void* bytes = wasm2mpy_artifact_bytes(result, i, &size);
    put_text(wasm2mpy_artifact_name(result, i));
    put(bytes, size);
  }
}

int main(int argc, char** argv) {
  static unsigned char bytes[1 << 20];
  if (argc == 2 && !strcmp(argv[1], "tables")) return put_tables();
  wasm2mpy_settings* settings = wasm2mpy_settings_new();
  if (!apply(settings, argv + 1)) {
    put_text(wasm2mpy_settings_error(settings));
    return 0;
  }
  put_text("");
  size_t size = fread(bytes, 1, sizeof bytes, stdin);
  put_result(wasm2mpy_compile(settings, bytes, size));
  return 0;
}
