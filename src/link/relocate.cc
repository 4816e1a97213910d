// Relocations: the scan that finds what cannot be linked, and the application.
//
// Messages are limited, since one missing library makes hundreds of them: the
// first three references to each undefined symbol and the first twenty other
// relocation errors are shown, the rest is counted.
#include <algorithm>
#include <format>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "link/context.h"

namespace wasm2mpy::link {
namespace {

constexpr size_t kMaxReferences = 3;
constexpr size_t kMaxErrors = 20;

// Calls `visit(object, section, relocation)` for every relocation that will be
// applied. Those of literals that are the same are all visited.
template <class Visitor>
void for_each_relocation(Context& context, Visitor visit) {
  for (Object& object : context.objects) {
    for (Section& section : object.sections) {
      if (!section.live && !section.is_literals) continue;
      for (const Relocation& relocation : section.relocations) {
        if (context.machine.is_marker(relocation.type)) continue;
        if (section.is_literals) {
          const Piece* piece = find_piece(section, relocation.offset);
          if (piece == nullptr || !piece->live) continue;
        }
        visit(object, section, relocation);
      }
    }
  }
}

// Errors of one pass; all but the first kMaxErrors are only counted.
class ErrorList {
 public:
  explicit ErrorList(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void add(std::string message) {
    ++count_;
    if (count_ <= kMaxErrors) messages_.push_back(std::move(message));
  }
  bool empty() const { return count_ == 0; }
  PassResult finish() {
    for (std::string& message : messages_)
      (void)diagnostics_.fail(std::move(message));
    if (count_ > kMaxErrors) {
      diagnostics_.note(
          std::format("and {} more relocation errors", count_ - kMaxErrors));
    }
    if (count_ != 0) return std::unexpected(Reported{});
    return {};
  }

 private:
  Diagnostics& diagnostics_;
  std::vector<std::string> messages_;
  size_t count_ = 0;
};

std::string relocation_text(const Context& context, const Object& object,
                            const Section& section,
                            const Relocation& relocation) {
  return std::format("{}: {} against {}",
                     place_name(object, section, relocation.offset),
                     context.machine.relocation_name(relocation.type),
                     quote(display_name(object, relocation.symbol)));
}

class ScanPass {
 public:
  explicit ScanPass(Context& context)
      : context_(context), errors_(context.diagnostics) {}

  void scan(Object& object, Section& section, const Relocation& relocation);
  PassResult finish();

 private:
  struct Undefined {
    std::string_view name;
    std::vector<std::string> references;
    size_t count = 0;
  };
  void add_undefined(const Object& object, const Section& section,
                     const Relocation& relocation);
  std::string literal_problem(Section& section,
                              const Relocation& relocation) const;

  Context& context_;
  ErrorList errors_;
  std::vector<Undefined> undefined_;  // in the order of first use
  std::unordered_map<std::string_view, size_t> undefined_index_;
};

std::string ScanPass::literal_problem(Section& section,
                                      const Relocation& relocation) const {
  const Piece* piece = find_piece(section, relocation.offset);
  if (literal_relocation(context_, section, *piece) == &relocation) return "";
  return "a literal can have one relocation only, at its start";
}

void ScanPass::scan(Object& object, Section& section,
                    const Relocation& relocation) {
  std::string_view name = display_name(object, relocation.symbol);
  if (context_.machine.relocation_name(relocation.type).empty()) {
    errors_.add(std::format("{}: unknown relocation type {} against {}",
                            place_name(object, section, relocation.offset),
                            relocation.type, quote(name)));
    return;
  }
  size_t index = size_t(&relocation - section.relocations.data());
  std::string problem =
      context_.machine.check_group(section.relocations, index);
  if (section.is_literals && problem.empty()) {
    problem = literal_problem(section, relocation);
  }
  if (!problem.empty()) {
    errors_.add(std::format(
        "{}: {}", relocation_text(context_, object, section, relocation),
        problem));
    return;
  }
  SymbolRef definition = find_definition(context_, object, relocation.symbol);
  if (!definition) {
    if (name != kGlobalOffsetTable) add_undefined(object, section, relocation);
    return;
  }
  if (definition.symbol().kind == Symbol::Kind::kCommon) {
    errors_.add(std::format(
        "{}: writable data {} ({} bytes) is not supported: all state must be "
        "in the instance",
        place_name(object, section, relocation.offset), quote(name),
        definition.symbol().size));
    return;
  }
  int64_t rest = 0;
  SectionPlace place = find_target(context_, object, relocation, rest);
  if (!place) return;
  std::string where;
  if (!place.section->loadable) {
    where = std::format("section {}, which is not loaded",
                        quote(place.section->name));
  } else if (!place.section->pieces.empty() &&
             find_piece(*place.section, place.offset) == nullptr) {
    where = std::format("offset {:#x} of section {}, which has {} bytes",
                        place.offset, quote(place.section->name),
                        place.section->size);
  } else if (place.section->is_literals &&
             (section.is_literals || !section.is_code() ||
              context_.machine.is_address(relocation.type))) {
    where = "a literal, which has no place of its own";
  } else {
    return;
  }
  errors_.add(std::format(
      "{} refers to {}", relocation_text(context_, object, section, relocation),
      where));
}

void ScanPass::add_undefined(const Object& object, const Section& section,
                             const Relocation& relocation) {
  std::string_view name = display_name(object, relocation.symbol);
  auto [found, is_new] = undefined_index_.try_emplace(name, undefined_.size());
  if (is_new) undefined_.push_back({.name = name, .references = {}});
  Undefined& undefined = undefined_[found->second];
  ++undefined.count;
  if (undefined.references.size() < kMaxReferences) {
    undefined.references.push_back(
        place_name(object, section, relocation.offset));
  }
}

PassResult ScanPass::finish() {
  Diagnostics& diagnostics = context_.diagnostics;
  PassResult result = errors_.finish();
  for (const Undefined& undefined : undefined_) {
    result = diagnostics.fail(std::format("{}: undefined symbol {}",
                                          undefined.references[0],
                                          quote(undefined.name)));
    for (size_t i = 1; i < undefined.references.size(); ++i) {
      diagnostics.note(
          std::format("referenced by {}, too", undefined.references[i]));
    }
    if (undefined.count > kMaxReferences) {
      diagnostics.note(
          std::format("and by {} more", undefined.count - kMaxReferences));
    }
  }
  return result;
}

class ApplyPass {
 public:
  explicit ApplyPass(Context& context)
      : context_(context), errors_(context.diagnostics) {}

  void apply(Object& object, Section& section, const Relocation& relocation);
  // The bytes and the relocation of a literal in one of its places.
  void write_literal(const Literal& literal, uint64_t place);
  PassResult finish();

 private:
  void apply_at(Object& object, Section& section, const Relocation& relocation,
                RelocationSite& site);
  ApplyResult add_runtime_relocation(Part part, const RelocationSite& site);
  ApplyResult set_symbol(Object& object, const Section& section,
                         const Relocation& relocation, RelocationSite& site);
  ApplyResult set_high_half(const SectionPlace& place, RelocationSite& site);

  Context& context_;
  ErrorList errors_;
};

// Sets what the site has from the relocation's symbol. `section` is where the
// distance is counted from.
ApplyResult ApplyPass::set_symbol(Object& object, const Section& section,
                                  const Relocation& relocation,
                                  RelocationSite& site) {
  SymbolRef definition = find_definition(context_, object, relocation.symbol);
  if (definition) {
    site.T = definition.symbol().is_thumb;
    site.function = definition.symbol().type == elf::kSymbolFunction;
  }
  SectionPlace target = find_target(context_, object, relocation, site.A);
  if (target) {
    ImagePlace place = target.section->is_literals
                           ? literal_place(context_, target, section)
                           : image_place(context_, target);
    site.S = place.offset;
    site.part = place.part;
    if (place.part != section.part &&
        !context_.machine.is_address(relocation.type)) {
      return std::unexpected(
          std::string("text and read-only data are not at a fixed distance"));
    }
  } else if (definition) {
    site.S = definition.symbol().value;
    site.absolute = true;
  } else {
    site.S = 0;  // kGlobalOffsetTable
  }
  return {};
}

// `place` is that of the instruction with the high half; its relocation says
// what the distance is.
ApplyResult ApplyPass::set_high_half(const SectionPlace& place,
                                     RelocationSite& site) {
  const Machine& machine = context_.machine;
  if (place) {
    std::vector<Relocation>& relocations = place.section->relocations;
    std::vector<Relocation>::iterator next = std::ranges::lower_bound(
        relocations, place.offset, std::less<>(), &Relocation::offset);
    for (; next != relocations.end() && next->offset == place.offset; ++next) {
      if (!machine.is_high_half(next->type)) continue;
      site.high_type = next->type;
      site.P = place.section->offset + next->offset;
      return set_symbol(*place.object, *place.section, *next, site);
    }
  }
  return std::unexpected(
      std::string("no upper half of a distance is at that place"));
}

void ApplyPass::apply(Object& object, Section& section,
                      const Relocation& relocation) {
  std::vector<uint8_t>& part =
      section.part == Part::kText ? context_.image.text : context_.image.rodata;
  RelocationSite site;
  site.type = relocation.type;
  site.bytes = std::span(part).subspan(section.offset, section.size);
  site.offset = relocation.offset;
  site.P = section.offset + relocation.offset;
  apply_at(object, section, relocation, site);
}

void ApplyPass::write_literal(const Literal& literal, uint64_t place) {
  RelocationSite site;
  site.bytes = std::span(context_.image.text).subspan(place, kLiteralSize);
  std::ranges::copy(
      literal.section->bytes.subspan(literal.offset, kLiteralSize),
      site.bytes.begin());
  if (literal.relocation == nullptr) return;
  site.type = literal.relocation->type;
  site.P = place;
  apply_at(*literal.object, *literal.section, *literal.relocation, site);
}

// Applies a relocation at a site that has its place.
void ApplyPass::apply_at(Object& object, Section& section,
                         const Relocation& relocation, RelocationSite& site) {
  ApplyResult result;
  if (context_.machine.is_low_half(relocation.type)) {
    result =
        set_high_half(find_target(context_, object, relocation, site.A), site);
  } else {
    result = set_symbol(object, section, relocation, site);
  }
  if (relocation.island != 0) {
    site.S = section.islands[relocation.island - 1].offset;
    site.A = context_.machine.branch_range(relocation.type)->bias;
  }
  if (result) result = context_.machine.apply(site);
  if (result && context_.machine.is_address(relocation.type) &&
      !site.absolute) {
    result = add_runtime_relocation(section.part, site);
  }
  if (result) return;
  errors_.add(std::format(
      "{}: {}", relocation_text(context_, object, section, relocation),
      result.error()));
}

// The word at the site holds an offset from the start of a part: has the loader
// add the address of that.
ApplyResult ApplyPass::add_runtime_relocation(Part part,
                                              const RelocationSite& site) {
  uint64_t word_size = context_.target.word_size;
  if (site.P % word_size != 0) {
    return std::unexpected(std::format(
        "the loader relocates aligned words only ({:#x} in the image is not a "
        "multiple of {})",
        site.P, word_size));
  }
  using Relocation = RuntimeRelocation;
  context_.image.relocations.push_back(
      {part == Part::kText ? Relocation::Part::kText
                           : Relocation::Part::kRodata,
       site.P,
       site.part == Part::kText ? Relocation::Base::kText
                                : Relocation::Base::kRodata});
  return {};
}

// Thousands of branches that do not reach are one mistake.
PassResult fail_too_large(const Context& context) {
  constexpr size_t kMostFunctions = 5;
  Diagnostics& diagnostics = context.diagnostics;
  const Image& image = context.image;
  PassResult failed = diagnostics.fail(std::format(
      "the module is too large for {}: {} bytes of code, and calls reach {}",
      context.target.name, image.text.size(), context.machine.code_reach()));
  std::vector<const SymbolInfo*> functions;
  for (const SymbolInfo& symbol : image.symbols)
    if (symbol.in_text) functions.push_back(&symbol);
  size_t count = std::min(functions.size(), kMostFunctions);
  std::ranges::partial_sort(functions, functions.begin() + count,
                            std::greater<>(), &SymbolInfo::size);
  std::string text;
  for (const SymbolInfo* function : std::span(functions).first(count)) {
    text += std::format("{}{} ({})", text.empty() ? "" : ", ",
                        quote(function->name), function->size);
  }
  diagnostics.note("the largest functions, in bytes: " + text);
  diagnostics.note(
      "-Oz makes them smaller; or compile parts of the program to modules of "
      "their own");
  return failed;
}

PassResult ApplyPass::finish() {
  bool is_too_large =
      context_.image.text.size() > context_.machine.code_reach();
  if (is_too_large && !errors_.empty()) return fail_too_large(context_);
  return errors_.finish();
}

void write_literals(Context& context, ApplyPass& pass) {
  for (const LiteralPool& pool : context.pools) {
    uint64_t place = pool.offset;
    for (uint32_t literal : pool.literals) {
      pass.write_literal(context.literals[literal], place);
      place += kLiteralSize;
    }
  }
}

void write_islands(Context& context) {
  for (const Object& object : context.objects) {
    for (const Section& section : object.sections) {
      for (const Island& island : section.islands) {
        std::span<uint8_t> code =
            std::span(context.image.text)
                .subspan(island.offset, context.machine.island_size());
        context.machine.write_island(
            code, island.offset, image_place(context, island.target).offset);
      }
    }
  }
}

}  // namespace

PassResult scan_relocations(Context& context) {
  ScanPass pass(context);
  for_each_relocation(context, [&](Object& object, Section& section,
                                   const Relocation& relocation) {
    pass.scan(object, section, relocation);
  });
  return pass.finish();
}

PassResult apply_relocations(Context& context) {
  ApplyPass pass(context);
  for_each_relocation(context, [&](Object& object, Section& section,
                                   const Relocation& relocation) {
    if (!section.is_literals) pass.apply(object, section, relocation);
  });
  write_literals(context, pass);
  std::ranges::sort(context.image.relocations, std::less<>(),
                    [](const RuntimeRelocation& relocation) {
                      return std::tuple(relocation.part, relocation.offset);
                    });
  write_islands(context);
  const SymbolRef& symbol = context.entry;
  uint64_t entry = symbol.section().offset + symbol.symbol().value;
  uint64_t reach = context.machine.entry_jump_reach();
  if (entry > reach) {
    return context.diagnostics.fail(std::format(
        "{}: entry symbol {} is {} bytes behind the start of the image, "
        "out of reach of a jump (limit {})",
        symbol.object->name, quote(symbol.symbol().name), entry, reach));
  }
  if (entry != 0) {
    context.machine.write_entry_jump(
        std::span(context.image.text).first(context.machine.entry_jump_size()),
        entry);
  }
  return pass.finish();
}

}  // namespace wasm2mpy::link
