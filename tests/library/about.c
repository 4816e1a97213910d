/* What can be asked before anything is compiled: boards, options, a module, and
 * a board on a line. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <wasm2mpy.h>

#ifdef NDEBUG
#error asserts are all there is
#endif

static size_t board(const char* name) {
  size_t i = 0;
  while (strcmp(wasm2mpy_board_name(i), name)) ++i;
  return i;
}

static size_t option(const char* name) {
  size_t i = 0;
  while (strcmp(wasm2mpy_option_name(i), name)) ++i;
  return i;
}

static void test_boards(void) {
  assert(wasm2mpy_board_ram(board("pico")) == 264 * 1024);
  assert(wasm2mpy_board_ram(board("unix")) == 0);
  assert(!strcmp(wasm2mpy_board_note(board("pico")), ""));
  assert(strstr(wasm2mpy_board_note(board("esp32s2")), "no float unit"));
  size_t end = wasm2mpy_board_count();
  assert(!wasm2mpy_board_note(end) && !wasm2mpy_board_ram(end));
}

static void test_options(void) {
  size_t level = option("-O");
  assert(!strcmp(wasm2mpy_option_value(level), "LEVEL"));
  assert(!strcmp(wasm2mpy_option_about(level), "code"));
  assert(strstr(wasm2mpy_option_help(level), "default: -Os"));
  assert(!strcmp(wasm2mpy_option_choice(level, 4), "z"));
  assert(!wasm2mpy_option_choice(level, 5));
  assert(!strcmp(wasm2mpy_option_value(option("--fuel")), "[=N]"));
  assert(!strcmp(wasm2mpy_option_value(option("--xip")), ""));
  assert(!strcmp(wasm2mpy_option_about(option("-o")), "place"));
  assert(!wasm2mpy_option_choice(option("--xip"), 0));
  size_t end = wasm2mpy_option_count();
  assert(!wasm2mpy_option_name(end) && !wasm2mpy_option_value(end));
  assert(!wasm2mpy_option_help(end) && !wasm2mpy_option_about(end));
  assert(!wasm2mpy_option_choice(end, 0));
}

/* (import "env" "g" (func (param i32))) (import "wiring" "delay" the same)
 * (func (export "f") (result i32) i32.const 7), which names both the same. */
static const char kModule[] = "\0asm\1\0\0\0\1\11\2\140\1\177\0\140\0\1\177"
                              "\2\30\2\3env\1g\0\0\6wiring\5delay\0\0"
                              "\3\2\1\1\7\5\1\1f\0\2\12\6\1\4\0\101\7\13";

static int has(const wasm2mpy_result* result, const char* text) {
  return strstr(wasm2mpy_report(result), text) != NULL;
}

static void test_inspect(void) {
  wasm2mpy_settings* settings = wasm2mpy_settings_new();
  assert(settings && wasm2mpy_set_file(settings, "lib/m.wasm"));
  wasm2mpy_result* result =
      wasm2mpy_inspect(settings, kModule, sizeof kModule - 1);
  assert(wasm2mpy_succeeded(result) && has(result, "func   f() -> i32\n"));
  assert(wasm2mpy_artifact_count(result) == 1);
  assert(!strcmp(wasm2mpy_artifact_name(result, 0), "m.pyi"));
  size_t size;
  const char* stub = wasm2mpy_artifact_bytes(result, 0, &size);
  const char line[] = "def f() -> int:";
  size_t at = 0;
  while (at + sizeof line <= size && strncmp(stub + at, line, sizeof line - 1))
    ++at;
  assert(at + sizeof line <= size);
  wasm2mpy_result_free(result);

  assert(wasm2mpy_set(settings, "report", "json"));
  result = wasm2mpy_inspect(settings, kModule, sizeof kModule - 1);
  assert(has(result, "\"type\": \"() -> i32\""));
  assert(has(result, "\"name\": \"g\",\n      \"type\": \"(i32)\",\n"
                     "      \"by\": \"python\""));
  assert(has(result, "\"by\": \"runtime\"") && has(result, "\"features\""));
  wasm2mpy_result_free(result);

  result = wasm2mpy_inspect(settings, kModule, sizeof kModule - 2);
  assert(!wasm2mpy_succeeded(result));
  assert(wasm2mpy_message_offset(result, 0) > 0);
  wasm2mpy_result_free(result);
  result = wasm2mpy_inspect(settings, "M\6\0\0", 4);
  assert(!wasm2mpy_succeeded(result));
  wasm2mpy_result_free(result);
  wasm2mpy_settings_free(settings);
}

static int answer(wasm2mpy_settings* settings, const char* text) {
  return wasm2mpy_set_answer(settings, text, strlen(text));
}

static void test_connected_board(void) {
  wasm2mpy_settings* settings = wasm2mpy_settings_new();
  assert(settings && wasm2mpy_set_file(settings, "m.wasm"));
  assert(strstr(wasm2mpy_question(settings), "(\"m\", \"m.py\", \"\")"));
  assert(!answer(settings, "OK"));
  assert(strstr(wasm2mpy_settings_error(settings), "does not answer"));
  assert(!answer(settings, "wasm2mpy-host micropython 0 1.25.0 X\n"));
  assert(!strcmp(wasm2mpy_firmware(settings), ""));

  assert(answer(settings,
                "wasm2mpy-host micropython 4870 1.25.0 Raspberry Pi Pico with "
                "RP2040\r\nwasm2mpy-hiding m.py\r\nwasm2mpy-free 500\r\n"));
  assert(!strcmp(wasm2mpy_firmware(settings),
                 "MicroPython 1.25.0 (Raspberry Pi Pico with RP2040)"));
  assert(wasm2mpy_set(settings, "report", "json"));
  wasm2mpy_result* result =
      wasm2mpy_compile(settings, kModule, sizeof kModule - 1);
  assert(wasm2mpy_succeeded(result) && has(result, "\"arch\": \"armv6m\""));
  assert(strstr(wasm2mpy_messages(result), "the board has 500 free"));
  assert(strstr(wasm2mpy_messages(result), "the board has 'm.py'"));
  wasm2mpy_result_free(result);

  /* The board that is named must be one that this can be. */
  assert(wasm2mpy_set(settings, "board", "esp32"));
  assert(!answer(settings, "wasm2mpy-host micropython 4870 1.25.0 X\n"));
  wasm2mpy_settings_free(settings);
}

int main(void) {
  assert(wasm2mpy_api_version() == WASM2MPY_API_VERSION);
  test_boards();
  test_options();
  test_inspect();
  test_connected_board();
  return 0;
}
