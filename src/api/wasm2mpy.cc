// The C interface: handles around compile(). No exception leaves it.
#include "wasm2mpy.h"

#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/cores.h"
#include "codegen/codegen.h"
#include "compile/compile.h"
#include "compile/warnings.h"
#include "firmware/connected_board.h"
#include "input/input.h"
#include "settings/setting_table.h"
#include "settings/settings.h"

using namespace wasm2mpy;

struct wasm2mpy_settings {
  Settings settings;
  std::string error;
  std::string question;
  std::string other_cores;
  // Of the board that has answered.
  std::string firmware;
  std::vector<std::string> hiding;
};

struct wasm2mpy_result {
  bool is_good = false;
  std::vector<Artifact> artifacts;
  Diagnostics diagnostics;
  std::string messages;
  std::string report;
};

namespace {

// The names of all targets and boards end in a zero byte: they are literals.
template <class Row>
const Row* row_at(std::span<const Row> rows, size_t index) {
  return index < rows.size() ? &rows[index] : nullptr;
}

std::span<const uint8_t> as_bytes(const void* bytes, size_t size) {
  return {static_cast<const uint8_t*>(bytes), size};
}

// Changes a copy of the settings, which takes their place if all of it is
// right. What is wrong stays with them.
template <class Change>
int change(wasm2mpy_settings* handle, Change change) try {
  handle->error.clear();
  Settings settings = handle->settings;
  Diagnostics diagnostics;
  if (change(settings, diagnostics)) {
    handle->settings = std::move(settings);
    return 1;
  }
  handle->error = diagnostics.to_string();
  return 0;
} catch (...) {
  return 0;
}

constexpr std::unexpected<Reported> kFailed{Reported{}};

Result<void> check_complete(Settings& settings, Diagnostics& diagnostics) {
  if (settings.targets.empty() && settings.board)
    settings.targets = {target::find_target(settings.board->arch)};
  if (settings.targets.empty()) {
    diagnostics.fail("no architecture given: set 'arch' or 'board'");
    diagnostics.note("supported architectures: " + target::target_names());
    return kFailed;
  }
  return check(settings, diagnostics);
}

Result<void> check_is_module(std::span<const uint8_t> bytes,
                             const std::string& file,
                             Diagnostics& diagnostics) {
  Result<InputKind> kind = input_kind(bytes, file, diagnostics);
  if (!kind) return kFailed;
  if (*kind == InputKind::kWat) {
    return diagnostics.fail(
        {.file = file,
         .message = "is in the text format: make it binary first"});
  }
  // Refuses what is no module, and nothing else.
  if (*kind != InputKind::kWasm)
    return to_binary({}, *kind, file, {}, diagnostics).transform([](auto) {});
  return {};
}

Result<Compilation> compile_module(const Settings& settings,
                                   std::span<const uint8_t> bytes,
                                   Diagnostics& diagnostics) {
  StageLog log([](std::string_view) {}, "stage", false, false);
  return compile(bytes, settings, {log, {}}, diagnostics);
}

Result<std::vector<Artifact>> make_modules(const wasm2mpy_settings& handle,
                                           std::span<const uint8_t> bytes,
                                           wasm2mpy_result& result) {
  Settings settings = handle.settings;
  Diagnostics& diagnostics = result.diagnostics;
  if (!check_complete(settings, diagnostics) ||
      !check_is_module(bytes, settings.file, diagnostics))
    return kFailed;
  Result<Compilation> compilation =
      compile_module(settings, bytes, diagnostics);
  if (!compilation) return kFailed;
  warn_about_package(settings, diagnostics);
  for (const std::string& hiding : handle.hiding)
    warn_hidden(hiding, module_name(settings) + ".mpy", diagnostics);
  result.report = report_text(settings, compilation->reports, diagnostics);
  return std::move(compilation->artifacts);
}

Result<std::vector<Artifact>> generate(Settings settings,
                                       std::span<const uint8_t> bytes,
                                       wasm2mpy_result& result) {
  Diagnostics& diagnostics = result.diagnostics;
  if (!check_complete(settings, diagnostics) ||
      !check_is_module(bytes, settings.file, diagnostics))
    return kFailed;
  std::erase_if(settings.targets, [](const Target* target) {
    return !codegen::can_generate(*target);
  });
  settings.only_generate = true;
  Result<Compilation> compilation =
      compile_module(settings, bytes, diagnostics);
  if (!compilation) return kFailed;
  return std::move(compilation->artifacts);
}

Result<std::vector<Artifact>> inspect_module(const Settings& settings,
                                             std::span<const uint8_t> bytes,
                                             wasm2mpy_result& result) {
  Diagnostics& diagnostics = result.diagnostics;
  if (!check_is_module(bytes, settings.file, diagnostics)) return kFailed;
  Result<Inspection> inspection = inspect(bytes, settings, diagnostics);
  if (!inspection) return kFailed;
  result.report = std::move(inspection->report);
  std::vector<Artifact> artifacts;
  artifacts.push_back(std::move(inspection->stub));
  return artifacts;
}

// A result with what `make` returns, or with the reason why there is none.
template <class Make>
wasm2mpy_result* make_result(Make make) try {
  auto result = std::make_unique<wasm2mpy_result>();
  auto fail = [&](std::string_view message) {
    result->diagnostics.fail(std::string(message));
  };
  try {
    if (Result<std::vector<Artifact>> artifacts = make(*result)) {
      result->artifacts = std::move(*artifacts);
      result->is_good = true;
    }
  } catch (const std::bad_alloc&) {
    fail("out of memory");
  } catch (const std::exception& error) {
    fail(error.what());
  }
  result->messages = result->diagnostics.to_string();
  return result.release();
} catch (...) {
  return nullptr;
}

const Diagnostic* message_at(const wasm2mpy_result* result, size_t index) {
  return row_at(std::span(result->diagnostics.all()), index);
}

// A row of the table of options, with the texts that are put together.
struct OptionTexts {
  const SettingRow* row;
  std::string value;
  std::string help;
  std::vector<std::string_view> choices;  // literals
};

std::span<const OptionTexts> option_texts() try {
  static const std::vector<OptionTexts> texts = [] {
    std::vector<OptionTexts> all;
    for (const SettingRow& row : setting_table()) {
      all.push_back(
          {&row, row.value.empty() ? "" : value_form(row), help_of(row), {}});
      if (row.choices) all.back().choices = row.choices();
    }
    return all;
  }();
  return texts;
} catch (...) {
  return {};
}

const OptionTexts* option_at(size_t index) {
  return row_at(option_texts(), index);
}

const char* to_string(About about) {
  switch (about) {
    case About::kCode:
      return "code";
    case About::kModule:
      return "module";
    case About::kFiles:
      return "files";
    case About::kPlace:
      return "place";
  }
  std::unreachable();
}

}  // namespace

int wasm2mpy_api_version(void) { return WASM2MPY_API_VERSION; }
const char* wasm2mpy_version(void) { return WASM2MPY_VERSION; }

size_t wasm2mpy_arch_count(void) { return target::all_targets().size(); }
const char* wasm2mpy_arch_name(size_t index) {
  const Target* row = row_at(target::all_targets(), index);
  return row ? row->name.data() : nullptr;
}
size_t wasm2mpy_board_count(void) { return target::all_boards().size(); }
const char* wasm2mpy_board_name(size_t index) {
  const Board* row = row_at(target::all_boards(), index);
  return row ? row->name.data() : nullptr;
}
const char* wasm2mpy_board_arch(size_t index) {
  const Board* row = row_at(target::all_boards(), index);
  return row ? row->arch.data() : nullptr;
}
const char* wasm2mpy_board_description(size_t index) {
  const Board* row = row_at(target::all_boards(), index);
  return row ? row->description.data() : nullptr;
}

size_t wasm2mpy_board_ram(size_t index) {
  constexpr size_t kKiB = 1024;
  const Board* row = row_at(target::all_boards(), index);
  return row ? row->ram * kKiB : 0;
}
const char* wasm2mpy_board_note(size_t index) {
  const Board* row = row_at(target::all_boards(), index);
  return row ? row->note.data() : nullptr;
}

size_t wasm2mpy_option_count(void) { return option_texts().size(); }
const char* wasm2mpy_option_name(size_t index) {
  const OptionTexts* option = option_at(index);
  return option ? option->row->name.data() : nullptr;
}
const char* wasm2mpy_option_value(size_t index) {
  const OptionTexts* option = option_at(index);
  return option ? option->value.c_str() : nullptr;
}
const char* wasm2mpy_option_help(size_t index) {
  const OptionTexts* option = option_at(index);
  return option ? option->help.c_str() : nullptr;
}
const char* wasm2mpy_option_about(size_t index) {
  const OptionTexts* option = option_at(index);
  return option ? to_string(option->row->about) : nullptr;
}
const char* wasm2mpy_option_choice(size_t index, size_t choice) {
  const OptionTexts* option = option_at(index);
  if (!option) return nullptr;
  const std::string_view* row = row_at(std::span(option->choices), choice);
  return row ? row->data() : nullptr;
}

wasm2mpy_settings* wasm2mpy_settings_new(void) try {
  return new wasm2mpy_settings;
} catch (...) {
  return nullptr;
}
void wasm2mpy_settings_free(wasm2mpy_settings* settings) { delete settings; }

int wasm2mpy_set(wasm2mpy_settings* settings, const char* name,
                 const char* value) {
  return change(settings, [&](Settings& changed, Diagnostics& diagnostics) {
    return set(changed, name,
               value ? std::optional<std::string_view>(value) : std::nullopt,
               diagnostics)
        .has_value();
  });
}
int wasm2mpy_set_file(wasm2mpy_settings* settings, const char* file) {
  return change(settings, [&](Settings& changed, Diagnostics&) {
    changed.file = file;
    return true;
  });
}
int wasm2mpy_set_signatures(wasm2mpy_settings* settings, const char* file,
                            const char* text, size_t size) {
  return change(settings, [&](Settings& changed, Diagnostics&) {
    changed.signatures = {file, std::string(text, size)};
    return true;
  });
}
const char* wasm2mpy_settings_error(const wasm2mpy_settings* settings) {
  return settings->error.c_str();
}

const char* wasm2mpy_question(wasm2mpy_settings* settings) try {
  settings->question =
      board_question(module_name(settings->settings), Place::kFileSystem);
  return settings->question.c_str();
} catch (...) {
  return nullptr;
}
int wasm2mpy_set_answer(wasm2mpy_settings* settings, const char* text,
                        size_t size) {
  std::optional<ConnectedBoard> board;
  std::string firmware;
  auto settle = [&](Settings& changed, Diagnostics& diagnostics) {
    board = read_board_answer({text, size});
    if (!board) {
      diagnostics.fail(std::string(kNoAnswer));
      return false;
    }
    firmware = describe(board->firmware);
    return settle_on(*board, changed, diagnostics).has_value();
  };
  if (!change(settings, settle)) return 0;
  settings->firmware = std::move(firmware);
  settings->hiding = std::move(board->hiding);
  return 1;
}
const char* wasm2mpy_firmware(const wasm2mpy_settings* settings) {
  return settings->firmware.c_str();
}

wasm2mpy_result* wasm2mpy_compile(const wasm2mpy_settings* settings,
                                  const void* bytes, size_t size) {
  return make_result([&](wasm2mpy_result& result) {
    return make_modules(*settings, as_bytes(bytes, size), result);
  });
}

wasm2mpy_result* wasm2mpy_inspect(const wasm2mpy_settings* settings,
                                  const void* bytes, size_t size) {
  return make_result([&](wasm2mpy_result& result) {
    return inspect_module(settings->settings, as_bytes(bytes, size), result);
  });
}

const char* wasm2mpy_arch_core(size_t index) {
  const Target* row = row_at(target::all_targets(), index);
  return row ? row->core.data() : nullptr;
}
const char* wasm2mpy_other_cores(wasm2mpy_settings* settings) try {
  Settings complete = settings->settings;
  Diagnostics diagnostics;
  if (!check_complete(complete, diagnostics)) return nullptr;
  std::set<std::string_view> cores;
  for (const Target* target : complete.targets) {
    if (!codegen::can_generate(*target)) cores.insert(target->core);
  }
  std::string& names = settings->other_cores;
  names.clear();
  for (std::string_view core : cores)
    names.append(names.empty() ? "" : ",").append(core);
  return names.c_str();
} catch (...) {
  return nullptr;
}
wasm2mpy_result* wasm2mpy_generate(const wasm2mpy_settings* settings,
                                   const void* bytes, size_t size) {
  return make_result([&](wasm2mpy_result& result) {
    return generate(settings->settings, as_bytes(bytes, size), result);
  });
}
int wasm2mpy_set_generated(wasm2mpy_settings* settings, const char* arch,
                           const void* bytes, size_t size) {
  return change(settings, [&](Settings& changed, Diagnostics&) {
    std::span<const uint8_t> generated = as_bytes(bytes, size);
    changed.generated[arch].assign(generated.begin(), generated.end());
    return true;
  });
}

wasm2mpy_result* wasm2mpy_text_to_binary(const char* file, const char* text,
                                         size_t size) {
  return make_result(
      [&](wasm2mpy_result& result) -> Result<std::vector<Artifact>> {
        Settings settings;
        settings.file = file;
        std::span<const uint8_t> bytes = as_bytes(text, size);
        Result<std::vector<uint8_t>> binary =
            to_binary({bytes.begin(), bytes.end()}, InputKind::kWat, file, {},
                      result.diagnostics);
        if (!binary) return kFailed;
        std::string name = source_name(settings);
        name = name.substr(0, name.rfind('.')) + ".wasm";
        std::vector<Artifact> artifacts;
        artifacts.push_back({std::move(name), std::move(*binary)});
        return artifacts;
      });
}

void wasm2mpy_result_free(wasm2mpy_result* result) { delete result; }

int wasm2mpy_succeeded(const wasm2mpy_result* result) {
  return result->is_good;
}

size_t wasm2mpy_artifact_count(const wasm2mpy_result* result) {
  return result->artifacts.size();
}
const char* wasm2mpy_artifact_name(const wasm2mpy_result* result,
                                   size_t index) {
  const Artifact* row = row_at(std::span(result->artifacts), index);
  return row ? row->name.c_str() : nullptr;
}
const void* wasm2mpy_artifact_bytes(const wasm2mpy_result* result, size_t index,
                                    size_t* size) {
  const Artifact* row = row_at(std::span(result->artifacts), index);
  *size = row ? row->bytes.size() : 0;
  return row ? row->bytes.data() : nullptr;
}

const char* wasm2mpy_report(const wasm2mpy_result* result) {
  return result->report.c_str();
}

size_t wasm2mpy_message_count(const wasm2mpy_result* result) {
  return result->diagnostics.all().size();
}
int wasm2mpy_message_severity(const wasm2mpy_result* result, size_t index) {
  const Diagnostic* row = message_at(result, index);
  return row ? int(row->severity) : WASM2MPY_ERROR;
}
const char* wasm2mpy_message_text(const wasm2mpy_result* result, size_t index) {
  const Diagnostic* row = message_at(result, index);
  return row ? row->message.c_str() : nullptr;
}
const char* wasm2mpy_message_file(const wasm2mpy_result* result, size_t index) {
  const Diagnostic* row = message_at(result, index);
  return row ? row->file.c_str() : nullptr;
}
int64_t wasm2mpy_message_offset(const wasm2mpy_result* result, size_t index) {
  const Diagnostic* row = message_at(result, index);
  return row && row->offset ? int64_t(*row->offset) : -1;
}
const char* wasm2mpy_message_context(const wasm2mpy_result* result,
                                     size_t index) {
  const Diagnostic* row = message_at(result, index);
  return row ? row->context.c_str() : nullptr;
}
const char* wasm2mpy_messages(const wasm2mpy_result* result) {
  return result->messages.c_str();
}
