#include "engine/run/outcome_codec.h"

#include <cmath>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/raw_sheet_json.h"
#include "kernels/base/coding.h"

namespace rescan {
namespace {

// The largest value of each enum that travels.
constexpr auto kLastFormat = ImageFormat::kPnm;
constexpr auto kLastClass = ImageClass::kScan;
constexpr auto kLastRule = DecidingRule::kContent;
constexpr auto kLastKind = ImageKind::kPhoto;
constexpr auto kLastMode = ClassifyMode::kContent;
constexpr auto kLastFailure = FailureType::kTextract;
constexpr auto kLastText = TextFormat::kAlto;
constexpr auto kLastError = ErrorCode::kInternal;

// Each value has one function, Code, that names its fields for both ways:
// Encoder and Decoder have the same members, and only the Decoder gets
// references that can be written to.
template <class Coder, class T>
using Ref = std::conditional_t<Coder::kDecodes, T&, const T&>;

class Encoder {
 public:
  static constexpr bool kDecodes = false;

  void operator()(bool value) { out_.U8(value ? 1 : 0); }
  void operator()(int value) { out_.SignedVarint(value); }
  void operator()(std::uint64_t value) { out_.Varint(value); }
  void operator()(float value) { out_.F32(value); }
  void operator()(double value) { out_.F64(value); }
  void operator()(const std::string& value) { out_.Bytes(value); }
  void operator()(const Sha256Digest& value) {
    for (const std::uint8_t byte : value) out_.U8(byte);
  }
  template <class E>
  requires std::is_enum_v<E>
  void Enum(E value, E /*last*/) { out_.U8(static_cast<std::uint8_t>(value)); }
  // `min_bytes`: what the shortest element takes.
  template <class T, class F>
  void List(const std::vector<T>& list, std::size_t /*min_bytes*/, F element) {
    out_.Varint(list.size());
    for (const T& item : list) element(*this, item);
  }
  template <class T, class F>
  void Optional(const std::optional<T>& value, F element) {
    out_.U8(value.has_value() ? 1 : 0);
    if (value.has_value()) element(*this, *value);
  }
  void Require(bool /*condition*/) {}
  [[nodiscard]] std::string Take() { return out_.Take(); }

 private:
  ByteWriter out_;
};

class Decoder {
 public:
  static constexpr bool kDecodes = true;

  explicit Decoder(std::string_view bytes) : in_(bytes) {}

  void operator()(bool& value) {
    const std::uint8_t byte = in_.U8();
    Require(byte <= 1);
    value = byte == 1;
  }
  void operator()(int& value) {
    const std::int64_t wide = in_.SignedVarint();
    Require(std::in_range<int>(wide));
    value = static_cast<int>(wide);
  }
  void operator()(std::uint64_t& value) { value = in_.Varint(); }
  void operator()(float& value) {
    value = in_.F32();
    Require(std::isfinite(value));
  }
  void operator()(double& value) {
    value = in_.F64();
    Require(std::isfinite(value));
  }
  void operator()(std::string& value) { value = in_.Bytes(); }
  void operator()(Sha256Digest& value) {
    for (std::uint8_t& byte : value) byte = in_.U8();
  }
  template <class E>
  requires std::is_enum_v<E>
  void Enum(E& value, E last) {
    const std::uint8_t byte = in_.U8();
    Require(byte <= static_cast<std::uint8_t>(last));
    if (ok()) value = static_cast<E>(byte);
  }
  template <class T, class F>
  void List(std::vector<T>& list, std::size_t min_bytes, F element) {
    const std::uint64_t count = in_.Varint();
    Require(count <= in_.remaining() / min_bytes);
    if (!ok()) return;
    list.resize(count);
    for (T& item : list) {
      element(*this, item);
      if (!ok()) return;
    }
  }
  template <class T, class F>
  void Optional(std::optional<T>& value, F element) {
    bool present = false;
    (*this)(present);
    if (ok() && present) element(*this, value.emplace());
  }
  void Require(bool condition) { valid_ = valid_ && condition; }
  [[nodiscard]] bool ok() const { return valid_ && in_.ok(); }
  [[nodiscard]] bool AtEnd() const { return ok() && in_.AtEnd(); }

 private:
  ByteReader in_;
  bool valid_ = true;
};

template <class Coder>
void Code(Coder& code, Ref<Coder, PixelBox> box) {
  code(box.left);
  code(box.top);
  code(box.width);
  code(box.height);
}

template <class Coder>
void Code(Coder& code, Ref<Coder, Letter> letter) {
  code(letter.text);
  Code(code, letter.box);
  code(letter.confidence);
}

// Fewest bytes of a letter, a word and a line: one for each number and text,
// four for each float.
constexpr std::size_t kMinLetter = 1 + 4 + 4;
constexpr std::size_t kMinWord = 1 + 1 + 4 + 4 + 1 + 1 + 1 + 1 + 1;
constexpr std::size_t kMinLine = 1 + 1 + 4 + 4 + 4 + 1 + 1;

template <class Coder>
void Code(Coder& code, Ref<Coder, Word> word) {
  code(word.id);
  code(word.text);
  Code(code, word.box);
  code(word.confidence);
  code(word.is_noise);
  code.List(word.letters, kMinLetter,
            [](Coder& c, auto& letter) { Code(c, letter); });
  code.List(word.letter_ids, 1, [](Coder& c, auto& id) { c(id); });
  code.Require(word.letters.size() == word.letter_ids.size());
  code.Enum(word.correction, kLastCorrection);
  code(word.first_text);
}

template <class Coder>
void Code(Coder& code, Ref<Coder, Line> line) {
  code(line.id);
  code(line.text);
  Code(code, line.box);
  code(line.angle_degrees);
  code(line.confidence);
  code(line.is_noise);
  code.List(line.words, kMinWord, [](Coder& c, auto& word) { Code(c, word); });
}

template <class Coder>
void Code(Coder& code, Ref<Coder, Page> page) {
  code(page.width);
  code(page.height);
  code.List(page.lines, kMinLine, [](Coder& c, auto& line) { Code(c, line); });
}

template <class Coder>
void Code(Coder& code, Ref<Coder, Classification> value) {
  code.Enum(value.image_class, kLastClass);
  code.Enum(value.rule, kLastRule);
  for (auto* number :
       {&value.margins.left, &value.margins.right, &value.margins.top,
        &value.margins.bottom, &value.scan_distance, &value.photo_distance,
        &value.pixels.border_white, &value.pixels.mean_saturation,
        &value.pixels.border_mean_luminance, &value.pixels.border_stddev}) {
    code(*number);
  }
  code.Optional(value.content, [](Coder& c, auto& content) {
    c(content.native);
    c(content.photo);
    c(content.scan);
    c(content.uncertain);
    c(content.classifier);
  });
}

// As JSON, which is what the store keeps too.
template <class Coder>
void Code(Coder& code, Ref<Coder, timesheet::RawSheet> sheet) {
  std::string json;
  if constexpr (!Coder::kDecodes) json = timesheet::WriteRawSheet(sheet);
  code(json);
  if constexpr (Coder::kDecodes) {
    auto parsed = timesheet::ParseRawSheet(json, "a message");
    code.Require(parsed.has_value());
    if (parsed.has_value()) sheet = *std::move(parsed);
  }
}

template <class Coder>
void Code(Coder& code, Ref<Coder, ImageFacts> facts) {
  code.Enum(facts.format, kLastFormat);
  code(facts.mode);
  code(facts.width);
  code(facts.height);
  code(facts.exif_orientation);
  code(facts.frame_count);
  code(facts.dpi_x);
  code(facts.dpi_y);
  code(facts.file_size);
  code(facts.file_sha256);
  code.Optional(facts.pixel_sha256, [](Coder& c, auto& hash) { c(hash); });
  code.List(facts.warnings, 1, [](Coder& c, auto& text) { c(text); });
}

template <class Coder>
void Code(Coder& code, Ref<Coder, Failure> failure) {
  code.Enum(failure.type, kLastFailure);
  code(failure.message);
  code(failure.error_code);
  code(failure.raw_ocr_output);
  code(failure.validation_errors);
  code(failure.stack_trace);
}

template <class Coder>
void Code(Coder& code, Ref<Coder, WorkerReply> reply) {
  auto& outcome = reply.outcome;
  code.Optional(outcome.facts, [](Coder& c, auto& facts) { Code(c, facts); });
  code.Optional(outcome.reading, [](Coder& c, auto& reading) {
    Code(c, reading.page);
    Code(c, reading.classification);
    c.Optional(reading.prepared_scale,
               [](Coder& inner, auto& scale) { inner(scale); });
    c.Optional(reading.osd_orientation,
               [](Coder& inner, auto& degrees) { inner(degrees); });
    c.Optional(reading.timesheet,
               [](Coder& inner, auto& sheet) { Code(inner, sheet); });
  });
  code.Optional(outcome.failure,
                [](Coder& c, auto& failure) { Code(c, failure); });
  code.Require(outcome.reading.has_value() != outcome.failure.has_value());
  auto& seconds = outcome.seconds;
  for (auto* number :
       {&seconds.open, &seconds.decode, &seconds.classify, &seconds.prepare,
        &seconds.layout, &seconds.recognise, &seconds.wall}) {
    code(*number);
    code.Require(*number >= 0);
  }
  code(outcome.worker_peak_rss_bytes);
  code(outcome.killed_worker);
  code(reply.rendered);
  code.Optional(reply.features, [](Coder& c, auto& features) {
    for (auto& value : features) c(value);
  });
}

struct Parameter {
  std::string name, value;
};

template <class Coder>
void Code(Coder& code, Ref<Coder, OcrProfile> profile) {
  code(profile.name);
  code(profile.version);
  code(profile.build_date);
  code(profile.description);
  code(profile.engine);
  code(profile.language);
  code(profile.page_segmentation_mode);
  code(profile.preprocessing_version);
  std::vector<Parameter> parameters;
  for (const auto& [name, value] : profile.parameters) {
    parameters.push_back({name, value});
  }
  code.List(parameters, 2, [](Coder& c, auto& parameter) {
    c(parameter.name);
    c(parameter.value);
  });
  if constexpr (Coder::kDecodes) {
    for (Parameter& parameter : parameters) {
      profile.parameters[parameter.name] = std::move(parameter.value);
    }
  }
  std::string preparation;
  if (profile.preparation.has_value()) {
    preparation = profile.preparation->canonical;
  }
  code(preparation);
  if constexpr (Coder::kDecodes) {
    if (preparation.empty()) return;
    auto parsed = ParsePreparation(preparation);
    code.Require(parsed.has_value());
    if (parsed.has_value()) profile.preparation = *std::move(parsed);
  }
}

template <class Coder>
void Code(Coder& code, Ref<Coder, WorkerSettings> settings) {
  auto& version = settings.version;
  Code(code, version.profile);
  code(version.full_version);
  code(version.engine_version);
  code(version.library_build);
  code(version.traineddata_path);
  code(version.traineddata_sha256);
  code(version.fingerprint);
  code.Enum(settings.kind, kLastKind);
  code(settings.limits.max_megapixels);
  code(settings.limits.max_file_bytes);
  code(settings.limits.reduce_above_megapixels);
  code.Enum(settings.classify, kLastMode);
  code(settings.classifier);
  auto milliseconds = static_cast<std::uint64_t>(settings.time_limit.count());
  code(milliseconds);
  code.Require(std::in_range<std::int64_t>(milliseconds));
  if constexpr (Coder::kDecodes) {
    settings.time_limit =
        std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds));
  }
  code(settings.memory_limit_bytes);
  code(settings.want_page);
  code(settings.read);
  code(settings.want_features);
  code.Enum(settings.format, kLastText);
}

template <class Coder>
void Code(Coder& code, Ref<Coder, Error> error) {
  code.Enum(error.code, kLastError);
  code(error.message);
}

template <class T>
std::string Encode(const T& value) {
  Encoder encoder;
  Code(encoder, value);
  return encoder.Take();
}

template <class T>
Result<T> Decode(std::string_view bytes) {
  Decoder decoder(bytes);
  T value;
  Code(decoder, value);
  if (!decoder.AtEnd()) {
    return Fail(ErrorCode::kCorruption,
                "a malformed message between processes");
  }
  return value;
}

}  // namespace

std::string EncodeReply(const WorkerReply& reply) { return Encode(reply); }

std::string EncodeSettings(const WorkerSettings& settings) {
  return Encode(settings);
}

std::string EncodeError(const Error& error) { return Encode(error); }

Result<WorkerReply> DecodeReply(std::string_view bytes) {
  return Decode<WorkerReply>(bytes);
}

Result<WorkerSettings> DecodeSettings(std::string_view bytes) {
  return Decode<WorkerSettings>(bytes);
}

Error DecodeError(std::string_view bytes) {
  Result<Error> error = Decode<Error>(bytes);
  return error.has_value() ? *std::move(error) : error.error();
}

}  // namespace rescan
