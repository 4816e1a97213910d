#include "debug/lines.h"

#include <algorithm>

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/DebugInfo/DWARF/DWARFCompileUnit.h>
#include <llvm/DebugInfo/DWARF/DWARFContext.h>
#include <llvm/DebugInfo/DWARF/DWARFDie.h>
#include <llvm/Support/MemoryBuffer.h>

#include "support/demangle.h"
#include "wasm/section.h"

namespace wasm2mpy::debug {
namespace {

using Sections = llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>>;

// Those of DWARF, without the dot, and where the code section begins.
uint64_t find_sections(const wasm::Module& module, Sections& sections) {
  uint64_t code = 0;
  for (const wasm::Section& section : wasm::sections_of(module)) {
    if (section.id == wasm::SectionId::kCode) code = section.offset;
    llvm::StringRef name = section.custom_name;
    if (!name.consume_front(".") || !name.starts_with("debug_")) continue;
    sections[name] = llvm::MemoryBuffer::getMemBuffer(
        llvm::toStringRef(section.contents), name, false);
  }
  return code;
}

bool have_lines(const Sections& sections) {
  return sections.contains("debug_info") && sections.contains("debug_line");
}

std::string known(const std::string& text) {
  return text == llvm::DILineInfo::BadString ? "" : text;
}

}  // namespace

struct Lines::Dwarf {
  uint64_t code;  // the address 0 in the file
  Sections sections;
  std::unique_ptr<llvm::DWARFContext> context;
  std::string error;

  explicit Dwarf(const wasm::Module& module) {
    code = find_sections(module, sections);
    auto keep = [this](llvm::Error found) {
      std::string text = llvm::toString(std::move(found));
      std::ranges::replace(text, '\n', ' ');
      if (error.empty()) error = std::move(text);
    };
    uint8_t address_size = 4;
    for (const wasm::Memory& memory : module.memories)
      if (memory.type.limits.is_64) address_size = 8;
    context =
        llvm::DWARFContext::create(sections, address_size, true, keep, keep);
  }

  // The last answer, as most questions are about one function.
  uint64_t asked = 0;
  bool answer = false;

  // Whether it is about the function as it is in the file.
  bool knows(const wasm::Function& function) {
    if (asked != function.body_offset) answer = finds(function);
    asked = function.body_offset;
    return answer;
  }

  bool finds(const wasm::Function& function) {
    uint64_t begin = function.body_offset - code;
    llvm::DWARFCompileUnit* unit = context->getCompileUnitForCodeAddress(begin);
    if (!unit) return false;
    llvm::DWARFDie die = unit->getSubroutineForAddress(begin);
    while (die && !die.isSubprogramDIE()) die = die.getParent();
    uint64_t low, high, section;
    return die && die.getLowAndHighPC(low, high, section) && low == begin &&
           high == begin + function.body.size();
  }
};

bool has_lines(const wasm::Module& module) {
  Sections sections;
  find_sections(module, sections);
  return have_lines(sections);
}

Lines::Lines(const wasm::Module& module)
    : dwarf_(std::make_unique<Dwarf>(module)) {}
Lines::Lines(Lines&& other) = default;
Lines::~Lines() = default;

bool Lines::empty() const { return !have_lines(dwarf_->sections); }

const std::string& Lines::error() const { return dwarf_->error; }

std::vector<Frame> Lines::frames(const wasm::Function& function,
                                 uint64_t offset) const {
  if (!dwarf_->knows(function)) return {};
  llvm::DIInliningInfo found = dwarf_->context->getInliningInfoForAddress(
      {offset - dwarf_->code, llvm::object::SectionedAddress::UndefSection},
      {llvm::DILineInfoSpecifier::FileLineInfoKind::RelativeFilePath,
       llvm::DILineInfoSpecifier::FunctionNameKind::LinkageName});
  std::vector<Frame> frames;
  for (uint32_t i = 0; i < found.getNumberOfFrames(); ++i) {
    const llvm::DILineInfo& line = found.getFrame(i);
    Frame frame = {.function = plain_name(known(line.FunctionName)),
                   .file = known(line.FileName),
                   .line = line.Line};
    // Code that belongs to no line says 0, and a line of no file is none.
    if (frame.line == 0 || frame.file.empty()) {
      frame.line = 0;
      frame.file.clear();
    }
    frames.push_back(std::move(frame));
  }
  return frames;
}

}  // namespace wasm2mpy::debug
