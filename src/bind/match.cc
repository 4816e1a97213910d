// Do the signatures fit the module? Each parameter takes one or two parameters
// of the export, so a signature may fit in more than one way: a buffer or
// string is an address and a length, or an address alone.
#include <algorithm>
#include <format>

#include "bind/allocator.h"
#include "bind/bindings.h"
#include "bind/lexer.h"
#include "contract/constants.h"
#include "mpy/format.h"
#include "support/edit_distance.h"
#include "wasm/value_type.h"

namespace wasm2mpy::bind {
namespace {

using wasm::ExternalKind;
using wasm::FuncType;
using wasm::ValType;

// One byte of a description each, so that lengths are never an issue.
constexpr size_t kMaxParameters = 100;
// The number of ways to try is 2 to the power of this.
constexpr size_t kMaxCopied = 10;

bool fits(const TypeName& type, ValType value) {
  switch (type.kind) {
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kBool:
      return wasm::is_kind(value, wasm::ValueKind::kInteger);
    case Kind::kFloat:
      return wasm::is_kind(value, wasm::ValueKind::kFloat);
    case Kind::kObject:
      return value.is_ref();
    default:
      return value == ValType::kI32;
  }
}

// What fits() takes, in words.
std::string_view wanted(const TypeName& type) {
  switch (type.kind) {
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kBool:
      return "i32 or i64";
    case Kind::kFloat:
      return "f32 or f64";
    case Kind::kObject:
      return "a reference";
    default:
      return "i32";
  }
}

// Which parameters have a length: one bit for each, by parameter.
using Lengths = std::vector<bool>;

class Matcher {
 public:
  Matcher(const wasm::Module& module, const Allocator& allocator,
          std::string_view file, Diagnostics& diagnostics)
      : module_(module),
        has_utf16_(is_assemblyscript(module, allocator)),
        file_(file),
        diagnostics_(diagnostics) {}

  // False: reported.
  bool match(Signature signature, Bindings& bindings);
  // Copies need a place in linear memory.
  bool check_memory(const Bindings& bindings,
                    std::optional<uint32_t> stack_pointer);

 private:
  bool fail(Position position, std::string message) {
    diagnostics_.fail(
        {.file = place(file_, position), .message = std::move(message)});
    return false;
  }
  const wasm::Export* find_function(const Signature& signature);
  bool fit_parameters(const Signature& signature, const FuncType& type,
                      BoundFunction& bound);
  bool parameters_fit(const Signature& signature, const FuncType& type,
                      const Lengths& lengths) const;
  bool choose_lengths(const Signature& signature, const FuncType& type,
                      Lengths& lengths);
  void note_where_room_is();
  bool report_parameters(const Signature& signature, const FuncType& type,
                         const Lengths& lengths);
  bool fit_results(const Signature& signature, const FuncType& type,
                   BoundFunction& bound);

  const wasm::Module& module_;
  bool has_utf16_;  // strings without a length are objects of AssemblyScript
  std::string_view file_;
  Diagnostics& diagnostics_;
};

const wasm::Export* Matcher::find_function(const Signature& signature) {
  std::vector<std::string_view> names;
  for (const wasm::Export& exported : module_.exports) {
    bool is_function = exported.kind == ExternalKind::kFunc;
    if (is_function) names.push_back(exported.name);
    if (exported.name != signature.exported.name) continue;
    if (!is_function) {
      fail(signature.exported.position,
           std::format("export {} is a {}, not a function",
                       quote(exported.name), to_string(exported.kind)));
      return nullptr;
    }
    if (module_.functions[exported.index].import) {
      fail(signature.exported.position,
           std::format("export {} is an imported function",
                       quote(exported.name)));
      return nullptr;
    }
    return &exported;
  }
  fail(signature.exported.position,
       std::format("no function is exported as {}{}",
                   quote(signature.exported.name),
                   did_you_mean(signature.exported.name, names)));
  return nullptr;
}

bool Matcher::parameters_fit(const Signature& signature, const FuncType& type,
                             const Lengths& lengths) const {
  size_t slot = 0;
  for (size_t i = 0; i < signature.parameters.size(); ++i) {
    for (size_t n = lengths[i] ? 2 : 1; n; --n, ++slot) {
      if (slot == type.params.size() ||
          !fits(signature.parameters[i].type, type.params[slot]))
        return false;
    }
  }
  return slot == type.params.size();
}

bool Matcher::report_parameters(const Signature& signature,
                                const FuncType& type, const Lengths& lengths) {
  size_t slot = 0;
  size_t shortest = signature.parameters.size();
  std::string description =
      std::format("the export {} has the type {}",
                  quote(signature.exported.name), to_signature(type));
  size_t longest = shortest + size_t(std::ranges::count(lengths, true));
  if (signature.says_pointers) shortest = longest;
  size_t count = type.params.size();
  if (count < shortest || count > longest) {
    std::string need = shortest == longest
                           ? std::format("{}", longest)
                           : std::format("{} to {}", shortest, longest);
    return fail(signature.position,
                std::format("{} stands for {} parameter{}, but {}",
                            quote(signature.name), need,
                            longest == 1 ? "" : "s", description));
  }
  if (count == longest) {
    for (size_t i = 0; i < signature.parameters.size(); ++i) {
      const Parameter& parameter = signature.parameters[i];
      for (size_t n = lengths[i] ? 2 : 1; n; --n, ++slot) {
        if (fits(parameter.type, type.params[slot])) continue;
        return fail(
            parameter.type.position,
            std::format("parameter {} is {} and needs {} (got {}); {}",
                        quote(parameter.name), quote(to_string(parameter.type)),
                        wanted(parameter.type), to_string(type.params[slot]),
                        description));
      }
    }
  }
  return fail(
      signature.position,
      std::format("{} does not fit: {}", quote(signature.name), description));
}

// Among the ways that fit: all have lengths, none has, all but strings have.
bool Matcher::choose_lengths(const Signature& signature, const FuncType& type,
                             Lengths& lengths) {
  const std::vector<Parameter>& parameters = signature.parameters;
  std::vector<size_t> copied;
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].type.is_copied()) copied.push_back(i);
  }
  Lengths none(parameters.size());
  Lengths all = none;
  Lengths but_strings = none;
  for (size_t i : copied) {
    all[i] = true;
    but_strings[i] = parameters[i].type.kind != Kind::kStr;
  }
  if (signature.says_pointers) {
    lengths = all;
    for (const Mention& mention : signature.pointers)
      lengths[size_t(
          std::ranges::find(parameters, mention.name, &Parameter::name) -
          parameters.begin())] = false;
    return parameters_fit(signature, type, lengths) ||
           report_parameters(signature, type, lengths);
  }
  for (const Lengths& usual : {all, none, but_strings}) {
    lengths = usual;
    if (parameters_fit(signature, type, usual)) return true;
  }
  std::vector<Lengths> ways;
  for (size_t way = 0; way >> std::min(copied.size(), kMaxCopied) == 0; ++way) {
    Lengths trial = none;
    for (size_t bit = 0; bit < std::min(copied.size(), kMaxCopied); ++bit)
      trial[copied[bit]] = (way >> bit & 1) != 0;
    if (parameters_fit(signature, type, trial)) ways.push_back(trial);
  }
  if (ways.empty()) return report_parameters(signature, type, all);
  lengths = ways[0];
  if (ways.size() == 1) return true;
  return fail(signature.position,
              std::format("it is not clear which parameters have a length; say "
                          "which have none: '# pointer: NAME' (the export {} "
                          "has the type {})",
                          quote(signature.exported.name), to_signature(type)));
}

uint8_t element_code(std::string_view element) {
  if (element.empty()) return 0;
  int bits = 0;
  for (char digit : element.substr(1)) bits = 10 * bits + (digit - '0');
  // 8: 1, 16: 2, 32: 3, 64: 4.
  int code = bits == 8 ? 1 : bits == 16 ? 2 : bits == 32 ? 3 : 4;
  return uint8_t(code + (element[0] == 'f' ? 2 : 0));
}

// Of a string, behind the address of which no length is.
uint8_t text_code(bool has_utf16) {
  return RT_BIND_STR | (has_utf16 ? RT_BIND_UTF16 : 0);
}

uint8_t parameter_code(const TypeName& type, bool has_length, bool has_utf16) {
  if (type.kind == Kind::kBool) return RT_BIND_BOOL;
  if (!type.is_copied()) return RT_BIND_VALUE;
  uint8_t code = RT_BIND_BUFFER;
  if (has_length) code |= RT_BIND_LENGTH;
  if (type.kind == Kind::kStr) code |= text_code(has_utf16 && !has_length);
  if (type.is_writable()) code |= RT_BIND_WRITABLE;
  if (type.kind == Kind::kArray) {
    code |= element_code(type.element);
    if (has_length) code |= RT_BIND_COUNT;
  }
  return code;
}

bool Matcher::fit_parameters(const Signature& signature, const FuncType& type,
                             BoundFunction& bound) {
  Lengths lengths;
  if (!choose_lengths(signature, type, lengths)) return false;
  for (size_t i = 0; i < signature.parameters.size(); ++i)
    bound.parameters += char(
        parameter_code(signature.parameters[i].type, lengths[i], has_utf16_));
  return true;
}

uint8_t result_code(const Signature& signature, const TypeName& type,
                    bool has_length, bool has_utf16) {
  if (type.kind == Kind::kBool) return RT_BIND_BOOL;
  if (type.kind == Kind::kUint) return RT_BIND_UINT;
  if (!type.is_copied()) return RT_BIND_VALUE;
  uint8_t code = RT_BIND_BUFFER;
  if (has_length) code |= RT_BIND_LENGTH;
  if (type.kind == Kind::kStr) code |= text_code(has_utf16 && !has_length);
  if (type.or_none) code |= RT_BIND_NULLABLE;
  if (signature.frees_result) code |= RT_BIND_RELEASE;
  return code;
}

// A string or bytes are an address (zero at the end), an i64 (address in the
// low half, length in the high one), or, as the only result, address and
// length.
bool Matcher::fit_results(const Signature& signature, const FuncType& type,
                          BoundFunction& bound) {
  const std::vector<TypeName>& results = signature.results;
  std::string description =
      std::format("the export {} has the type {}",
                  quote(signature.exported.name), to_signature(type));
  bool is_single = results.size() == 1;
  bool is_pair =
      is_single && results[0].is_copied() && type.results.size() == 2;
  if (!is_pair && results.size() != type.results.size())
    return fail(
        signature.result_position,
        std::format("{} gives {} result{}, but {}", quote(signature.name),
                    results.empty() ? "no" : std::to_string(results.size()),
                    results.size() > 1 ? "s" : "", description));
  bool is_good = true;
  for (size_t i = 0; i < results.size(); ++i) {
    bool is_packed = results[i].is_copied() && type.results[i] == ValType::kI64;
    bool fits_here = is_packed || fits(results[i], type.results[i]);
    std::string got(to_string(type.results[i]));
    if (is_pair) {
      fits_here =
          type.results[0] == ValType::kI32 && type.results[1] == ValType::kI32;
      got = std::format("({}, {})", got, to_string(type.results[1]));
    }
    bound.results += char(
        result_code(signature, results[i], is_pair || is_packed, has_utf16_));
    if (fits_here) continue;
    std::string_view need = !results[i].is_copied() ? wanted(results[i])
                            : is_single             ? "i32, i64 or (i32, i32)"
                                                    : "i32 or i64";
    is_good =
        fail(results[i].position,
             std::format("result{} is {} and needs {} (got {}); {}",
                         is_single ? "" : std::format(" {}", i + 1),
                         quote(to_string(results[i])), need, got, description));
  }
  return is_good;
}

bool Matcher::match(Signature signature, Bindings& bindings) {
  if (signature.name.size() > mpy::kMaxQstrLength)
    return fail(signature.position,
                std::format("the name has {} bytes, more than {}",
                            signature.name.size(), mpy::kMaxQstrLength));
  if (signature.parameters.size() > kMaxParameters)
    return fail(
        signature.position,
        std::format("{} has {} parameters, more than {}", quote(signature.name),
                    signature.parameters.size(), kMaxParameters));
  const wasm::Export* exported = find_function(signature);
  if (!exported) return false;
  // A name that is another export's would hide that.
  for (const wasm::Export& other : module_.exports) {
    if (other.name != signature.name || &other == exported) continue;
    return fail(signature.position,
                std::format("{} is another export", quote(signature.name)));
  }
  const FuncType& type = module_.func_type(exported->index);
  BoundFunction bound = {{}, exported->index, "", ""};
  bool is_good = fit_parameters(signature, type, bound);
  if (!fit_results(signature, type, bound) || !is_good) return false;
  bound.signature = std::move(signature);
  bindings.functions.push_back(std::move(bound));
  return true;
}

void Matcher::note_where_room_is() {
  if (module_.names.globals.empty())
    diagnostics_.note("names of globals, by which the stack pointer is known, "
                      "are not in the module: was it stripped?");
  diagnostics_.note("the linker keeps either: wasm-ld --export=malloc "
                    "--export=free, or --export=__stack_pointer");
}

bool Matcher::check_memory(const Bindings& bindings,
                           std::optional<uint32_t> stack_pointer) {
  bool is_good = true;
  bool has_room = true;
  for (const BoundFunction& bound : bindings.functions) {
    const Signature& signature = bound.signature;
    auto has_copy = [](char code) { return (code & RT_BIND_BUFFER) != 0; };
    auto is_utf16 = [](char code) { return RT_BIND_IS_UTF16(code); };
    bool copies = std::ranges::any_of(bound.parameters, has_copy);
    if (!copies && std::ranges::none_of(bound.results, has_copy)) continue;
    if (module_.memories.empty() || module_.memories[0].type.limits.is_64) {
      is_good = fail(signature.position,
                     std::format("{} needs a memory with 32-bit addresses, and "
                                 "the module has none",
                                 quote(signature.name)));
    } else if (!bindings.allocator.makes_strings() &&
               std::ranges::any_of(bound.parameters, is_utf16)) {
      is_good = fail(signature.position,
                     std::format("{} needs the allocator of AssemblyScript, "
                                 "which the module does not export: compile it "
                                 "with asc --exportRuntime",
                                 quote(signature.name)));
    } else if (copies && !bindings.allocator.allocate && !stack_pointer) {
      is_good =
          fail(signature.position,
               std::format(
                   "{} needs room in linear memory, but the module exports no "
                   "allocator, and its stack pointer is not known",
                   quote(signature.name)));
      has_room = false;
    } else if (signature.frees_result && !bindings.allocator.release) {
      is_good = fail(signature.frees_position,
                     "there is nothing to free with: export malloc and free "
                     "(wasm-ld --export=malloc --export=free)");
    }
  }
  if (!has_room) note_where_room_is();
  return is_good;
}

}  // namespace

bool Bindings::use_memory() const {
  return std::ranges::any_of(functions, [](const BoundFunction& bound) {
    auto is_copy = [](char code) { return (code & RT_BIND_BUFFER) != 0; };
    return std::ranges::any_of(bound.parameters, is_copy) ||
           std::ranges::any_of(bound.results, is_copy);
  });
}

const BoundFunction* Bindings::find(std::string_view name) const {
  for (const BoundFunction& bound : functions) {
    if (bound.signature.name == name) return &bound;
  }
  return nullptr;
}

Result<Bindings> bind(const wasm::Module& module,
                      std::optional<uint32_t> stack_pointer,
                      std::string_view text, std::string_view file,
                      Diagnostics& diagnostics) {
  Result<SignatureFile> parsed = parse_signatures(text, file, diagnostics);
  if (!parsed) return std::unexpected(Reported{});
  Bindings bindings;
  bindings.documentation = std::move(parsed->documentation);
  bindings.allocator = find_allocator(module);
  Matcher matcher(module, bindings.allocator, file, diagnostics);
  bool is_good = true;
  for (Signature& signature : parsed->signatures)
    is_good &= matcher.match(std::move(signature), bindings);
  if (!bindings.allocator.allocate && stack_pointer)
    bindings.stack_low = lowest_stack_address(module, *stack_pointer);
  if (is_good) is_good = matcher.check_memory(bindings, stack_pointer);
  if (!is_good) return std::unexpected(Reported{});
  return bindings;
}

}  // namespace wasm2mpy::bind
