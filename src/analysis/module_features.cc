// A feature shows in declarations (several memories, a function type with two
// results), in instructions, or in a type that occurs anywhere. Some uses
// leave no trace in a decoded module: an element segment that was encoded
// with expressions looks like one with indices. Those are not reported.
#include "analysis/module_features.h"

#include <algorithm>

#include "wasm/heap_type.h"
#include "wasm/opcode.h"
#include "wasm/value_type.h"

namespace wasm2mpy {
namespace {

using wasm::Feature;
using wasm::HeapType;
using wasm::Instruction;
using wasm::Opcode;
using wasm::ValType;

class FeatureFinder {
 public:
  explicit FeatureFinder(const wasm::Module& module) : module_(module) {}

  Result<ModuleFeatures> find(Diagnostics& diagnostics);

 private:
  void add(Feature feature) {
    if (feature != Feature::kCore)
      features_.names.insert(wasm::to_string(feature));
  }
  void visit_declarations();
  void visit_segments();
  void visit_limits(const wasm::Limits& limits);
  void visit_type(ValType type);
  void visit_function_type(const wasm::FuncType& type);
  void visit_instruction(const Instruction& instruction);
  void visit_constant(const wasm::ConstExpr& expression);

  const wasm::Module& module_;
  ModuleFeatures features_;
};

Result<ModuleFeatures> FeatureFinder::find(Diagnostics& diagnostics) {
  visit_declarations();
  visit_segments();
  bool all_valid = true;
  for (uint32_t index = 0; index < module_.functions.size(); ++index) {
    if (module_.functions[index].import) continue;
    Result<wasm::FunctionBody> body =
        wasm::read_function(module_, index, diagnostics);
    if (!body) {
      all_valid = false;
      continue;
    }
    bool grows = false;
    for (ValType type : body->locals) visit_type(type);
    for (const Instruction& instruction : body->code) {
      visit_instruction(instruction);
      grows |= instruction.opcode == Opcode::kMemoryGrow;
    }
    features_.functions_that_grow += grows ? 1 : 0;
  }
  if (!all_valid) return std::unexpected(Reported{});
  return features_;
}

void FeatureFinder::visit_declarations() {
  for (const wasm::SubType& type : module_.types) {
    bool is_plain_function = type.composite == wasm::SubType::kFunc &&
                             type.is_final && type.supertypes.empty() &&
                             type.rec_group_size == 1;
    if (!is_plain_function) add(Feature::kGc);
    if (type.composite == wasm::SubType::kFunc) visit_function_type(type.func);
  }
  for (const wasm::Memory& memory : module_.memories) {
    visit_limits(memory.type.limits);
    if (memory.type.page_size_log2 != 16) add(Feature::kCustomPageSizes);
    if (memory.type.is_shared) add(Feature::kThreads);
  }
  if (module_.memories.size() > 1) add(Feature::kMultimemory);
  for (const wasm::Table& table : module_.tables) {
    visit_limits(table.type.limits);
    visit_type(table.type.element);
    visit_constant(table.init);
    if (!table.init.empty()) add(Feature::kFunctionReferences);
  }
  if (module_.tables.size() > 1) add(Feature::kReferenceTypes);
  if (!module_.tags.empty()) add(Feature::kExceptions);
  for (const wasm::Global& global : module_.globals) {
    visit_type(global.type.type);
    visit_constant(global.init);
    if (global.import && global.type.is_mutable) add(Feature::kMutableGlobals);
  }
  for (const wasm::Export& row : module_.exports) {
    if (row.kind != wasm::ExternalKind::kGlobal) continue;
    if (module_.globals[row.index].type.is_mutable)
      add(Feature::kMutableGlobals);
  }
}

void FeatureFinder::visit_segments() {
  for (const wasm::ElementSegment& segment : module_.elements) {
    if (segment.mode == wasm::SegmentMode::kPassive) add(Feature::kBulkMemory);
    if (segment.mode == wasm::SegmentMode::kDeclarative)
      add(Feature::kReferenceTypes);
    visit_constant(segment.offset_expr);
    // Plain function indices were turned into ref.func, so that this
    // instruction proves nothing here.
    for (const wasm::ConstExpr& item : segment.items) {
      bool is_index = item.size() == 1 && item[0].opcode == Opcode::kRefFunc;
      if (!is_index) visit_constant(item);
    }
  }
  for (const wasm::DataSegment& segment : module_.data) {
    if (segment.mode == wasm::SegmentMode::kPassive) add(Feature::kBulkMemory);
    visit_constant(segment.offset_expr);
  }
  if (module_.data_count) add(Feature::kBulkMemory);
}

void FeatureFinder::visit_limits(const wasm::Limits& limits) {
  if (limits.is_64) add(Feature::kMemory64);
}

void FeatureFinder::visit_type(ValType type) {
  if (const wasm::ValueTypeInfo* info = wasm::find_value_type(type))
    add(info->feature);
  if (!type.is_ref()) return;
  const wasm::HeapTypeInfo* heap =
      type.heap().is_index() ? nullptr
                             : wasm::find_heap_type(type.heap().abstract());
  // References that are never null came before most heap types.
  bool is_plain = heap && (type.nullable() || heap->top == HeapType::kExn);
  add(is_plain ? heap->feature : Feature::kFunctionReferences);
}

void FeatureFinder::visit_function_type(const wasm::FuncType& type) {
  // A null reference as parameter or result needs more than the funcref that
  // tables have had from the start.
  auto visit = [this](ValType value) {
    if (value.is_ref()) add(Feature::kReferenceTypes);
    visit_type(value);
  };
  std::ranges::for_each(type.params, visit);
  std::ranges::for_each(type.results, visit);
  if (type.results.size() > 1) add(Feature::kMultivalue);
}

void FeatureFinder::visit_instruction(const Instruction& instruction) {
  add(wasm::opcode_info(instruction.opcode).feature);
  if (wasm::opens_block(instruction.opcode)) {
    if (!instruction.params.empty() || instruction.results.size() > 1)
      add(Feature::kMultivalue);
    std::ranges::for_each(instruction.results,
                          [this](ValType type) { visit_type(type); });
  }
  if (instruction.opcode == Opcode::kCallIndirect && instruction.index != 0)
    add(Feature::kReferenceTypes);
}

void FeatureFinder::visit_constant(const wasm::ConstExpr& expression) {
  if (expression.size() > 1) add(Feature::kExtendedConst);
  for (const Instruction& instruction : expression) {
    add(wasm::opcode_info(instruction.opcode).feature);
  }
}

}  // namespace

Result<ModuleFeatures> find_features(const wasm::Module& module,
                                     Diagnostics& diagnostics) {
  return FeatureFinder(module).find(diagnostics);
}

}  // namespace wasm2mpy
