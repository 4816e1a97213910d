#include "analysis/exceptions.h"

#include <algorithm>
#include <map>

#include "wasm/call.h"
#include "wasm/opcode.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::Instruction;
using wasm::Opcode;

// What a block says of an exception in it.
enum class Shelter : uint8_t {
  kNone,      // goes on outwards
  kCatchAll,  // never leaves the function
  kUnknown,   // goes to some other handler
};

// By index of a `try`: whether a catch_all or a delegate belongs to it.
std::map<size_t, Shelter> find_shelters(const std::vector<Instruction>& code) {
  std::map<size_t, Shelter> shelters;
  std::vector<size_t> open;
  for (size_t i = 0; i < code.size(); ++i) {
    Opcode opcode = code[i].opcode;
    if (wasm::opens_block(opcode)) {
      open.push_back(i);
    } else if (opcode == Opcode::kCatchAll) {
      shelters[open.back()] = Shelter::kCatchAll;
    } else if (opcode == Opcode::kDelegate) {
      shelters[open.back()] = Shelter::kUnknown;
      open.pop_back();
    } else if (opcode == Opcode::kEnd && !open.empty()) {
      open.pop_back();
    }
  }
  return shelters;
}

Shelter shelter_of(const Instruction& block, size_t at,
                   const std::map<size_t, Shelter>& shelters) {
  if (block.opcode == Opcode::kTryTable) {
    return std::ranges::any_of(block.catches, &wasm::CatchClause::takes_all)
               ? Shelter::kCatchAll
               : Shelter::kNone;
  }
  auto found = shelters.find(at);
  return found == shelters.end() ? Shelter::kNone : found->second;
}

// Of the blocks that are open, from the outside to the inside: whether an
// exception in it never leaves the function. Each knows it by itself, because
// they can be as many as there are instructions.
class OpenBlocks {
 public:
  bool is_protected() const { return !open_.empty() && open_.back(); }
  void open(Shelter shelter) {
    open_.push_back(shelter == Shelter::kNone ? is_protected()
                                              : shelter == Shelter::kCatchAll);
  }
  void close() {
    if (!open_.empty()) open_.pop_back();
  }
  // From here on in the innermost block its own handlers do not count.
  void begin_handler() {
    close();
    open(Shelter::kNone);
  }

 private:
  std::vector<bool> open_;
};

}  // namespace

ExceptionGatherer::ExceptionGatherer(const wasm::Module& module)
    : module_(module),
      calls_(module.functions.size()),
      address_taken_(module.functions.size()) {}

void ExceptionGatherer::gather_body(uint32_t function,
                                    const wasm::FunctionBody& body) {
  std::map<size_t, Shelter> shelters = find_shelters(body.code);
  OpenBlocks blocks;
  for (size_t i = 0; i < body.code.size(); ++i) {
    const Instruction& instruction = body.code[i];
    if (instruction.opcode == Opcode::kCatch ||
        instruction.opcode == Opcode::kCatchAll) {
      blocks.begin_handler();
    } else if (wasm::closes_block(instruction.opcode)) {
      blocks.close();
    }
    if (instruction.reachable)
      visit(calls_[function], instruction, blocks.is_protected());
    if (wasm::opens_block(instruction.opcode))
      blocks.open(shelter_of(instruction, i, shelters));
  }
}

void ExceptionGatherer::visit(Calls& calls, const Instruction& instruction,
                              bool is_protected) {
  switch (instruction.opcode) {
    case Opcode::kThrow:
    case Opcode::kThrowRef:
    case Opcode::kRethrow:
      facts_.is_used = true;
      calls.throws |= !is_protected;
      return;
    case Opcode::kTryTable:
      if (!instruction.catches.empty()) facts_.is_used = facts_.catches = true;
      return;
    case Opcode::kCatch:
    case Opcode::kCatchAll:
      facts_.is_used = facts_.catches = true;
      return;
    case Opcode::kRefFunc:
      address_taken_[instruction.index] = true;
      return;
    default:
      break;
  }
  std::optional<wasm::Call> call = wasm::find_call(module_, instruction);
  // A tail call has left the blocks around it.
  if (!call || (is_protected && !call->is_tail)) return;
  switch (call->kind) {
    case wasm::Call::kFunction:
      if (module_.functions[call->callee].import) {
        calls.may_leave = true;
      } else {
        calls.functions.insert(call->callee);
      }
      return;
    case wasm::Call::kElement:
      calls.tables.insert(call->callee);
      break;
    case wasm::Call::kReference:
      calls.may_leave = true;
      break;
  }
  calls.types.insert(module_.types[call->type].canonical);
}

// Functions that a table or a reference can hold.
void ExceptionGatherer::find_candidates() {
  auto visit = [&](const wasm::ConstExpr& expression) {
    for (const Instruction& instruction : expression) {
      if (instruction.opcode == Opcode::kRefFunc)
        address_taken_[instruction.index] = true;
    }
  };
  for (const wasm::ElementSegment& segment : module_.elements)
    std::ranges::for_each(segment.items, visit);
  for (const wasm::Global& global : module_.globals) visit(global.init);
  for (const wasm::Table& table : module_.tables) visit(table.init);
  for (const wasm::Export& exported : module_.exports) {
    if (exported.kind == wasm::ExternalKind::kFunc)
      address_taken_[exported.index] = true;
  }
}

// Backwards along the calls, from what throws.
ExceptionFacts ExceptionGatherer::finish(
    const std::vector<std::optional<ConstantTable>>& constant_tables) {
  facts_.throws.resize(module_.functions.size());
  if (!facts_.is_used) return std::move(facts_);
  find_candidates();
  std::vector<std::vector<uint32_t>> callers(module_.functions.size());
  std::map<uint32_t, std::vector<uint32_t>> callers_by_type;
  std::vector<uint32_t> found;
  auto add = [&](uint32_t function) {
    if (facts_.throws[function]) return;
    facts_.throws[function] = true;
    found.push_back(function);
  };
  for (uint32_t i = 0; i < module_.functions.size(); ++i) {
    if (module_.functions[i].import) {
      if (facts_.catches) add(i);
      continue;
    }
    Calls& calls = calls_[i];
    calls.may_leave |= std::ranges::any_of(
        calls.tables, [&](uint32_t table) { return !constant_tables[table]; });
    for (uint32_t callee : calls.functions) callers[callee].push_back(i);
    for (uint32_t type : calls.types) callers_by_type[type].push_back(i);
    if (calls.throws || (facts_.catches && calls.may_leave)) add(i);
  }
  while (!found.empty()) {
    uint32_t function = found.back();
    found.pop_back();
    for (uint32_t caller : callers[function]) add(caller);
    if (!address_taken_[function]) continue;
    // It can be called as each of its supertypes.
    for (const wasm::SubType* type =
             &module_.types[module_.canonical_type(function)];
         type; type = type->supertypes.empty()
                          ? nullptr
                          : &module_.types[type->supertypes[0]]) {
      if (!facts_.throwing_types.insert(type->canonical).second) break;
      for (uint32_t caller : callers_by_type[type->canonical]) add(caller);
    }
  }
  return std::move(facts_);
}

}  // namespace wasm2mpy::codegen
