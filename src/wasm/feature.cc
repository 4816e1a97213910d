#include "wasm/feature.h"

#include <format>

namespace wasm2mpy::wasm {
namespace {

enum class Support : uint8_t { kSupported, kRefused };

struct FeatureInfo {
  std::string_view name;
  Support support;
  std::string_view way_out;
};

constexpr FeatureInfo kFeatures[] = {
#define FEATURE(id, name, support, way_out) \
  {name, Support::k##support, way_out},
#include "wasm/features.def"
#undef FEATURE
};

constexpr const FeatureInfo& info_of(Feature feature) {
  return kFeatures[size_t(feature)];
}

}  // namespace

std::string_view to_string(Feature feature) { return info_of(feature).name; }

bool is_supported(Feature feature) {
  return info_of(feature).support == Support::kSupported;
}

std::string unsupported_message(Feature feature) {
  const FeatureInfo& info = info_of(feature);
  std::string message = std::format(
      "uses the {} proposal, which is not supported yet", info.name);
  if (!info.way_out.empty()) message += std::format(": {}", info.way_out);
  return message;
}

}  // namespace wasm2mpy::wasm
