#include "codegen/translate/table_calls.h"

#include <algorithm>

#include <llvm/ADT/SmallVector.h>

#include "codegen/abi/thunks.h"
#include "codegen/context.h"

namespace wasm2mpy::codegen {
namespace {

// In TableSlots::types.
constexpr uint8_t kNotCalled = ConstantTable::kMostMixedTypes;

uint8_t place_of(const ConstantTable& table, uint32_t type) {
  auto found = std::ranges::lower_bound(table.called_types, type);
  if (found == table.called_types.end() || *found != type) return kNotCalled;
  return uint8_t(found - table.called_types.begin());
}

}  // namespace

const TableSlots& TableCalls::slots(uint32_t table, uint32_t type_index) {
  uint32_t type = context_.module.types[type_index].canonical;
  auto [entry, is_new] = slots_.try_emplace({table, type});
  if (is_new) {
    const ConstantTable& constant = *context_.facts.constant_tables[table];
    entry->second = constant.is_mixed ? make_mixed_slots(table, type)
                                      : make_slots(constant, type);
  }
  return entry->second;
}

TableSlots TableCalls::make_slots(const ConstantTable& table, uint32_t type) {
  TableSlots slots = {.range = table.range_of(context_.module, type)};
  if (slots.range.size() == 0) return slots;
  auto begin = table.functions.begin() + ptrdiff_t(slots.range.begin);
  auto end = table.functions.begin() + ptrdiff_t(slots.range.end);
  if (std::all_of(begin, end, [&](uint32_t each) { return each == *begin; })) {
    slots.only = *begin;
  } else {
    make_array(table, type, slots);
  }
  return slots;
}

void TableCalls::make_array(const ConstantTable& table, uint32_t type,
                            TableSlots& slots) {
  bool has_site = context_.tells_trap_sites();
  // Compilers leave the first element null. A slot for it is cheaper than a
  // subtraction for each call.
  if (slots.range.begin == 1 && !has_site) slots.range.begin = 0;
  std::vector<llvm::Function*> functions;
  for (uint64_t i = slots.range.begin; i < slots.range.end; ++i) {
    uint32_t function = table.functions[i];
    bool is_null = function == ConstantTable::kNull;
    if (!is_null && context_.module.canonical_type(function) == type) {
      functions.push_back(code_of(function));
    } else if (has_site) {
      slots.has_zeros = true;
      functions.push_back(nullptr);
    } else {
      functions.push_back(trapping(
          is_null ? Trap::kUninitializedElement : Trap::kIndirectCallType,
          type));
    }
  }
  slots.array = define_array(functions);
}

llvm::GlobalVariable* TableCalls::define_array(
    const std::vector<llvm::Function*>& functions) {
  bool is_relative = context_.target.data_in_text;
  llvm::Type* item = context_.pointer;
  if (is_relative) item = context_.i32;
  llvm::ArrayType* type = llvm::ArrayType::get(item, functions.size());
  auto* array = new llvm::GlobalVariable(context_.out, type, true,
                                         llvm::GlobalValue::InternalLinkage,
                                         nullptr, "table.slots");
  array->setAlignment(llvm::Align(is_relative ? 4 : context_.target.word_size));
  array->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  std::vector<llvm::Constant*> items;
  for (llvm::Function* function : functions) {
    if (!function) {
      items.push_back(llvm::Constant::getNullValue(item));
    } else if (is_relative) {
      items.push_back(context_.relative(function, array));
    } else {
      items.push_back(function);
    }
  }
  array->setInitializer(llvm::ConstantArray::get(type, items));
  return array;
}

TableSlots TableCalls::make_mixed_slots(uint32_t table, uint32_t type) {
  const ConstantTable& constant = *context_.facts.constant_tables[table];
  auto [entry, is_new] = mixed_.try_emplace(table);
  if (is_new) make_mixed(constant, entry->second);
  TableSlots slots = entry->second;
  slots.type = place_of(constant, type);
  return slots;
}

void TableCalls::make_mixed(const ConstantTable& table, TableSlots& slots) {
  slots.range = {0, table.functions.size()};
  std::vector<llvm::Function*> functions;
  std::string types;
  for (uint32_t function : table.functions) {
    uint8_t place = kNotCalled;
    if (function != ConstantTable::kNull)
      place = place_of(table, context_.module.canonical_type(function));
    types += char(place);
    functions.push_back(place == kNotCalled ? nullptr : code_of(function));
  }
  slots.array = define_array(functions);
  slots.types = context_.constant_bytes(types, "table.types");
}

llvm::Function* TableCalls::miss(uint32_t table) {
  llvm::Function*& function = misses_[table];
  if (!function) function = make_miss(table);
  return function;
}

llvm::Function* TableCalls::make_miss(uint32_t index) {
  const ConstantTable& table = *context_.facts.constant_tables[index];
  bool is_64 = context_.module.tables[index].type.limits.is_64;
  bool has_site = context_.tells_trap_sites();
  llvm::IntegerType* index_type = is_64 ? context_.i64 : context_.i32;
  llvm::SmallVector<llvm::Type*, 3> params = {context_.pointer, index_type};
  if (has_site) params.push_back(context_.pointer);
  llvm::Function* function = llvm::Function::Create(
      llvm::FunctionType::get(context_.void_type, params, false),
      llvm::GlobalValue::InternalLinkage, "trap.table", context_.out);
  context_.add_trap_attributes(*function, CheckKind::kOther);

  llvm::Value* at = function->getArg(1);
  Builder builder(context_.llvm);
  auto block = [&] {
    return llvm::BasicBlock::Create(context_.llvm, "", function);
  };
  auto trap_block = [&](Trap trap) {
    llvm::BasicBlock* trap_at = block();
    builder.SetInsertPoint(trap_at);
    llvm::SmallVector<llvm::Value*, 2> arguments = {function->getArg(0)};
    if (has_site) arguments.push_back(function->getArg(2));
    builder.CreateCall(context_.trap_function(trap, has_site), arguments)
        ->setDoesNotReturn();
    builder.CreateUnreachable();
    return trap_at;
  };
  auto number = [&](uint64_t value) {
    return llvm::ConstantInt::get(index_type, value);
  };
  llvm::BasicBlock* entry = block();
  llvm::BasicBlock* undefined = trap_block(Trap::kUndefinedElement);
  llvm::BasicBlock* mistyped = trap_block(Trap::kIndirectCallType);
  std::vector<ConstantTable::Range> nulls = table.nulls();
  llvm::BasicBlock* null =
      nulls.empty() ? nullptr : trap_block(Trap::kUninitializedElement);

  builder.SetInsertPoint(entry);
  llvm::BasicBlock* next = nulls.empty() ? mistyped : block();
  builder.CreateCondBr(builder.CreateICmpUGE(at, number(table.size)), undefined,
                       next);
  for (size_t i = 0; i < nulls.size(); ++i) {
    builder.SetInsertPoint(next);
    next = i + 1 == nulls.size() ? mistyped : block();
    llvm::Value* is_null = builder.CreateICmpULT(
        builder.CreateSub(at, number(nulls[i].begin)), number(nulls[i].size()));
    builder.CreateCondBr(is_null, null, next);
  }
  return function;
}

llvm::Function* TableCalls::trapping(Trap trap, uint32_t type) {
  llvm::Function*& function = trapping_[{trap, type}];
  if (!function) function = make_trapping(trap, type);
  return function;
}

llvm::Function* TableCalls::make_trapping(Trap trap, uint32_t type) {
  llvm::Function* function = llvm::Function::Create(
      context_.function_type(context_.module.types[type].func),
      llvm::GlobalValue::InternalLinkage, "trap.element", context_.out);
  function->setCallingConv(context_.calling_convention);
  context_.add_trap_attributes(*function, CheckKind::kOther);
  Builder builder(llvm::BasicBlock::Create(context_.llvm, "", function));
  builder
      .CreateCall(context_.trap_function(trap, false), {function->getArg(0)})
      ->setDoesNotReturn();
  builder.CreateUnreachable();
  return function;
}

llvm::Function* TableCalls::code_of(uint32_t function) {
  if (!context_.module.functions[function].import)
    return context_.function(function);
  llvm::Function*& call = calls_of_imports_[function];
  if (!call) call = make_call_of_import(function);
  return call;
}

// What calls through the table pass is this instance. The import has its own.
llvm::Function* TableCalls::make_call_of_import(uint32_t index) {
  const wasm::FuncType& type = context_.module.func_type(index);
  uint32_t reference =
      context_.instance.refs +
      context_.instance.ref_of_function[index] * context_.target.word_size;
  if (context_.facts.exceptions.catches)
    return make_guard(context_, type, reference);
  llvm::Function* function = llvm::Function::Create(
      context_.function_type(type), llvm::GlobalValue::InternalLinkage,
      "leave." + context_.module.function_name(index), context_.out);
  function->setCallingConv(context_.calling_convention);
  context_.add_attributes(*function);
  Builder builder(llvm::BasicBlock::Create(context_.llvm, "", function));
  auto load = [&](llvm::Value* from, uint32_t offset) {
    return builder.CreateLoad(
        context_.pointer,
        builder.CreateConstInBoundsGEP1_32(context_.i8, from, offset));
  };
  llvm::Value* import = load(function->getArg(0), reference);
  llvm::SmallVector<llvm::Value*, 8> arguments = {
      load(import, context_.runtime.func_context)};
  for (llvm::Argument& argument : llvm::drop_begin(function->args()))
    arguments.push_back(&argument);
  llvm::CallInst* call =
      builder.CreateCall(function->getFunctionType(),
                         load(import, context_.runtime.func_code), arguments);
  call->setCallingConv(context_.calling_convention);
  // As a jump where that is promised, so that a tail call of it is one, too.
  bool is_promised =
      context_.target.tail_calls == target::TailCalls::kConvention;
  call->setTailCallKind(is_promised ? llvm::CallInst::TCK_MustTail
                                    : llvm::CallInst::TCK_Tail);
  return_result(builder, call);
  return function;
}

}  // namespace wasm2mpy::codegen
