#include "analysis/facts.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analysis/linear_frame.h"
#include "analysis/slots.h"
#include "wasm/call.h"
#include "wasm/opcode.h"
#include "wasm/subtyping.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::ExternalKind;
using wasm::Instruction;
using wasm::Opcode;

// What every compiler keeps the stack in linear memory aligned to.
constexpr uint32_t kStackAlignment = 16;
constexpr uint32_t kWord = 4;
// Of a call through a constant table, so that the edges of the call graph stay
// fewer than instructions. Among more there is nearly always a way back.
constexpr size_t kMostTableCallees = 64;

void sort_callees(FunctionFacts& facts) {
  std::ranges::sort(facts.callees);
  auto repeated = std::ranges::unique(facts.callees);
  facts.callees.erase(repeated.begin(), repeated.end());
}

bool names_memory(Opcode opcode) {
  wasm::Immediates immediates = wasm::opcode_info(opcode).immediates;
  switch (immediates) {
    case wasm::Immediates::kMemory:
    case wasm::Immediates::kMemoryMemory:
    case wasm::Immediates::kDataMemory:
      return true;
    default:
      return wasm::is_mem_arg(immediates);
  }
}

class Gatherer {
 public:
  Gatherer(const wasm::Module& module, Facts& facts)
      : module_(module),
        facts_(facts),
        prologues_(module.globals.size()),
        stacks_(module.globals.size()),
        table_uses_(module.tables.size()),
        table_calls_(module.functions.size()),
        exceptions_(module) {}

  void gather_body(uint32_t function, const wasm::FunctionBody& body);
  void gather_outside_of_bodies();
  void visit_values();
  std::optional<uint32_t> find_stack_pointer() const;
  std::optional<uint32_t> find_followed_stack() const;
  void note_frames(uint32_t stack_pointer);

 private:
  // A global as the pointer of a stack.
  struct Stack {
    std::vector<uint32_t> functions;  // that open a frame
    bool is_balanced = true;
  };
  // A table and a canonical type.
  using TableCall = std::pair<uint32_t, uint32_t>;

  void visit(FunctionFacts& facts, const Instruction& instruction);
  void visit_table(const Instruction& instruction);
  void add_table_callees(FunctionFacts& facts, TableCall call);
  void visit_call(uint32_t function, const wasm::Call& call);
  void visit_references(const wasm::ConstExpr& expression);
  void visit_shown(wasm::ValType type);
  void visit_shown(const wasm::FuncType& type);
  void find_shown_references();
  void find_shown_fields();
  void visit_prologue(FunctionFacts& facts,
                      const std::vector<Instruction>& code, size_t at);
  void follow_stacks(uint32_t function, const wasm::FunctionBody& body);
  bool can_be_restored(uint32_t global) const;
  bool can_be_stack_pointer(uint32_t global, uint32_t alignment) const;

  const wasm::Module& module_;
  Facts& facts_;
  std::vector<uint32_t> prologues_;   // by global: how many function prologues
  std::vector<Stack> stacks_;         // by global
  std::vector<TableUse> table_uses_;  // by table
  std::vector<std::set<TableCall>> table_calls_;  // by function
  std::map<TableCall, std::vector<uint32_t>> functions_of_calls_;
  ExceptionGatherer exceptions_;
};

void Gatherer::visit_references(const wasm::ConstExpr& expression) {
  for (const Instruction& instruction : expression) {
    if (instruction.opcode == Opcode::kRefFunc)
      facts_.referenced[instruction.index] = true;
    if (instruction.opcode == Opcode::kAnyConvertExtern ||
        instruction.opcode == Opcode::kExternConvertAny)
      facts_.shows_objects = true;
  }
}

// All but those of instructions.
void Gatherer::visit_values() {
  auto visit = [this](wasm::ValType type) {
    facts_.has_vectors |= wasm::is_kind(type, wasm::ValueKind::kVector);
  };
  for (const wasm::SubType& type : module_.types) {
    std::ranges::for_each(type.func.params, visit);
    std::ranges::for_each(type.func.results, visit);
    for (const wasm::FieldType& field : type.fields) visit(field.type);
  }
  for (const wasm::Global& global : module_.globals) visit(global.type.type);
}

void Gatherer::visit_shown(wasm::ValType type) {
  if (!type.is_ref()) return;
  switch (wasm::top_of(module_.types, type.heap())) {
    case wasm::HeapType::kAny:
      facts_.shows_objects = true;
      break;
    case wasm::HeapType::kFunc:
      facts_.shares_functions = true;
      break;
    default:
      break;
  }
}

void Gatherer::visit_shown(const wasm::FuncType& type) {
  for (wasm::ValType param : type.params) visit_shown(param);
  for (wasm::ValType result : type.results) visit_shown(result);
}

// What is in objects that others see, they see, too.
void Gatherer::find_shown_fields() {
  if (!facts_.shows_objects) return;
  for (const wasm::SubType& type : module_.types) {
    for (const wasm::FieldType& field : type.fields) visit_shown(field.type);
  }
}

// In the types of what others see, or of functions that may be others'.
void Gatherer::find_shown_references() {
  for (uint32_t i = 0; i < module_.functions.size(); ++i) {
    bool is_import = module_.functions[i].import.has_value();
    if (is_import || facts_.referenced[i]) visit_shown(module_.func_type(i));
    facts_.shares_functions |= is_import && facts_.referenced[i];
  }
  for (const wasm::Tag& tag : module_.tags)
    visit_shown(module_.types[tag.type_index].func);
  auto visit_item = [&](ExternalKind kind, uint32_t index) {
    if (kind == ExternalKind::kGlobal)
      visit_shown(module_.globals[index].type.type);
    if (kind == ExternalKind::kTable)
      visit_shown(module_.tables[index].type.element);
  };
  for (const wasm::Import& import : module_.imports)
    visit_item(import.kind, import.index);
  for (const wasm::Export& exported : module_.exports)
    visit_item(exported.kind, exported.index);
  find_shown_fields();
  if (!facts_.shares_functions) return;
  for (const wasm::SubType& type : module_.types) visit_shown(type.func);
  find_shown_fields();
}

// After the bodies, which tell what tables are constant.
void Gatherer::gather_outside_of_bodies() {
  facts_.constant_tables = find_constant_tables(module_, table_uses_);
  facts_.exceptions = exceptions_.finish(facts_.constant_tables);
  for (size_t i = 0; i < table_calls_.size(); ++i) {
    for (TableCall call : table_calls_[i])
      add_table_callees(facts_.functions[i], call);
    sort_callees(facts_.functions[i]);
  }
  for (const wasm::Export& exported : module_.exports) {
    if (exported.kind == ExternalKind::kFunc)
      facts_.referenced[exported.index] = true;
  }
  for (const wasm::Global& global : module_.globals)
    visit_references(global.init);
  for (const wasm::Table& table : module_.tables) visit_references(table.init);
  for (const wasm::ElementSegment& segment : module_.elements) {
    if (segment.mode == wasm::SegmentMode::kDeclarative ||
        (segment.mode == wasm::SegmentMode::kActive &&
         facts_.constant_tables[segment.table]))
      continue;
    for (const wasm::ConstExpr& item : segment.items) visit_references(item);
  }
  find_shown_references();
}

void Gatherer::visit_call(uint32_t function, const wasm::Call& call) {
  FunctionFacts& facts = facts_.functions[function];
  const wasm::FuncType& type = module_.types[call.type].func;
  switch (call.kind) {
    case wasm::Call::kFunction:
      if (module_.functions[call.callee].import) {
        facts.calls_unknown = true;
      } else {
        facts.callees.push_back(call.callee);
      }
      break;
    case wasm::Call::kElement: {
      TableCall table_call = {call.callee, module_.types[call.type].canonical};
      TableUse& use = table_uses_[call.callee];
      use.types.insert(table_call.second);
      use.callers += table_calls_[function].insert(table_call).second;
      break;
    }
    case wasm::Call::kReference:
      facts.calls_unknown = true;
      break;
  }
  if (call.is_tail) {
    facts.tail_calls = facts_.has_tail_calls = true;
    facts_.max_tail_slots =
        std::max(facts_.max_tail_slots, uint32_t(slots_of(type.params)));
  }
  size_t most = std::max(slots_of(type.params), slots_of(type.results));
  // Fewer are part of what any frame may have.
  if (most > 8)
    facts.passed_values = std::max(facts.passed_values, uint32_t(2 * most));
}

void Gatherer::visit(FunctionFacts& facts, const Instruction& instruction) {
  if (wasm::is_mem_arg(wasm::opcode_info(instruction.opcode).immediates) &&
      instruction.index == 0 && instruction.bits >= kFirstVariable)
    facts_.large_offsets.insert(instruction.bits);
  if (instruction.opcode == Opcode::kI32Const &&
      instruction.bits >= kFirstVariable)
    facts_.large_constants.insert(instruction.bits);
  switch (instruction.opcode) {
    case Opcode::kMemoryGrow:
      facts_.memory_grown[instruction.index] = true;
      facts.moves_memory = true;
      break;
    case Opcode::kMemoryFill:
    case Opcode::kMemoryCopy:
      facts.moves_memory = true;
      break;
    case Opcode::kTableGrow:
      facts_.table_grown[instruction.index] = true;
      break;
    case Opcode::kArrayNewElem:
    case Opcode::kArrayInitElem:
      facts_.elements_used[instruction.index2] = true;
      break;
    case Opcode::kAnyConvertExtern:
    case Opcode::kExternConvertAny:
      facts_.shows_objects = true;
      break;
    case Opcode::kArrayNewData:
    case Opcode::kArrayInitData:
      facts_.data_used[instruction.index2] = true;
      break;
    case Opcode::kMemoryInit:
      facts_.data_used[instruction.index2] = true;
      facts.moves_memory = true;
      break;
    case Opcode::kTableInit:
      facts_.elements_used[instruction.index2] = true;
      break;
    case Opcode::kRefFunc:
      facts_.referenced[instruction.index] = true;
      break;
    default:
      break;
  }
}

void Gatherer::visit_table(const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::kTableCopy:
      table_uses_[instruction.index2].is_constant = false;
      [[fallthrough]];
    case Opcode::kTableGet:
    case Opcode::kTableSet:
    case Opcode::kTableGrow:
    case Opcode::kTableFill:
    case Opcode::kTableInit:
      table_uses_[instruction.index].is_constant = false;
      break;
    default:
      break;
  }
}

void Gatherer::add_table_callees(FunctionFacts& facts, TableCall call) {
  auto [index, type] = call;
  const std::optional<ConstantTable>& table = facts_.constant_tables[index];
  if (!table) {
    facts.calls_unknown = true;
    return;
  }
  auto [entry, is_new] = functions_of_calls_.try_emplace(call);
  if (is_new) entry->second = table->functions_of(module_, type);
  if (entry->second.size() > kMostTableCallees) {
    facts.calls_unknown = true;
    return;
  }
  for (uint32_t callee : entry->second) {
    if (module_.functions[callee].import) {
      facts.calls_unknown = true;
    } else {
      facts.callees.push_back(callee);
    }
  }
}

// Compilers open a frame in linear memory with
//   global.get $sp; i32.const n; i32.sub; [local.tee;] global.set $sp
void Gatherer::visit_prologue(FunctionFacts& facts,
                              const std::vector<Instruction>& code, size_t at) {
  if (at + 3 >= code.size() || code[at].opcode != Opcode::kGlobalGet ||
      code[at + 1].opcode != Opcode::kI32Const ||
      code[at + 1].bits % kStackAlignment != 0 ||
      code[at + 2].opcode != Opcode::kI32Sub)
    return;
  size_t next = at + 3;
  if (code[next].opcode == Opcode::kLocalTee) ++next;
  if (next >= code.size() || code[next].opcode != Opcode::kGlobalSet ||
      code[next].index != code[at].index)
    return;
  ++prologues_[code[at].index];
  facts.linear_frame = uint32_t(code[at + 1].bits);
}

void Gatherer::follow_stacks(uint32_t function,
                             const wasm::FunctionBody& body) {
  std::set<uint32_t> written;
  for (const Instruction& instruction : body.code) {
    if (instruction.opcode == Opcode::kGlobalSet && instruction.reachable &&
        can_be_restored(instruction.index))
      written.insert(instruction.index);
  }
  for (uint32_t global : written) {
    Stack& stack = stacks_[global];
    if (!stack.is_balanced) continue;
    LinearFrame frame = follow_stack_pointer(body, global);
    stack.is_balanced = frame.is_balanced;
    if (frame.bytes != 0) stack.functions.push_back(function);
  }
}

void Gatherer::gather_body(uint32_t function, const wasm::FunctionBody& body) {
  exceptions_.gather_body(function, body);
  FunctionFacts& facts = facts_.functions[function];
  facts.code_size = uint32_t(module_.functions[function].body.size());
  size_t depth = 0;
  for (size_t i = 0; i < body.code.size(); ++i) {
    facts_.uses_memory |= names_memory(body.code[i].opcode);
    facts.has_vectors |= wasm::is_vector(body.code[i].opcode);
    if (!body.code[i].reachable) continue;
    visit(facts, body.code[i]);
    visit_table(body.code[i]);
    if (std::optional<wasm::Call> call = wasm::find_call(module_, body.code[i]))
      visit_call(function, *call);
    visit_prologue(facts, body.code, i);
    depth += body.code[i].opcode == Opcode::kCall;
  }
  follow_stacks(function, body);
  // Whoever calls from Python has a place for the results in its frame.
  size_t results = slots_of(module_.func_type(function).results);
  for (wasm::ValType type : body.locals)
    facts.has_vectors |= wasm::is_kind(type, wasm::ValueKind::kVector);
  facts_.has_vectors |= facts.has_vectors;
  facts.frame_values = uint32_t(slots_of(body.locals) + (depth == 0 ? 2 : 8) +
                                (results > 1 ? results : 0));
}

// Whether the runtime can save and restore it.
bool Gatherer::can_be_restored(uint32_t index) const {
  const wasm::Global& global = module_.globals[index];
  return !global.import && global.type.is_mutable &&
         global.type.type == wasm::ValType::kI32;
}

// A counter that is counted down can have the shape of a stack pointer, too;
// but its first value is hardly an aligned address in memory 0.
bool Gatherer::can_be_stack_pointer(uint32_t index, uint32_t alignment) const {
  const wasm::Global& global = module_.globals[index];
  if (!can_be_restored(index) || global.init.size() != 1 ||
      global.init[0].opcode != Opcode::kI32Const || module_.memories.empty())
    return false;
  uint32_t top = uint32_t(global.init[0].bits);
  const wasm::MemoryType& memory = module_.memories[0].type;
  return top != 0 && top % alignment == 0 &&
         top <= memory.limits.min * memory.page_size();
}

std::optional<uint32_t> Gatherer::find_stack_pointer() const {
  constexpr std::string_view kName = "__stack_pointer";
  const std::vector<std::string>& names = module_.names.globals;
  for (uint32_t i = 0; i < module_.globals.size(); ++i) {
    if (i < names.size() && names[i] == kName && can_be_restored(i)) return i;
  }
  // What `wasm-ld --export=__stack_pointer` leaves in a stripped module.
  for (const wasm::Export& row : module_.exports) {
    if (row.kind == wasm::ExternalKind::kGlobal && row.name == kName &&
        can_be_restored(row.index))
      return row.index;
  }
  std::optional<uint32_t> best;
  for (uint32_t i = 0; i < prologues_.size(); ++i) {
    if (prologues_[i] > (best ? prologues_[*best] : 0) &&
        can_be_stack_pointer(i, kStackAlignment))
      best = i;
  }
  return best;
}

std::optional<uint32_t> Gatherer::find_followed_stack() const {
  if (module_.memories.empty() || module_.memories[0].type.limits.is_64)
    return std::nullopt;
  std::optional<uint32_t> best;
  size_t most = 0;
  for (uint32_t i = 0; i < stacks_.size(); ++i) {
    if (!stacks_[i].is_balanced || stacks_[i].functions.size() <= most)
      continue;
    bool is_exported =
        std::ranges::any_of(module_.exports, [&](const wasm::Export& row) {
          return row.kind == ExternalKind::kGlobal && row.index == i;
        });
    if (is_exported || !can_be_stack_pointer(i, kWord)) continue;
    best = i;
    most = stacks_[i].functions.size();
  }
  return best;
}

void Gatherer::note_frames(uint32_t stack_pointer) {
  for (uint32_t function : stacks_[stack_pointer].functions)
    facts_.functions[function].deepens_stack = true;
}

// What a function calls may do, it does.
void spread(std::vector<FunctionFacts>& functions, bool FunctionFacts::* does) {
  std::vector<std::vector<uint32_t>> callers(functions.size());
  std::vector<uint32_t> doing;
  for (uint32_t i = 0; i < functions.size(); ++i) {
    for (uint32_t callee : functions[i].callees) callers[callee].push_back(i);
    functions[i].*does |= functions[i].calls_unknown;
    if (functions[i].*does) doing.push_back(i);
  }
  while (!doing.empty()) {
    uint32_t callee = doing.back();
    doing.pop_back();
    for (uint32_t caller : callers[callee]) {
      if (functions[caller].*does) continue;
      functions[caller].*does = true;
      doing.push_back(caller);
    }
  }
}

}  // namespace

Result<Facts> gather_facts(const wasm::Module& module,
                           Diagnostics& diagnostics) {
  Facts facts;
  facts.memory_grown.resize(module.memories.size());
  facts.table_grown.resize(module.tables.size());
  facts.data_used.resize(module.data.size());
  facts.elements_used.resize(module.elements.size());
  facts.referenced.resize(module.functions.size());
  facts.functions.resize(module.functions.size());

  Gatherer gatherer(module, facts);
  bool valid = true;
  for (uint32_t i = 0; i < module.functions.size(); ++i) {
    if (module.functions[i].import) continue;
    Result<wasm::FunctionBody> body =
        wasm::read_function(module, i, diagnostics);
    if (body) {
      gatherer.gather_body(i, *body);
    } else {
      valid = false;
    }
  }
  if (!valid) return std::unexpected(Reported{});
  gatherer.gather_outside_of_bodies();
  gatherer.visit_values();
  facts.stack_pointer = gatherer.find_stack_pointer();
  facts.followed_stack = gatherer.find_followed_stack();
  if (facts.followed_stack) gatherer.note_frames(*facts.followed_stack);
  spread(facts.functions, &FunctionFacts::moves_memory);
  spread(facts.functions, &FunctionFacts::deepens_stack);
  return facts;
}

}  // namespace wasm2mpy::codegen
