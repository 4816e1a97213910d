#include "debug/map.h"

#include <algorithm>
#include <format>
#include <ranges>
#include <utility>

#include "support/demangle.h"
#include "support/text.h"

namespace wasm2mpy::debug {
namespace {

constexpr std::string_view kTitle = "wasm2mpy debug map ";
constexpr std::string_view kVersion = "1";
constexpr std::string_view kModule = "module";
constexpr std::string_view kSite = "site";
constexpr std::string_view kFunction = "function";
constexpr std::string_view kFrame = "frame";
constexpr std::string_view kNoFunction = "-";

std::optional<uint32_t> read_code(std::string_view text) {
  if (!text.starts_with("0x")) return std::nullopt;
  return parse_number<uint32_t>(text.substr(2), 16);
}

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> parts;
  for (size_t end = line.find('\t'); end != line.npos; end = line.find('\t')) {
    parts.push_back(line.substr(0, end));
    line.remove_prefix(end + 1);
  }
  parts.push_back(line);
  return parts;
}

class MapReader {
 public:
  // False when the line is not as it should be.
  bool read(std::string_view line) {
    std::vector<std::string_view> parts = split(line);
    if (parts[0] == kModule && parts.size() == 2) {
      map.module = parts[1];
      return true;
    }
    if ((parts[0] == kSite || parts[0] == kFunction) && parts.size() == 4)
      return read_site(parts);
    if (parts[0] == kFrame && parts.size() == 4 && site_) {
      std::optional<uint32_t> number = parse_number<uint32_t>(parts[3]);
      if (number)
        site_->frames.push_back(
            {std::string(parts[1]), std::string(parts[2]), *number});
      return number.has_value();
    }
    return false;
  }

  Map map;

 private:
  bool read_site(const std::vector<std::string_view>& parts) {
    std::optional<uint32_t> code = read_code(parts[1]);
    std::optional<uint32_t> index = parse_number<uint32_t>(parts[2]);
    if (!code || (!index && parts[2] != kNoFunction)) return false;
    site_ = &map.sites[*code];
    *site_ = {.index = index,
              .name = std::string(parts[3]),
              .frames = {},
              .is_anywhere = parts[0] == kFunction};
    return true;
  }

  Site* site_ = nullptr;
};

// The function whose body has the byte at `offset`. Bodies are in the order of
// functions; imports come first and have none.
std::optional<uint32_t> function_at(const wasm::Module& module,
                                    uint64_t offset) {
  auto after = std::ranges::upper_bound(module.functions, offset, {},
                                        &wasm::Function::body_offset);
  if (after == module.functions.begin()) return std::nullopt;
  const wasm::Function& function = *--after;
  if (offset - function.body_offset >= function.body.size())
    return std::nullopt;
  return uint32_t(after - module.functions.begin());
}

// Of an export or import that a trap has passed.
constexpr std::string_view kPassed = "  from ";

// The codes in one pair of brackets; nothing stands for those left out.
using Bracket = std::vector<std::optional<uint32_t>>;

// Empty: there is something else in it.
Bracket read_bracket(std::string_view text) {
  Bracket bracket;
  for (auto part : std::views::split(text, ' ')) {
    std::string_view word(part);
    std::optional<uint32_t> code = read_code(word);
    if (!code && word != "...") return {};
    bracket.push_back(code);
  }
  return bracket;
}

std::vector<Bracket> find_brackets(std::string_view text) {
  std::vector<Bracket> brackets;
  for (size_t begin = text.find('['); begin != text.npos;
       begin = text.find('[', begin + 1)) {
    size_t end = text.find(']', begin);
    if (end == text.npos) break;
    Bracket bracket = read_bracket(text.substr(begin + 1, end - begin - 1));
    if (!bracket.empty()) brackets.push_back(std::move(bracket));
  }
  return brackets;
}

std::string function_text(const Site& site) {
  if (!site.index) return "instantiation";
  return site.name.empty() ? std::format("func {}", *site.index) : site.name;
}

// A line for each function of the source.
std::vector<std::string> explain(const Map& map, uint32_t code) {
  const Site& site = map.sites.at(code);
  if (site.is_anywhere) return {function_text(site)};
  const std::string in_file = std::format(" at {}:+{:#x}", map.module, code);
  if (site.frames.empty()) return {function_text(site) + in_file};
  std::vector<std::string> lines;
  for (const Frame& frame : site.frames) {
    std::string line = lines.empty() ? "" : "  inlined into ";
    line += frame.function.empty() ? "?" : frame.function;
    if (frame.line != 0) {
      line += std::format(" at {}:{}", frame.file, frame.line);
    } else if (lines.empty()) {
      line += in_file;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

// `calls`: the first one is a call, too. What the map does not know is left
// out.
void explain(const Map& map, const Bracket& bracket, bool calls,
             std::vector<std::string>& lines) {
  const Site* trap = nullptr;  // as long as nothing has come behind it
  for (std::optional<uint32_t> code : bracket) {
    if (!code) lines.emplace_back("  ...");
    auto found = code ? map.sites.find(*code) : map.sites.end();
    if (found == map.sites.end()) continue;
    const Site& site = found->second;
    // Of two places that were joined only the function is known, which has
    // been told.
    bool is_same = trap && site.is_anywhere && site.index == trap->index;
    trap = calls ? nullptr : &site;
    if (is_same) continue;
    std::vector<std::string> frames = explain(map, *code);
    if (calls) frames[0].insert(0, "  called by ");
    lines.insert(lines.end(), frames.begin(), frames.end());
    calls = true;
  }
}

}  // namespace

Map make_map(const wasm::Module& module, std::string name, const Lines& lines,
             const std::set<uint32_t>& codes) {
  Map map = {.module = std::move(name)};
  for (uint32_t code : codes) {
    Site site = {.index = function_at(module, code)};
    if (site.index) {
      site.name = plain_name(module.function_name(*site.index));
      const wasm::Function& function = module.functions[*site.index];
      site.is_anywhere = code == function.body_offset;
      if (!site.is_anywhere) site.frames = lines.frames(function, code);
    }
    map.sites[code] = std::move(site);
  }
  return map;
}

std::string to_text(const Map& map) {
  std::string text = std::format("{}{}\n{}\t{}\n", kTitle, kVersion, kModule,
                                 escape_controls(map.module));
  for (const auto& [code, site] : map.sites) {
    text += std::format(
        "{}\t{:#x}\t{}\t{}\n", site.is_anywhere ? kFunction : kSite, code,
        site.index ? std::to_string(*site.index) : std::string(kNoFunction),
        escape_controls(site.name));
    for (const Frame& frame : site.frames) {
      text += std::format("{}\t{}\t{}\t{}\n", kFrame,
                          escape_controls(frame.function),
                          escape_controls(frame.file), frame.line);
    }
  }
  return text;
}

Result<Map> read_map(std::string_view text, std::string_view file,
                     Diagnostics& diagnostics) {
  auto fail = [&](std::string message) {
    return diagnostics.fail(
        {.file = std::string(file), .message = std::move(message)});
  };
  MapReader reader;
  for (size_t number = 1; !text.empty(); ++number) {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (number == 1) {
      if (!line.starts_with(kTitle)) break;
      line.remove_prefix(kTitle.size());
      if (line == kVersion) continue;
      return fail(std::format(
          "is a debug map of another version of wasm2mpy (got {}, expected {})",
          quote(line), kVersion));
    }
    if (reader.read(line)) {
      if (text.empty()) return std::move(reader.map);
      continue;
    }
    return fail(std::format("line {} of the debug map is broken: {}", number,
                            quote(line)));
  }
  return fail("is no debug map, as --debug-map writes it");
}

std::vector<uint32_t> find_codes(std::string_view text) {
  std::vector<uint32_t> codes;
  for (const Bracket& bracket : find_brackets(text)) {
    for (std::optional<uint32_t> code : bracket)
      if (code) codes.push_back(*code);
  }
  return codes;
}

std::vector<std::string> explain(const Map& map, std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    bool is_passed = line.starts_with(kPassed);
    if (is_passed) lines.emplace_back(line.substr(0, line.find(" [")));
    for (const Bracket& bracket : find_brackets(line))
      explain(map, bracket, is_passed, lines);
  }
  return lines;
}

}  // namespace wasm2mpy::debug
