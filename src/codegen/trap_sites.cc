#include "codegen/trap_sites.h"

#include <map>

#include <llvm/ADT/STLExtras.h>
#include <llvm/IR/Constants.h>
#include <llvm/Support/LEB128.h>
#include <llvm/Support/raw_ostream.h>

#include "codegen/marks.h"
#include "codegen/trap_names.h"

namespace wasm2mpy::codegen {
namespace {

// What a site stands for, in the order of the numbers: a code or a function.
// Instantiation, which is no function, is the last.
using SiteValue = uint32_t;
constexpr SiteValue kInstantiation = UINT32_MAX;

SiteValue value_of(const Context& context, std::optional<uint32_t> function,
                   uint32_t offset) {
  if (context.trap_codes) return context.trap_codes->code_of(offset);
  return function.value_or(kInstantiation);
}

// The numbers of the sites that are left, and of `others`, in order. LLVM has
// dropped those that nothing refers to.
std::vector<SiteValue> number_sites(Context& context,
                                    const std::set<SiteValue>& others) {
  std::map<SiteValue, llvm::GlobalVariable*> sites;
  for (SiteValue value : others) sites[value] = nullptr;
  for (llvm::GlobalVariable& site :
       llvm::make_early_inc_range(context.out.globals())) {
    SiteValue value;
    if (!site.hasAttribute(marks::kTrapSite) ||
        site.getAttribute(marks::kTrapSite)
            .getValueAsString()
            .getAsInteger(10, value))
      continue;
    if (site.use_empty()) {
      site.eraseFromParent();
    } else {
      sites[value] = &site;
    }
  }
  std::vector<SiteValue> values;
  for (auto [value, site] : sites) {
    values.push_back(value);
    if (!site) continue;
    site->replaceAllUsesWith(llvm::ConstantExpr::getIntToPtr(
        llvm::ConstantInt::get(context.word, values.size()), context.pointer));
    site->eraseFromParent();
  }
  return values;
}

void define_table(Context& context, llvm::StringRef name,
                  llvm::StringRef bytes) {
  llvm::GlobalVariable* undefined = context.out.getGlobalVariable(name);
  if (!undefined) return;
  undefined->replaceAllUsesWith(context.constant_bytes(bytes, name));
  undefined->eraseFromParent();
}

// The linker writes it, and so LLVM must not know what it is.
void define_call_table(Context& context) {
  llvm::GlobalVariable* word = context.out.getGlobalVariable(kCallTable);
  if (!word) return;
  word->setInitializer(llvm::ConstantInt::get(context.i32, 0));
  word->setLinkage(llvm::GlobalValue::InternalLinkage);
}

}  // namespace

llvm::Constant* trap_site(Context& context, std::optional<uint32_t> function,
                          uint32_t offset) {
  if (!context.tells_trap_sites()) return nullptr;
  std::string value = std::to_string(value_of(context, function, offset));
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

TrapSites define_trap_sites(Context& context,
                            const std::set<uint32_t>& callers) {
  if (!context.tells_trap_sites()) return {};
  define_call_table(context);
  std::vector<SiteValue> values = number_sites(
      context, context.trap_codes ? std::set<SiteValue>() : callers);
  std::string table;
  llvm::raw_string_ostream stream(table);
  if (context.trap_codes) {
    SiteValue last = 0;
    for (SiteValue code : values) {
      llvm::encodeULEB128(code - last, stream);
      last = code;
    }
    define_table(context, "rt_codes", table);
    return {.codes = std::move(values), .function_numbers = {}};
  }
  TrapSites sites;
  for (SiteValue value : values) {
    std::optional<uint32_t> function;
    if (value != kInstantiation) function = value;
    if (function)
      sites.function_numbers[value] =
          uint32_t(sites.function_numbers.size() + 1);
    stream << trap_name(context, function) << '\0';
  }
  define_table(context, "rt_names", table);
  return sites;
}

}  // namespace wasm2mpy::codegen
