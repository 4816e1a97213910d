// Symbol resolution: which definition each name means.
//
// All global symbols of all objects share one name space. A strong definition
// wins over weak ones, the first weak one over later ones; two strong ones are
// an error. Of COMDAT groups with one signature the first is kept. Archives
// are searched, in order, for names that are undefined so far and not weak,
// until nothing changes; their order among the objects does not matter.
#include <format>
#include <unordered_set>

#include "link/context.h"
#include "link/elf_reader.h"

namespace wasm2mpy::link {
namespace {

class SymbolResolver {
 public:
  explicit SymbolResolver(Context& context) : context_(context) {}

  PassResult add_object(const InputFile& file);
  PassResult add_archives(std::span<const InputFile> files);
  PassResult report_duplicates();
  PassResult find_entry(std::string_view name);

 private:
  void choose_sections(Object& object);
  void add_symbols(Object& object);
  void define(std::string_view name, SymbolRef definition);
  Result<bool> pull_member(std::string_view name);

  Context& context_;
  std::unordered_set<std::string_view> comdat_signatures_;
  // Names in the order of their first use, so that messages and the order of
  // archive members do not depend on a hash.
  std::vector<std::string_view> wanted_;
  std::unordered_set<std::string_view> wanted_set_;
  std::vector<Archive> archives_;
  std::unordered_set<const uint8_t*> pulled_;
  std::vector<std::pair<SymbolRef, SymbolRef>> duplicates_;
};

// Sections that describe the code but are never part of it.
bool is_dropped(const Section& section) {
  return section.type == elf::kSectionNote ||
         section.type == elf::kSectionGroup ||
         section.type == elf::kSectionArmExidx ||
         (section.type >= elf::kSectionLlvmFirst &&
          section.type <= elf::kSectionLlvmLast) ||
         section.name.starts_with(".eh_frame") ||
         section.name.starts_with(".gcc_except_table") ||
         section.name.starts_with(".note") ||
         section.name.starts_with(".comment") ||
         section.name.starts_with(".llvm") ||
         section.name.starts_with(".ARM.ex");
}

void SymbolResolver::choose_sections(Object& object) {
  for (Section& section : object.sections) {
    section.loadable =
        (section.flags & elf::kFlagAlloc) != 0 && !is_dropped(section);
  }
  for (const Object::Group& group : object.groups) {
    if (comdat_signatures_.insert(group.signature).second) continue;
    for (uint32_t index : group.sections) {
      object.sections[index].loadable = false;
    }
  }
}

void SymbolResolver::define(std::string_view name, SymbolRef definition) {
  auto [found, is_new] = context_.globals.try_emplace(name, definition);
  if (is_new) return;
  bool is_weak = definition.symbol().binding == elf::kBindWeak;
  bool was_weak = found->second.symbol().binding == elf::kBindWeak;
  if (is_weak) return;
  if (was_weak) {
    found->second = definition;
  } else {
    duplicates_.emplace_back(found->second, definition);
  }
}

void SymbolResolver::add_symbols(Object& object) {
  for (uint32_t i = 0; i < object.symbols.size(); ++i) {
    const Symbol& symbol = object.symbols[i];
    if (symbol.binding == elf::kBindLocal || symbol.name.empty()) continue;
    if (symbol.kind == Symbol::Kind::kUndefined) {
      if (symbol.binding == elf::kBindWeak) continue;
      if (wanted_set_.insert(symbol.name).second) {
        wanted_.push_back(symbol.name);
      }
      continue;
    }
    // A definition in the copy of a COMDAT group that is not used is none.
    bool discarded = symbol.kind == Symbol::Kind::kDefined &&
                     !object.sections[symbol.section].loadable;
    if (!discarded) define(symbol.name, SymbolRef{&object, i});
  }
}

PassResult SymbolResolver::add_object(const InputFile& file) {
  Result<Object> object =
      read_elf(file, context_.target, context_.machine, context_.diagnostics);
  if (!object) return std::unexpected(object.error());
  context_.objects.push_back(std::move(*object));
  choose_sections(context_.objects.back());
  add_symbols(context_.objects.back());
  return {};
}

// Adds the member that defines `name`; false if no archive has one.
Result<bool> SymbolResolver::pull_member(std::string_view name) {
  for (const Archive& archive : archives_) {
    std::optional<uint64_t> offset = archive.find(name);
    if (!offset) continue;
    Result<InputFile> member = archive.member(*offset, context_.diagnostics);
    if (!member) return std::unexpected(member.error());
    // An index that lies about a member must not pull it for ever.
    if (!pulled_.insert(member->bytes.data()).second) continue;
    if (PassResult status = add_object(*member); !status) {
      return std::unexpected(status.error());
    }
    return true;
  }
  return false;
}

PassResult SymbolResolver::add_archives(std::span<const InputFile> files) {
  for (const InputFile& file : files) {
    Result<Archive> archive = Archive::read(file, context_.diagnostics);
    if (!archive) return std::unexpected(archive.error());
    archives_.push_back(std::move(*archive));
  }
  // `wanted_` grows while members are added.
  for (size_t i = 0; i < wanted_.size(); ++i) {
    if (context_.globals.contains(wanted_[i])) continue;
    Result<bool> pulled = pull_member(wanted_[i]);
    if (!pulled) return std::unexpected(pulled.error());
  }
  return {};
}

PassResult SymbolResolver::report_duplicates() {
  PassResult result;
  for (const auto& [first, second] : duplicates_) {
    result = context_.diagnostics.fail(std::format(
        "duplicate symbol {}: defined in {} and in {}",
        quote(first.symbol().name), first.object->name, second.object->name));
  }
  return result;
}

PassResult SymbolResolver::find_entry(std::string_view name) {
  std::unordered_map<std::string_view, SymbolRef>::iterator found =
      context_.globals.find(name);
  if (found == context_.globals.end()) {
    return context_.diagnostics.fail(
        std::format("entry symbol {} is not defined", quote(name)));
  }
  context_.entry = found->second;
  const Symbol& symbol = context_.entry.symbol();
  bool is_code = symbol.kind == Symbol::Kind::kDefined &&
                 context_.entry.section().is_code() &&
                 symbol.value < context_.entry.section().size;
  if (!is_code) {
    return context_.diagnostics.fail(
        std::format("{}: entry symbol {} is not a function",
                    context_.entry.object->name, quote(name)));
  }
  return {};
}

}  // namespace

PassResult resolve_symbols(Context& context, std::span<const InputFile> objects,
                           std::span<const InputFile> archives,
                           std::string_view entry_symbol) {
  SymbolResolver resolver(context);
  PassResult result;
  for (const InputFile& file : objects) {
    // The other objects may have errors of their own.
    if (PassResult status = resolver.add_object(file); !status) {
      result = status;
    }
  }
  if (result) result = resolver.add_archives(archives);
  if (result) result = resolver.report_duplicates();
  if (result) result = resolver.find_entry(entry_symbol);
  return result;
}

SymbolRef find_definition(const Context& context, Object& object,
                          uint32_t symbol) {
  const Symbol& s = object.symbols[symbol];
  if (s.binding != elf::kBindLocal && !s.name.empty()) {
    std::unordered_map<std::string_view, SymbolRef>::const_iterator found =
        context.globals.find(s.name);
    return found == context.globals.end() ? SymbolRef{} : found->second;
  }
  if (s.kind == Symbol::Kind::kUndefined) return {};
  return {&object, symbol};
}

SectionPlace find_target(const Context& context, Object& object,
                         const Relocation& relocation, int64_t& rest) {
  rest = relocation.addend;
  SymbolRef definition = find_definition(context, object, relocation.symbol);
  if (!definition) return {};
  const Symbol& symbol = definition.symbol();
  if (symbol.kind != Symbol::Kind::kDefined) return {};

  SectionPlace place{definition.object, &definition.section(), symbol.value};
  bool selects_piece =
      place.section->is_literals ||
      (symbol.type == elf::kSymbolSection && !place.section->pieces.empty());
  if (selects_piece) {
    place.offset += uint64_t(relocation.addend);
    rest = 0;
  }
  return place;
}

}  // namespace wasm2mpy::link
