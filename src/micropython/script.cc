// The arguments are checked here, against the types of the module, and become
// literals: what is wrong with them is said before anything is compiled, in
// terms of WebAssembly.
#include "micropython/script.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <string_view>
#include <vector>

#include "analysis/host_functions.h"
#include "contract/constants.h"
#include "micropython/argument.h"
#include "micropython/number.h"
#include "support/edit_distance.h"
#include "support/text.h"

namespace wasm2mpy::runner {
namespace {

constexpr std::unexpected<Reported> kFailed{Reported{}};
constexpr std::string_view kProgramEntry = "_start";
constexpr std::string_view kFolderSeparator = "::";

// MODULE, CALL, TRAP_FILE are replaced. The folder of the script comes first in
// sys.path: there is the .mpy. Python modules that it imports are in the
// current folder. What a built-in module of the same name would do is not what
// was asked for.
constexpr std::string_view kScript = R"(import sys

sys.path.insert(1, "")


def end_with(trap):
    if TRAP_FILE:
        with open(TRAP_FILE, "w") as file:
            file.write(str(trap))
    else:
        text = str(trap).replace("\n", "\nwasm2mpy: note: ")
        sys.stderr.write("wasm2mpy: error: trap: %s\n" % text)
    sys.exit(1)


def run():
    try:
        import MODULE as module
    except RuntimeError as error:
        # In a start function. The class is known only to the module.
        if type(error).__name__ != "Trap":
            raise
        end_with(error)
    except ImportError as error:
        # What the module says of an import of its own; others, from Python
        # modules that it imports, need their traceback.
        if ": expected " not in str(error):
            raise
        sys.stderr.write(
            "wasm2mpy: error: import %s\n"
            "wasm2mpy: note: a Python module of that name in the current folder "
            "can have it\n" % error
        )
        sys.exit(1)

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

    buffers = {}
    try:
        result = CALL
    except getattr(module, "Trap", ()) as trap:
        end_with(trap)
    except getattr(module, "Exception", ()) as error:
        names = [name for name in dir(module) if getattr(module, name) is error.tag]
        sys.stderr.write(
            "wasm2mpy: error: uncaught exception: %s(%s)\n"
            % (names[0] if names else "", ", ".join(map(str, error.args)))
        )
        sys.exit(1)
    if result is not None:
        print(result)
    for name in sorted(buffers):
        print(name, "=", buffers[name])


run()
)";

class ScriptMaker {
 public:
  ScriptMaker(const wasm::Module& module, const Wanted& wanted,
              Diagnostics& diagnostics)
      : module_(module), wanted_(wanted), diagnostics_(diagnostics) {}

  Result<std::string> make();

 private:
  Result<std::string> call();
  Result<std::string> bound_call(const bind::BoundFunction& bound);
  Result<std::string> program_call();
  Result<std::string> wasi_call();
  bool check_count(size_t expected);
  void fail_argument(size_t i, std::string_view expected);
  const wasm::Export* find_export(std::string_view name) const;
  std::unexpected<Reported> fail_unknown();
  std::unexpected<Reported> fail(std::string message);
  void note_functions();
  void note_function(const wasm::Export& exported);

  const wasm::Module& module_;
  const Wanted& wanted_;
  Diagnostics& diagnostics_;
};

Result<std::string> ScriptMaker::make() {
  Result<std::string> expression = wanted_.function ? call() : program_call();
  if (!expression) return kFailed;
  std::string script(kScript);
  replace_all(script, "MODULE", wanted_.module_name);
  replace_all(script, "TRAP_FILE", python_text(wanted_.trap_file));
  script.replace(script.find("CALL"), 4, *expression);
  return script;
}

bool ScriptMaker::check_count(size_t expected) {
  size_t count = wanted_.arguments.size();
  if (count == expected) return true;
  fail(std::format("{} takes {} argument{}, got {}", quote(*wanted_.function),
                   expected, expected == 1 ? "" : "s", count));
  return false;
}

void ScriptMaker::fail_argument(size_t i, std::string_view expected) {
  fail(std::format("argument {} of {} must be {} (got {})", i + 1,
                   quote(*wanted_.function), expected,
                   quote(wanted_.arguments[i])));
}

// Buffers that the function can change are kept, to be printed.
Result<std::string> ScriptMaker::bound_call(const bind::BoundFunction& bound) {
  const bind::Signature& signature = bound.signature;
  const wasm::FuncType& type = module_.func_type(bound.function);
  std::string text = std::format("export({})(", python_text(signature.name));
  bool is_good = check_count(signature.parameters.size());
  size_t slot = 0;
  for (size_t i = 0; is_good && i < signature.parameters.size(); ++i) {
    const bind::Parameter& parameter = signature.parameters[i];
    std::expected<std::string, std::string> value = python_argument(
        wanted_.arguments[i], parameter.type, type.params[slot]);
    auto code = uint8_t(bound.parameters[i]);
    slot +=
        (code & RT_BIND_BUFFER) != 0 && (code & RT_BIND_LENGTH) != 0 ? 2 : 1;
    if (!value) {
      fail_argument(i, value.error());
      is_good = false;
    } else if (parameter.type.is_writable()) {
      text += std::format("buffers.setdefault({}, {}), ",
                          python_text(parameter.name), *value);
    } else {
      text += *value + ", ";
    }
  }
  if (is_good) return text + ")";
  diagnostics_.note(std::format("{} is {}", quote(signature.name),
                                bind::to_string(signature)));
  return kFailed;
}

Result<std::string> ScriptMaker::call() {
  if (!wanted_.environment.empty() || !wanted_.folders.empty()) {
    return fail("'--env' and '--dir' are for programs: leave '--invoke' out");
  }
  if (wanted_.bindings) {
    const bind::BoundFunction* bound =
        wanted_.bindings->find(*wanted_.function);
    if (bound) return bound_call(*bound);
  }
  const wasm::Export* exported = find_export(*wanted_.function);
  if (!exported) return fail_unknown();
  if (exported->kind != wasm::ExternalKind::kFunc) {
    return fail(std::format("{} is a {}, not a function", quote(exported->name),
                            to_string(exported->kind)));
  }
  const wasm::FuncType& type = module_.func_type(exported->index);
  std::string text = std::format("export({})(", python_text(exported->name));
  bool is_good = check_count(type.params.size());
  for (size_t i = 0; is_good && i < type.params.size(); ++i) {
    std::expected<std::string, std::string> value =
        python_number(wanted_.arguments[i], type.params[i]);
    if (value) {
      text += *value + ", ";
      continue;
    }
    fail_argument(i, value.error());
    is_good = false;
  }
  if (!is_good) {
    diagnostics_.note(
        std::format("{} is {}", quote(exported->name), wasm::to_string(type)));
    return kFailed;
  }
  return text + ")";
}

// main(*args, env={...}, dirs={...}), see docs/imports.md.
Result<std::string> ScriptMaker::wasi_call() {
  std::string text = "module.main(*sys.argv[1:]";
  auto add_dict = [&](std::string_view keyword, auto entries,
                      std::string_view separator, bool name_is_first) {
    if (entries.empty()) return;
    text += std::format(", {}={{", keyword);
    for (std::string_view entry : entries) {
      size_t at = entry.find(separator);
      std::string_view first = entry.substr(0, at);
      std::string_view second = first;
      if (at != entry.npos) second = entry.substr(at + separator.size());
      text +=
          std::format("{}: {}, ", python_text(name_is_first ? first : second),
                      python_text(name_is_first ? second : first));
    }
    text += "}";
  };
  add_dict("env", wanted_.environment, "=", true);
  add_dict("dirs", wanted_.folders, kFolderSeparator, false);
  for (std::string_view entry : wanted_.folders) {
    std::string folder(entry.substr(0, entry.find(kFolderSeparator)));
    std::error_code error;
    if (std::filesystem::is_directory(folder, error)) continue;
    Diagnostic diagnostic;
    diagnostic.file = folder;
    diagnostic.message = "'--dir' needs a folder; there is none of this name";
    return diagnostics_.fail(std::move(diagnostic));
  }
  return text + ")";
}

Result<std::string> ScriptMaker::program_call() {
  if (codegen::is_wasi_command(module_)) return wasi_call();
  const wasm::Export* entry = find_export(kProgramEntry);
  bool has_entry = entry && entry->kind == wasm::ExternalKind::kFunc &&
                   module_.func_type(entry->index).params.empty();
  if (!has_entry && !module_.start) {
    fail("is not a program: it exports no function '_start'; name a function "
         "with --invoke");
    note_functions();
    return kFailed;
  }
  if (!wanted_.environment.empty() || !wanted_.folders.empty()) {
    return fail("does not import WASI: '--env' and '--dir' mean nothing to it");
  }
  if (!wanted_.arguments.empty()) {
    return fail(std::format("takes no arguments, because it does not import "
                            "WASI (got {})",
                            quote(wanted_.arguments[0])));
  }
  // The start function has run at import.
  if (!has_entry) return std::string("None");
  return std::format("export({})()", python_text(kProgramEntry));
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
  if (wanted_.bindings) {
    for (const bind::BoundFunction& bound : wanted_.bindings->functions) {
      names.push_back(bound.signature.name);
    }
  }
  fail(std::format("exports no function {}{}", quote(*wanted_.function),
                   did_you_mean(*wanted_.function, names)));
  note_functions();
  return kFailed;
}

std::unexpected<Reported> ScriptMaker::fail(std::string message) {
  Diagnostic diagnostic;
  diagnostic.file = module_.file;
  diagnostic.message = std::move(message);
  return diagnostics_.fail(std::move(diagnostic));
}

void ScriptMaker::note_function(const wasm::Export& exported) {
  std::string text = wasm::to_string(module_.func_type(exported.index));
  std::string_view name = exported.name;
  if (wanted_.bindings) {
    for (const bind::BoundFunction& bound : wanted_.bindings->functions) {
      if (bound.function != exported.index) continue;
      name = bound.signature.name;
      text = bind::to_string(bound.signature);
    }
  }
  diagnostics_.note(std::format("{} is {}", quote(name), text));
}

// All exported functions and their types, or as many as are of use.
void ScriptMaker::note_functions() {
  constexpr size_t kMaxFunctions = 20;
  size_t count = 0;
  for (const wasm::Export& exported : module_.exports) {
    if (exported.kind != wasm::ExternalKind::kFunc) continue;
    if (++count > kMaxFunctions) continue;
    note_function(exported);
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
