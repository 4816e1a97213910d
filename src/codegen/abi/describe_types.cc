#include "codegen/abi/describe_types.h"

#include "codegen/abi/given.h"
#include "codegen/abi/thunks.h"
#include "codegen/abi/type_text.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::ValType;

// The descriptors of the types that a type names, or null if it names none.
llvm::GlobalVariable* define_concrete(Context& context,
                                      const wasm::FuncType& type) {
  std::vector<llvm::Constant*> descriptors;
  for (const auto* values : {&type.params, &type.results}) {
    for (ValType value : *values) {
      if (value.is_ref() && value.heap().is_index()) {
        descriptors.push_back(
            context.type_descriptor(value.heap().type_index()));
      }
    }
  }
  if (descriptors.empty()) return nullptr;
  llvm::GlobalVariable* list =
      context.relative_table("type.concrete", descriptors);
  list->setLinkage(llvm::GlobalValue::InternalLinkage);
  return list;
}

// One rt_type.
llvm::Constant* define_type(Context& context, const ModuleUses& uses,
                            uint32_t type_index, std::string_view text) {
  const wasm::FuncType& type = context.module.types[type_index].func;
  uint32_t canonical = context.module.types[type_index].canonical;
  llvm::Function* enter = uses.entered_types.contains(canonical)
                              ? context.enter_thunk(type_index)
                              : nullptr;
  llvm::Function* leave = uses.imported_types.contains(canonical)
                              ? make_leave(context, type)
                              : nullptr;
  GivenConstant descriptor(context);
  descriptor.add(abi::rt_type{
      .enter = enter,
      .leave = leave,
      .concrete = define_concrete(context, type),
      .n_params = uint16_t(type.params.size()),
      .n_results = uint16_t(type.results.size()),
      .size = uint16_t(text.size()),
      .text = text,
  });
  llvm::GlobalVariable* global = descriptor.define("type");
  global->setLinkage(llvm::GlobalValue::InternalLinkage);
  return global;
}

}  // namespace

void define_types(Context& context, const ModuleUses& uses) {
  TypeTexts texts(context.module);
  std::vector<llvm::Constant*> defined;
  // Types that types name get numbers while this goes on.
  while (defined.size() < context.numbered_types().size()) {
    uint32_t type_index = context.numbered_types()[defined.size()];
    defined.push_back(
        define_type(context, uses, type_index, texts.text(type_index)));
  }
  // The descriptors that code refers to are place holders.
  for (uint32_t i = 0; i < defined.size(); ++i) {
    llvm::GlobalVariable* place_holder =
        context.type_descriptor(context.numbered_types()[i]);
    place_holder->replaceAllUsesWith(defined[i]);
    place_holder->eraseFromParent();
  }
  context.relative_table("rt_types", defined);
}

}  // namespace wasm2mpy::codegen
