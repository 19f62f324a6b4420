// The image libraries under Tesseract print what goes wrong to standard error.
// Here it is caught instead.
#ifndef RESCAN_ENGINE_IMAGE_LIBRARY_MESSAGES_H_
#define RESCAN_ENGINE_IMAGE_LIBRARY_MESSAGES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rescan {

// Routes the messages of Leptonica and libtiff, for the whole process, to the
// capture that is open on the thread that caused them; without one they are
// dropped. Thread-safe; later calls do nothing.
void InstallLibraryMessageHandlers();

// While it lives, collects this thread's messages. Captures nest; the
// innermost one collects. Use on one thread.
class MessageCapture {
 public:
  MessageCapture();
  ~MessageCapture();
  MessageCapture(const MessageCapture&) = delete;
  MessageCapture& operator=(const MessageCapture&) = delete;

  // One line each, without a line end; at most kMaxMessages are kept.
  [[nodiscard]] const std::vector<std::string>& errors() const {
    return errors_;
  }
  [[nodiscard]] const std::vector<std::string>& warnings() const {
    return warnings_;
  }

  void AddError(std::string_view message);
  void AddWarning(std::string_view message);

  static constexpr std::size_t kMaxMessages = 16;
  static constexpr std::size_t kMaxMessageBytes = 300;

 private:
  std::vector<std::string> errors_;
  std::vector<std::string> warnings_;
  MessageCapture* outer_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_IMAGE_LIBRARY_MESSAGES_H_
