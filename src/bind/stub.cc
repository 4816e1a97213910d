// An export may have any name, and so hide what the stub itself needs. Names
// of other modules are imported with an underscore for that reason, and names
// of built-in types are written out in full where an export has them.
#include "bind/stub.h"

#include <algorithm>
#include <array>
#include <format>
#include <ranges>
#include <set>
#include <vector>

#include "bind/lexer.h"
#include "wasm/subtyping.h"
#include "wasm/value_type.h"

namespace wasm2mpy::bind {
namespace {

using wasm::ExternalKind;
using wasm::FuncType;
using wasm::HeapType;
using wasm::ValType;

constexpr std::string_view kMemory =
    "class _Memory:\n"
    "    @{property}\n"
    "    def size(self) -> {int}: ...\n"
    "    def grow(self, pages: {int}, /) -> {int}: ...\n"
    "    def __len__(self) -> {int}: ...\n"
    "    @_overload\n"
    "    def __getitem__(self, index: {int}, /) -> {int}: ...\n"
    "    @_overload\n"
    "    def __getitem__(self, index: {slice}, /) -> {bytearray}: ...\n"
    "    @_overload\n"
    "    def __setitem__(self, index: {int}, value: {int}, /) -> None: ...\n"
    "    @_overload\n"
    "    def __setitem__(\n"
    "        self, index: {slice}, value: {bytes} | {bytearray} | "
    "{memoryview}, /\n"
    "    ) -> None: ...\n"
    "    def __buffer__(self, flags: {int}, /) -> {memoryview}: ...\n";
// With bound functions only.
constexpr std::string_view kMemoryMethods =
    "    def read(self, at: {int}, size: {int}, /) -> {bytes}: ...\n"
    "    def read_str(self, at: {int}, size: {int} = ..., /) -> {str}: ...\n"
    "    def write(self, at: {int}, data: _Readable | {str}, /) -> None: ...\n";
constexpr std::string_view kTable =
    "class _Table(_Generic[_T]):\n"
    "    @{property}\n"
    "    def size(self) -> {int}: ...\n"
    "    def grow(self, count: {int}, value: _T = ..., /) -> {int}: ...\n"
    "    def __len__(self) -> {int}: ...\n"
    "    def __getitem__(self, index: {int}, /) -> _T: ...\n"
    "    def __setitem__(self, index: {int}, value: _T, /) -> None: ...\n";
constexpr std::string_view kGlobal = "class _Global(_Generic[_T]):\n"
                                     "    value: _T\n";
constexpr std::string_view kConstant = "class _Constant(_Generic[_T]):\n"
                                       "    @{property}\n"
                                       "    def value(self) -> _T: ...\n";
// A tag makes an exception of itself.
constexpr std::string_view kTag =
    "class _Tag:\n"
    "    def __call__(self, *values: _Any) -> Exception: ...\n";

// A docstring as a signature file writes it, in a block that is indented so.
// Its lines go along.
std::string indented(std::string_view documentation, std::string_view indent) {
  std::vector<std::string_view> lines;
  for (auto part : std::views::split(documentation, '\n')) {
    std::string_view line(part);
    lines.push_back(line.substr(0, line.find_last_not_of("\r") + 1));
  }
  size_t common = std::string_view::npos;
  for (std::string_view line : lines | std::views::drop(1))
    common = std::min(common, line.find_first_not_of(" \t"));
  std::string text = std::format("{}{}\n", indent, lines[0]);
  for (std::string_view line : lines | std::views::drop(1)) {
    bool is_blank = line.find_first_not_of(" \t") == line.npos;
    text +=
        is_blank ? "\n" : std::format("{}{}\n", indent, line.substr(common));
  }
  return text;
}

class StubWriter {
 public:
  StubWriter(const wasm::Module& module, const Bindings& bindings,
             const StubOptions& options)
      : module_(module), bindings_(bindings), options_(options) {
    for (const wasm::Export& exported : module.exports)
      names_.insert(exported.name);
    for (const BoundFunction& bound : bindings.functions)
      names_.insert(bound.signature.name);
    has_exception_ = !module.tags.empty() && names_.insert("Exception").second;
  }

  std::string write();

 private:
  // A type of Python, or the name of its class here, which is noted as used.
  std::string builtin(std::string_view name) const;
  std::string own(std::string_view name);
  std::string expand(std::string_view text) const;
  std::string value_type(ValType type, bool is_parameter, int depth = 0);
  std::string result_type(const FuncType& type, int depth = 0);
  std::string callable(const FuncType& type, int depth);
  std::string bound_type(const TypeName& type, bool is_parameter);
  std::string parameters(uint32_t function);
  std::string exports(std::string_view indent);
  std::string export_line(const wasm::Export& exported,
                          std::string_view indent);
  std::string bound_line(const Signature& signature, std::string_view indent);
  std::string head();

  const wasm::Module& module_;
  const Bindings& bindings_;
  const StubOptions& options_;
  bool has_exception_ = false;  // the class of what it throws
  std::set<std::string, std::less<>> names_;
  std::set<std::string, std::less<>> used_;  // of what head() can bring along
};

std::string StubWriter::builtin(std::string_view name) const {
  if (!names_.contains(name)) return std::string(name);
  return std::format("_builtins.{}", name);
}

std::string StubWriter::own(std::string_view name) {
  used_.emplace(name);
  return std::string(name);
}

// "{int}": the built-in type.
std::string StubWriter::expand(std::string_view text) const {
  std::string result;
  while (!text.empty()) {
    size_t open = std::min(text.find('{'), text.size());
    result += text.substr(0, open);
    if (open == text.size()) break;
    size_t close = text.find('}');
    result += builtin(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
  return result;
}

std::string StubWriter::callable(const FuncType& type, int depth) {
  std::string text = own("_Callable") + "[[";
  for (ValType value : type.params) {
    if (!text.ends_with('[')) text += ", ";
    text += value_type(value, true, depth);
  }
  return text + "], " + result_type(type, depth) + "]";
}

std::string StubWriter::value_type(ValType type, bool is_parameter, int depth) {
  if (const wasm::ValueTypeInfo* info = wasm::find_value_type(type))
    return builtin(wasm::python_class(info->kind));
  HeapType heap = type.heap();
  if (heap == HeapType::kExtern)
    return is_parameter ? builtin("object") : own("_Any");
  if (heap == HeapType::kNoFunc || heap == HeapType::kNoExtern) return "None";
  if (wasm::refers_to_objects(module_.types, type)) {
    if (heap == HeapType::kNone) return "None";
    std::string text = is_parameter ? builtin("object") : own("_Any");
    if (heap == HeapType::kI31) text = builtin("int");
    return type.nullable() && heap == HeapType::kI31 ? text + " | None" : text;
  }
  // Types can refer to themselves.
  constexpr int kMaxDepth = 2;
  std::string text;
  if (heap.is_index() && depth < kMaxDepth &&
      module_.types[heap.type_index()].composite == wasm::SubType::kFunc) {
    text = callable(module_.types[heap.type_index()].func, depth + 1);
  } else {
    text = std::format("{}[..., {}]", own("_Callable"), own("_Any"));
  }
  return type.nullable() ? text + " | None" : text;
}

std::string StubWriter::result_type(const FuncType& type, int depth) {
  if (type.results.empty()) return "None";
  if (type.results.size() == 1)
    return value_type(type.results[0], false, depth);
  std::string text = builtin("tuple") + "[";
  for (ValType value : type.results) {
    if (!text.ends_with('[')) text += ", ";
    text += value_type(value, false, depth);
  }
  return text + "]";
}

std::string StubWriter::bound_type(const TypeName& type, bool is_parameter) {
  std::string none = type.or_none ? " | None" : "";
  switch (type.kind) {
    case Kind::kInt:
    case Kind::kUint:
      return builtin("int");
    case Kind::kBool:
      return builtin("bool");
    case Kind::kFloat:
      return builtin("float");
    case Kind::kObject:
      return is_parameter ? builtin("object") : own("_Any");
    case Kind::kStr:
      return builtin("str") + none;
    case Kind::kBytes:
      return (is_parameter ? own("_Readable") : builtin("bytes")) + none;
    case Kind::kByteArray:
      return own("_Writable");
    case Kind::kArray:
      break;
  }
  if (type.element.empty()) return own("_Writable");
  bool is_float = type.element[0] == 'f';
  std::string text =
      std::format("{}[{}]", own("_array"), builtin(is_float ? "float" : "int"));
  if (type.element == "i8" || type.element == "u8")
    text += std::format(" | {}", builtin("bytearray"));
  return text + std::format(" | {}", builtin("memoryview"));
}

// Names of the module's own, where they are good for Python. They cannot be
// used as keywords, so nobody depends on them.
std::string StubWriter::parameters(uint32_t function) {
  const FuncType& type = module_.func_type(function);
  const std::vector<std::string>* known = nullptr;
  if (auto found = module_.names.locals.find(function);
      found != module_.names.locals.end())
    known = &found->second;
  std::string text;
  std::set<std::string> taken;
  for (size_t i = 0; i < type.params.size(); ++i) {
    std::string name = std::format("p{}", i);
    bool is_good = known && i < known->size() && is_identifier((*known)[i]) &&
                   (*known)[i] != "self";
    if (is_good && !taken.contains((*known)[i])) name = (*known)[i];
    while (!taken.insert(name).second) name += "_";
    text += std::format("{}: {}, ", name, value_type(type.params[i], true));
  }
  return text.empty() ? text : text + "/";
}

std::string StubWriter::bound_line(const Signature& signature,
                                   std::string_view indent) {
  std::string text;
  for (const Parameter& parameter : signature.parameters) {
    if (!text.empty()) text += ", ";
    text +=
        std::format("{}: {}", parameter.name, bound_type(parameter.type, true));
  }
  std::string result = "None";
  if (signature.is_tuple) {
    result = builtin("tuple") + "[";
    for (const TypeName& type : signature.results) {
      if (!result.ends_with('[')) result += ", ";
      result += bound_type(type, false);
    }
    result += "]";
  } else if (!signature.results.empty()) {
    result = bound_type(signature.results[0], false);
  }
  std::string_view decorator = "";
  std::string method;
  if (!indent.empty()) {
    method = std::format("{}@{}\n", indent, builtin("staticmethod"));
    decorator = method;
  }
  std::string line = std::format("{}{}def {}({}) -> {}:", decorator, indent,
                                 signature.name, text, result);
  if (signature.documentation.empty()) return line + " ...\n";
  return line + "\n" +
         indented(signature.documentation, std::format("{}    ", indent));
}

std::string StubWriter::export_line(const wasm::Export& exported,
                                    std::string_view indent) {
  std::string type;
  switch (exported.kind) {
    case ExternalKind::kFunc: {
      std::string decorator =
          indent.empty()
              ? ""
              : std::format("{}@{}\n", indent, builtin("staticmethod"));
      return std::format("{}{}def {}({}) -> {}: ...\n", decorator, indent,
                         exported.name, parameters(exported.index),
                         result_type(module_.func_type(exported.index)));
    }
    case ExternalKind::kMemory:
      type = own("_Memory");
      if (!bindings_.empty()) own("_Readable");
      break;
    case ExternalKind::kTable:
      type = std::format(
          "{}[{}]", own("_Table"),
          value_type(module_.tables[exported.index].type.element, false));
      break;
    case ExternalKind::kGlobal: {
      const wasm::GlobalType& global = module_.globals[exported.index].type;
      type = std::format("{}[{}]",
                         own(global.is_mutable ? "_Global" : "_Constant"),
                         value_type(global.type, false));
      break;
    }
    case ExternalKind::kTag:
      own("_Any");
      type = own("_Tag");
      break;
  }
  return std::format("{}{}: {}\n", indent, exported.name, type);
}

// Every module has these; type checkers refuse to declare them again.
bool is_module_attribute(std::string_view name) {
  constexpr std::array<std::string_view, 8> kNames = {
      "__name__", "__doc__",    "__file__", "__path__",
      "__dict__", "__loader__", "__spec__", "__package__"};
  return std::ranges::contains(kNames, name);
}

std::string StubWriter::exports(std::string_view indent) {
  std::string text;
  std::string others;
  for (const wasm::Export& exported : module_.exports) {
    if (bindings_.find(exported.name)) continue;
    if (is_identifier(exported.name) && !is_module_attribute(exported.name)) {
      text += export_line(exported, indent);
    } else {
      others += std::format("{}#   getattr(..., {}): {}\n", indent,
                            quote(exported.name), to_string(exported.kind));
    }
  }
  for (const BoundFunction& bound : bindings_.functions)
    text += bound_line(bound.signature, indent);
  if (!others.empty())
    text += std::format("{}# Names that a stub cannot declare:\n{}", indent,
                        others);
  return text;
}

// Imports and classes, as far as they are used.
std::string StubWriter::head() {
  auto uses = [&](std::string_view name) { return used_.contains(name); };
  std::string classes;
  auto add_class = [&](std::string_view name, std::string_view text) {
    if (uses(name)) classes += "\n" + expand(text);
  };
  add_class("_Memory", kMemory);
  if (uses("_Memory") && !bindings_.empty()) classes += expand(kMemoryMethods);
  add_class("_Table", kTable);
  add_class("_Global", kGlobal);
  add_class("_Constant", kConstant);
  add_class("_Tag", kTag);

  std::string text;
  bool is_generic = uses("_Table") || uses("_Global") || uses("_Constant");
  bool has_buffers = uses("_Readable") || uses("_Writable");
  if (std::ranges::any_of(names_, [](std::string_view name) {
        return name == "int" || name == "float" || name == "bool" ||
               name == "str" || name == "bytes" || name == "bytearray" ||
               name == "memoryview" || name == "object" || name == "tuple" ||
               name == "slice" || name == "property" ||
               name == "staticmethod" || name == "RuntimeError" ||
               name == "Exception";
      }))
    text += "import builtins as _builtins\n";
  if (uses("_array") || has_buffers)
    text += "from array import array as _array\n";
  std::string typing;
  auto add_typing = [&](std::string_view name, bool is_used) {
    if (!is_used) return;
    typing +=
        std::format("{}{} as _{}", typing.empty() ? "" : ", ", name, name);
  };
  add_typing("Any", uses("_Any") || has_buffers);
  add_typing("Callable", uses("_Callable"));
  add_typing("Generic", is_generic);
  add_typing("TypeVar", is_generic);
  add_typing("overload", uses("_Memory"));
  if (!typing.empty()) text += "from typing import " + typing + "\n";
  if (is_generic) text += "\n_T = _TypeVar(\"_T\")\n";
  if (has_buffers) {
    text += expand("\n_Writable = {bytearray} | {memoryview} | _array[_Any]\n");
    if (uses("_Readable")) text += expand("_Readable = {bytes} | _Writable\n");
  }
  return text + classes;
}

std::string StubWriter::write() {
  bool is_instance = options_.has_instance && !options_.is_command;
  std::string members = exports("    ");
  std::string globals = is_instance ? exports("") : "";
  std::string body;
  if (options_.traps && !(is_instance && names_.contains("Trap")))
    body += std::format("\nclass Trap({}): ...\n", builtin("RuntimeError"));
  if (has_exception_) {
    own("_Any");
    body += std::format("\nclass Exception({}):\n    tag: {}\n",
                        builtin("Exception"), own("_Tag"));
  }
  if (options_.has_instantiate) {
    bool is_empty = members.find("def ") == members.npos &&
                    members.find(": ") == members.npos;
    body += "\nclass _Instance:\n" + members + (is_empty ? "    ...\n" : "");
  }
  body += "\n";
  if (options_.has_instantiate &&
      !(is_instance && names_.contains("instantiate"))) {
    std::string parameters;
    if (!module_.imports.empty())
      parameters = "imports: " + own("_Any") + " = None, /";
    if (options_.has_fuel) {
      parameters += std::format("{}*, fuel: {} = ...",
                                parameters.empty() ? "" : ", ", builtin("int"));
    }
    body += std::format("def instantiate({}) -> _Instance: ...\n", parameters);
  }
  if (options_.is_command)
    body += std::format("def main(*args: {} | {}) -> None: ...\n",
                        builtin("str"), builtin("bytes"));
  body += globals;
  std::string documentation;
  if (!bindings_.documentation.empty())
    documentation = indented(bindings_.documentation, "");
  return std::format("# The module that wasm2mpy makes of {}.\n{}{}{}",
                     quote(options_.source), documentation, head(), body);
}

}  // namespace

std::string make_stub(const wasm::Module& module, const Bindings& bindings,
                      const StubOptions& options) {
  return StubWriter(module, bindings, options).write();
}

}  // namespace wasm2mpy::bind
