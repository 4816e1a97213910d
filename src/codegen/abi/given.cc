#include "codegen/abi/given.h"

namespace wasm2mpy::codegen {

llvm::StructType* GivenConstant::type_of(
    const std::vector<Field>& fields) const {
  std::vector<llvm::Type*> types;
  for (const Field& field : fields)
    types.push_back(field.is_reference ? context_.i32 : field.value->getType());
  return llvm::StructType::get(context_.llvm, types);
}

// `start`: where in the variable the structure begins.
llvm::Constant* GivenConstant::value_of(const std::vector<Field>& fields,
                                        llvm::GlobalVariable* variable,
                                        uint64_t start) const {
  llvm::StructType* type = type_of(fields);
  const llvm::StructLayout* layout =
      context_.out.getDataLayout().getStructLayout(type);
  std::vector<llvm::Constant*> values;
  for (unsigned i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    if (!field.is_reference) {
      values.push_back(field.value);
    } else if (!field.value) {
      values.push_back(llvm::ConstantInt::get(context_.i32, 0));
    } else {
      llvm::Constant* place = llvm::ConstantExpr::getInBoundsGetElementPtr(
          context_.i8, variable,
          llvm::ConstantInt::get(context_.i32,
                                 start + layout->getElementOffset(i)));
      values.push_back(context_.relative(field.value, place));
    }
  }
  return llvm::ConstantStruct::get(type, values);
}

llvm::GlobalVariable* GivenConstant::declare(llvm::StringRef name,
                                             llvm::Type* type) const {
  auto* variable = new llvm::GlobalVariable(context_.out, type, true,
                                            llvm::GlobalValue::ExternalLinkage,
                                            nullptr, name);
  variable->setAlignment(context_.out.getDataLayout().getABITypeAlign(type));
  return variable;
}

llvm::GlobalVariable* GivenConstant::define(llvm::StringRef name) {
  llvm::GlobalVariable* variable = declare(name, type_of(structs_.front()));
  variable->setInitializer(value_of(structs_.front(), variable, 0));
  return variable;
}

llvm::GlobalVariable* GivenConstant::define_array(llvm::StringRef name) {
  llvm::Type* item = structs_.empty() ? llvm::StructType::get(context_.llvm)
                                      : type_of(structs_.front());
  llvm::ArrayType* type = llvm::ArrayType::get(item, structs_.size());
  llvm::GlobalVariable* variable = declare(name, type);
  uint64_t size = context_.out.getDataLayout().getTypeAllocSize(item);
  std::vector<llvm::Constant*> values;
  for (const std::vector<Field>& fields : structs_)
    values.push_back(value_of(fields, variable, size * values.size()));
  variable->setInitializer(llvm::ConstantArray::get(type, values));
  return variable;
}

}  // namespace wasm2mpy::codegen
