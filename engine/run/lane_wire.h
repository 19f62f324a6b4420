// Messages on the socket between a lane and its worker process: a length
// (U32, little-endian) of what follows, a type byte, a payload. An image's
// file travels beside its message as an open descriptor (SCM_RIGHTS).
#ifndef RESCAN_ENGINE_RUN_LANE_WIRE_H_
#define RESCAN_ENGINE_RUN_LANE_WIRE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/image/input_file.h"
#include "kernels/base/result.h"

namespace rescan {

enum class MessageType : std::uint8_t {
  kSettings = 1,   // to the worker: EncodeSettings
  kImage = 2,      // to the worker: the path, and the file's descriptor
  kReady = 3,      // from the worker: models are loaded
  kError = 4,      // from the worker: EncodeError, it cannot go on
  kReply = 5,      // from the worker: EncodeReply
  kLastReply = 6,  // the same, and the worker leaves: it needs replacing
};

struct Message {
  MessageType type = MessageType::kError;
  std::string payload;
  FileDescriptor file;
};

// Longest message, all but its length counted. A page of letters takes about
// 100 kB.
inline constexpr std::size_t kMaxMessageBytes = std::size_t{64} << 20;

// Sends one message, and `file` with it unless it is negative (it stays open
// here). Blocks while the other end does not read. Error kIo when the other
// end is gone; never SIGPIPE.
[[nodiscard]] Status SendMessage(int socket, MessageType type,
                                 std::string_view payload, int file);

// Waits for one message. Errors: kNotFound when the other end closed between
// messages, kCorruption when it closed within one or sent none of ours, kIo.
[[nodiscard]] Result<Message> ReceiveMessage(int socket);

// Puts messages together from a socket that must not be waited for. Takes
// memory as bytes come in, not as a length promises. No descriptors.
class MessageReader {
 public:
  enum class State { kPartial, kComplete, kClosed, kMalformed };

  // Reads at most once, without waiting. kComplete: Take() may be called.
  // kClosed: the other end is gone, whatever had come of a message. Bytes
  // after a message make it kMalformed: a worker speaks only when asked.
  [[nodiscard]] State Read(int socket);
  // The message, and the reader is as new.
  [[nodiscard]] Message Take();

 private:
  std::string bytes_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_LANE_WIRE_H_
