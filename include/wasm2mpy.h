/* The C interface of libwasm2mpy: WebAssembly bytes and settings in, native
 * MicroPython modules (.mpy) and messages out. Nothing here reads or writes a
 * file, prints, or starts a thread or a process.
 *
 * Texts are UTF-8 and end in a zero byte; sizes are in bytes. What a function
 * returns a pointer to belongs to the handle it was asked of and lives until
 * that is freed. Any number of threads may call functions at the same time;
 * one handle must not be changed by one thread while another one uses it.
 *
 * No function throws. Where an error is not the caller's, a message tells it:
 * what is wrong with the module, no memory left, and what LLVM cannot do. After
 * the last two some memory stays lost. */
#ifndef WASM2MPY_H_
#define WASM2MPY_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows when functions are added; what there is stays as it is. */
#define WASM2MPY_API_VERSION 2

/* WASM2MPY_API_VERSION of the library, and its version: "0.2.0". */
int wasm2mpy_api_version(void);
const char* wasm2mpy_version(void);

/* -- What can be compiled for ---------------------------------------------- */

/* Architectures, then boards: the values of the options "arch" and "board".
 * Null when `index` is not below the count. */
size_t wasm2mpy_arch_count(void);
const char* wasm2mpy_arch_name(size_t index);
size_t wasm2mpy_board_count(void);
const char* wasm2mpy_board_name(size_t index);
const char* wasm2mpy_board_arch(size_t index);
const char* wasm2mpy_board_description(size_t index);
/* Since version 2. Bytes of RAM in the chip, 0: as much as one likes. What else
 * to know of the board, which may be "". */
size_t wasm2mpy_board_ram(size_t index);
const char* wasm2mpy_board_note(size_t index);

/* Since version 2: the options that wasm2mpy_set() knows, in the order of the
 * help text; null when there is none of that index. The name with its dashes;
 * how the value is written behind it ("=BYTES", "[=N]" if it may be left out,
 * "" if there is none); what the help says; what it is about: "code", "module",
 * "files" or "place"; and words that the value can be, null behind the last. */
size_t wasm2mpy_option_count(void);
const char* wasm2mpy_option_name(size_t index);
const char* wasm2mpy_option_value(size_t index);
const char* wasm2mpy_option_help(size_t index);
const char* wasm2mpy_option_about(size_t index);
const char* wasm2mpy_option_choice(size_t index, size_t choice);

/* -- Settings ---------------------------------------------------------------
 */

typedef struct wasm2mpy_settings wasm2mpy_settings;

/* Null when there is no memory. */
wasm2mpy_settings* wasm2mpy_settings_new(void);
void wasm2mpy_settings_free(wasm2mpy_settings* settings);

/* Sets an option by its name on the command line, with or without dashes, as
 * `wasm2mpy --help` lists them: ("board", "pico"), ("O", "s"), ("unchecked",
 * NULL). All are there but those that name files to read or that are about
 * running and printing. Nonzero when it is set; else
 * wasm2mpy_settings_error() says what is wrong. */
int wasm2mpy_set(wasm2mpy_settings* settings, const char* name,
                 const char* value);
/* The name of the module, for messages and for what is made of it ("app.wasm"
 * gives "app.mpy"); "module.wasm" unless it is set. Nonzero when it is set. */
int wasm2mpy_set_file(wasm2mpy_settings* settings, const char* file);
/* The contents of a stub file with signatures of exports, as of --bind, and its
 * name for messages. Nonzero when it is set. */
int wasm2mpy_set_signatures(wasm2mpy_settings* settings, const char* file,
                            const char* text, size_t size);
/* The messages of the last call that failed, as lines; "" if none did. */
const char* wasm2mpy_settings_error(const wasm2mpy_settings* settings);

/* -- A board on a line -------------------------------------------------------
 */

/* Since version 2. Python for the board to run, which prints what it is, and
 * what it prints: then the settings are for that board. Options are set first;
 * the option "board" is about its stack then, and what is larger than the RAM
 * that it has free is a warning. Null when there is no memory; nonzero when it
 * is set. */
const char* wasm2mpy_question(wasm2mpy_settings* settings);
int wasm2mpy_set_answer(wasm2mpy_settings* settings, const char* text,
                        size_t size);
/* "MicroPython 1.25.0 (Raspberry Pi Pico with RP2040)"; "" before that. */
const char* wasm2mpy_firmware(const wasm2mpy_settings* settings);

/* -- Compiling ---------------------------------------------------------------
 */

typedef struct wasm2mpy_result wasm2mpy_result;

/* Compiles a binary module (.wasm). Null when there is not even memory for a
 * message. */
wasm2mpy_result* wasm2mpy_compile(const wasm2mpy_settings* settings,
                                  const void* bytes, size_t size);

/* Since version 2. What the module offers and needs, for which no architecture
 * is needed: the report is that of `wasm2mpy inspect`, or with the option
 * "report" set to "json" an object (docs/library.md); the artifact is the stub.
 */
wasm2mpy_result* wasm2mpy_inspect(const wasm2mpy_settings* settings,
                                  const void* bytes, size_t size);

/* Translates the text format to a binary module, the only artifact.
 * The parser is libwabt's, which ends the program (abort) for some texts that
 * are wrong, such as one that names a type which there is not: only for texts
 * that are trusted, or in a process of its own. `file` names it in messages. */
wasm2mpy_result* wasm2mpy_text_to_binary(const char* file, const char* text,
                                         size_t size);

void wasm2mpy_result_free(wasm2mpy_result* result);

/* Nonzero when there are artifacts; there may be warnings, too. */
int wasm2mpy_succeeded(const wasm2mpy_result* result);

/* What was made: the modules, one for each architecture, then the files of a
 * package ("package"), the stub ("pyi") and the debug map ("debug-map"). Names
 * are those that the command line gives files: "app.mpy", or with several
 * architectures "armv6m_6.3/app.mpy". */
size_t wasm2mpy_artifact_count(const wasm2mpy_result* result);
const char* wasm2mpy_artifact_name(const wasm2mpy_result* result, size_t index);
const void* wasm2mpy_artifact_bytes(const wasm2mpy_result* result, size_t index,
                                    size_t* size);

/* The report of the option "report", which is "" without it; that of
 * wasm2mpy_inspect(). */
const char* wasm2mpy_report(const wasm2mpy_result* result);

enum { WASM2MPY_ERROR = 0, WASM2MPY_WARNING = 1, WASM2MPY_NOTE = 2 };

/* Notes belong to the error or warning before them. */
size_t wasm2mpy_message_count(const wasm2mpy_result* result);
int wasm2mpy_message_severity(const wasm2mpy_result* result, size_t index);
const char* wasm2mpy_message_text(const wasm2mpy_result* result, size_t index);
/* Where: the file, which may be "", the offset in it or -1, and for example
 * "func 12 'name'", which may be "". */
const char* wasm2mpy_message_file(const wasm2mpy_result* result, size_t index);
int64_t wasm2mpy_message_offset(const wasm2mpy_result* result, size_t index);
const char* wasm2mpy_message_context(const wasm2mpy_result* result,
                                     size_t index);
/* All of them as the command line prints them. */
const char* wasm2mpy_messages(const wasm2mpy_result* result);

#ifdef __cplusplus
}
#endif

#endif /* WASM2MPY_H_ */
