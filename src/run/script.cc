// The arguments are checked here, against the types of the module, and become
// literals: what is wrong with them is said before anything is compiled, in
// terms of WebAssembly.
#include "run/script.h"

#include <algorithm>
#include <format>
#include <string_view>
#include <vector>

#include "codegen/host_functions.h"
#include "run/number.h"
#include "support/edit_distance.h"

namespace wasm2mpy::runner {
namespace {

constexpr std::unexpected<Reported> kFailed{Reported{}};
constexpr std::string_view kProgramEntry = "_start";

// MODULE, CALL are replaced. The folder of the script comes first in sys.path:
// there is the .mpy. Python modules that it imports are in the current folder.
// What a built-in module of the same name would do is not what was asked for.
constexpr std::string_view kScript = R"(import sys

sys.path.insert(1, "")


def run():
    import MODULE as module

    if not hasattr(module, "instantiate"):
        sys.stderr.write(
            "wasm2mpy: error: this MicroPython has a module 'MODULE' of its own;"
            " give the file another name\n"
        )
        sys.exit(1)

    def export(name):
        if not hasattr(module, name):
            return getattr(module.instantiate(), name)
        return getattr(module, name)

    try:
        result = CALL
    except getattr(module, "Trap", ()) as trap:
        sys.stderr.write("wasm2mpy: error: trap: %s\n" % trap)
        sys.exit(1)
    if result is not None:
        print(result)


run()
)";

// A literal of Python's. Names of exports are UTF-8.
std::string literal(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      result += std::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result + '"';
}

void replace_all(std::string& text, std::string_view from,
                 std::string_view to) {
  for (size_t at = text.find(from); at != text.npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

class ScriptMaker {
 public:
  ScriptMaker(const wasm::Module& module, const Wanted& wanted,
              Diagnostics& diagnostics)
      : module_(module), wanted_(wanted), diagnostics_(diagnostics) {}

  Result<std::string> make();

 private:
  Result<std::string> call();
  Result<std::string> program_call();
  const wasm::Export* find_export(std::string_view name) const;
  std::unexpected<Reported> fail_unknown();
  std::unexpected<Reported> fail(std::string message);
  void note_functions();

  const wasm::Module& module_;
  const Wanted& wanted_;
  Diagnostics& diagnostics_;
};

Result<std::string> ScriptMaker::make() {
  Result<std::string> expression = wanted_.function ? call() : program_call();
  if (!expression) return kFailed;
  std::string script(kScript);
  replace_all(script, "MODULE", wanted_.module_name);
  script.replace(script.find("CALL"), 4, *expression);
  return script;
}

Result<std::string> ScriptMaker::call() {
  const wasm::Export* exported = find_export(*wanted_.function);
  if (!exported) return fail_unknown();
  if (exported->kind != wasm::ExternalKind::kFunc) {
    return fail(std::format("{} is a {}, not a function", quote(exported->name),
                            to_string(exported->kind)));
  }
  const wasm::FuncType& type = module_.func_type(exported->index);
  size_t count = wanted_.arguments.size();
  std::string text = std::format("export({})(", literal(exported->name));
  bool is_good = type.params.size() == count;
  if (!is_good) {
    fail(std::format("{} takes {} argument{}, got {}", quote(exported->name),
                     type.params.size(), type.params.size() == 1 ? "" : "s",
                     count));
  }
  for (size_t i = 0; is_good && i < count; ++i) {
    std::expected<std::string, std::string> value =
        python_number(wanted_.arguments[i], type.params[i]);
    if (value) {
      text += *value + ", ";
      continue;
    }
    fail(std::format("argument {} of {} must be {} (got {})", i + 1,
                     quote(exported->name), value.error(),
                     quote(wanted_.arguments[i])));
    is_good = false;
  }
  if (!is_good) {
    diagnostics_.note(
        std::format("{} is {}", quote(exported->name), wasm::to_string(type)));
    return kFailed;
  }
  return text + ")";
}

Result<std::string> ScriptMaker::program_call() {
  if (codegen::is_wasi_command(module_)) {
    return std::string("module.main(*sys.argv[1:])");
  }
  const wasm::Export* entry = find_export(kProgramEntry);
  bool has_entry = entry && entry->kind == wasm::ExternalKind::kFunc &&
                   module_.func_type(entry->index).params.empty();
  if (!has_entry && !module_.start) {
    fail("is not a program: it exports no function '_start'; name a function "
         "with --invoke");
    note_functions();
    return kFailed;
  }
  if (!wanted_.arguments.empty()) {
    return fail(std::format("takes no arguments, because it does not import "
                            "WASI (got {})",
                            quote(wanted_.arguments[0])));
  }
  // The start function has run at import.
  if (!has_entry) return std::string("None");
  return std::format("export({})()", literal(kProgramEntry));
}

const wasm::Export* ScriptMaker::find_export(std::string_view name) const {
  auto found = std::ranges::find(module_.exports, name, &wasm::Export::name);
  return found == module_.exports.end() ? nullptr : &*found;
}

std::unexpected<Reported> ScriptMaker::fail_unknown() {
  std::vector<std::string_view> names;
  for (const wasm::Export& exported : module_.exports) {
    if (exported.kind == wasm::ExternalKind::kFunc) {
      names.push_back(exported.name);
    }
  }
  std::optional<std::string_view> near = nearest_name(*wanted_.function, names);
  fail(
      std::format("exports no function {}{}", quote(*wanted_.function),
                  near ? std::format("; did you mean {}?", quote(*near)) : ""));
  note_functions();
  return kFailed;
}

std::unexpected<Reported> ScriptMaker::fail(std::string message) {
  Diagnostic diagnostic;
  diagnostic.file = module_.file;
  diagnostic.message = std::move(message);
  return diagnostics_.fail(std::move(diagnostic));
}

// All exported functions and their types, or as many as are of use.
void ScriptMaker::note_functions() {
  constexpr size_t kMaxFunctions = 20;
  size_t count = 0;
  for (const wasm::Export& exported : module_.exports) {
    if (exported.kind != wasm::ExternalKind::kFunc) continue;
    if (++count > kMaxFunctions) continue;
    diagnostics_.note(
        std::format("{} is {}", quote(exported.name),
                    wasm::to_string(module_.func_type(exported.index))));
  }
  if (count > kMaxFunctions) {
    diagnostics_.note(std::format("and {} more; 'wasm2mpy inspect' lists them",
                                  count - kMaxFunctions));
  } else if (count == 0) {
    diagnostics_.note("it exports no functions at all");
  }
}

}  // namespace

Result<std::string> script_for(const wasm::Module& module, const Wanted& wanted,
                               Diagnostics& diagnostics) {
  return ScriptMaker(module, wanted, diagnostics).make();
}

}  // namespace wasm2mpy::runner
