#include "engine/image/library_messages.h"

#include <leptonica/allheaders.h>
#include <tiffio.h>

#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <string_view>

#include "kernels/base/text.h"

namespace rescan {
namespace {

thread_local MessageCapture* current_capture = nullptr;

void OnLeptonica(const char* message) {
  if (current_capture == nullptr) return;
  std::string_view text(message);
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  if (text.starts_with("Warning")) {
    current_capture->AddWarning(text);
  } else {
    current_capture->AddError(text);
  }
}

std::string Formatted(const char* module, const char* format, va_list args) {
  char text[MessageCapture::kMaxMessageBytes];
  std::vsnprintf(text, sizeof text, format, args);
  return module == nullptr ? text : std::string(module) + ": " + text;
}

void OnTiffError(const char* module, const char* format, va_list args) {
  if (current_capture == nullptr) return;
  current_capture->AddError(Formatted(module, format, args));
}

void OnTiffWarning(const char* module, const char* format, va_list args) {
  if (current_capture == nullptr) return;
  current_capture->AddWarning(Formatted(module, format, args));
}

void Add(std::vector<std::string>& to, std::string_view message) {
  if (to.size() >= MessageCapture::kMaxMessages) return;
  to.push_back(
      ToValidUtf8(message.substr(0, MessageCapture::kMaxMessageBytes)));
}

}  // namespace

void InstallLibraryMessageHandlers() {
  static std::once_flag once;
  std::call_once(once, [] {
    leptSetStderrHandler(OnLeptonica);
    setMsgSeverity(L_SEVERITY_WARNING);
    TIFFSetErrorHandler(OnTiffError);
    TIFFSetWarningHandler(OnTiffWarning);
  });
}

MessageCapture::MessageCapture() : outer_(current_capture) {
  InstallLibraryMessageHandlers();
  current_capture = this;
}

MessageCapture::~MessageCapture() { current_capture = outer_; }

void MessageCapture::AddError(std::string_view message) {
  Add(errors_, message);
}

void MessageCapture::AddWarning(std::string_view message) {
  Add(warnings_, message);
}

}  // namespace rescan
