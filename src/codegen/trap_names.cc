#include "codegen/trap_names.h"

#include <algorithm>
#include <format>
#include <vector>

#include <llvm/ADT/StringMap.h>
#include <llvm/IR/Constants.h>

#include "codegen/marks.h"
#include "support/demangle.h"

namespace wasm2mpy::codegen {
namespace {

constexpr const char* kTable = "rt_names";
constexpr size_t kMostBytes = 60;

std::string site_value(std::optional<uint32_t> function) {
  return function ? std::to_string(*function) : "";
}

// "::h" and sixteen hexadecimal digits.
std::string_view without_rust_hash(std::string_view name) {
  constexpr std::string_view kHash = "::h";
  constexpr size_t kDigits = 16;
  if (name.size() <= kHash.size() + kDigits) return name;
  std::string_view digits = name.substr(name.size() - kDigits);
  bool is_hash = name.substr(0, name.size() - kDigits).ends_with(kHash) &&
                 digits.find_first_not_of("0123456789abcdef") == digits.npos;
  return is_hash ? name.substr(0, name.size() - kDigits - kHash.size()) : name;
}

// "f(int, char (*)(int)) const" is "f", and "(anonymous namespace)::g()" loses
// its last parentheses only.
std::string_view without_parameters(std::string_view name) {
  size_t end = name.rfind(')');
  if (end == name.npos) return name;
  std::string_view behind = name.substr(end + 1);
  if (!behind.empty() && !behind.starts_with(' ')) return name;
  size_t depth = 0;
  for (size_t i = end + 1; i-- > 0;) {
    if (name[i] == ')') ++depth;
    if (name[i] == '(' && --depth == 0) return i ? name.substr(0, i) : name;
  }
  return name;
}

std::string name_of(const Context& context, std::optional<uint32_t> function) {
  if (!function) return "instantiation";
  const wasm::Module& module = context.module;
  std::string name;
  if (context.settings.names == Names::kFull) {
    name = short_name(module.function_name(*function));
  } else if (auto exported = module.functions[*function].first_export) {
    name = module.exports[*exported].name;
  }
  // A zero byte ends a name in the table.
  std::ranges::replace(name, '\0', '?');
  return name.empty() ? std::format("func {}", *function) : name;
}

}  // namespace

std::string short_name(std::string_view full_name) {
  std::string plain = demangled(full_name);
  std::string_view name = without_parameters(without_rust_hash(plain));
  if (name.size() <= kMostBytes) return std::string(name);
  size_t size = kMostBytes;
  // Not in the middle of a character.
  while (size > 0 && (name[size] & 0xc0) == 0x80) --size;
  return std::string(name.substr(0, size)) + "...";
}

llvm::Constant* trap_site(Context& context, std::optional<uint32_t> function) {
  std::string value = site_value(function);
  std::string name = "trap.site." + value;
  llvm::GlobalVariable* known = context.out.getGlobalVariable(name);
  if (known && known->hasAttribute(marks::kTrapSite)) return known;
  auto* site = new llvm::GlobalVariable(context.out, context.i8, true,
                                        llvm::GlobalValue::ExternalLinkage,
                                        nullptr, name);
  site->addAttribute(marks::kTrapSite, value);
  site->setAlignment(llvm::Align(1));
  return site;
}

void define_trap_names(Context& context) {
  llvm::GlobalVariable* undefined = context.out.getGlobalVariable(kTable);
  // By the value of their mark. LLVM has dropped those that nothing refers to.
  llvm::StringMap<llvm::GlobalVariable*> sites;
  for (llvm::GlobalVariable& variable : context.out.globals()) {
    if (variable.hasAttribute(marks::kTrapSite))
      sites[variable.getAttribute(marks::kTrapSite).getValueAsString()] =
          &variable;
  }
  std::string table;
  uint64_t number = 0;
  auto define = [&](std::optional<uint32_t> function) {
    llvm::GlobalVariable* site = sites.lookup(site_value(function));
    if (!site) return;
    if (!site->use_empty()) {
      table += name_of(context, function) + '\0';
      llvm::Constant* value = llvm::ConstantInt::get(context.word, ++number);
      site->replaceAllUsesWith(
          llvm::ConstantExpr::getIntToPtr(value, context.pointer));
    }
    site->eraseFromParent();
  };
  for (uint32_t i = 0; i < context.module.functions.size(); ++i) define(i);
  define(std::nullopt);
  if (!undefined) return;
  undefined->replaceAllUsesWith(context.constant_bytes(table, kTable));
  undefined->eraseFromParent();
}

}  // namespace wasm2mpy::codegen
