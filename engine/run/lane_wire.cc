#include "engine/run/lane_wire.h"

#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "kernels/base/coding.h"

namespace rescan {
namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kHeaderBytes = kLengthBytes + 1;

// Room for the control message that carries one descriptor.
union DescriptorRoom {
  cmsghdr align;
  std::array<char, CMSG_SPACE(sizeof(int))> bytes;
};

tl::unexpected<Error> FailErrno(const char* what) {
  const std::error_code code(errno, std::generic_category());
  return Fail(ErrorCode::kIo, std::string(what) + ": " + code.message());
}

bool KnownType(std::uint8_t type) {
  return type >= static_cast<std::uint8_t>(MessageType::kSettings) &&
         type <= static_cast<std::uint8_t>(MessageType::kLastReply);
}

// The payload's length, or an error if no message begins with `header`.
Result<std::size_t> PayloadLength(std::string_view header) {
  ByteReader reader(header);
  const std::size_t length = reader.U32();
  const std::uint8_t type = reader.U8();
  if (length < 1 || length > kMaxMessageBytes || !KnownType(type)) {
    return Fail(ErrorCode::kCorruption, "not a message of a worker");
  }
  return length - 1;
}

Status SendAll(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return FailErrno("cannot send to the other process");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

// Fills `size` bytes at `to`. Error kNotFound if not even one came.
Status ReceiveAll(int socket, char* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = recv(socket, to + done, size - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FailErrno("cannot receive from the other process");
    if (got == 0 && done == 0) return Fail(ErrorCode::kNotFound, "closed");
    if (got == 0) return Fail(ErrorCode::kCorruption, "a message cut off");
    done += static_cast<std::size_t>(got);
  }
  return {};
}

// The first byte of a message, with the descriptor that may ride on it.
Status ReceiveFirst(int socket, char* byte, FileDescriptor& file) {
  iovec part{byte, 1};
  DescriptorRoom room{};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = room.bytes.data();
  header.msg_controllen = room.bytes.size();
  ssize_t got = 0;
  do {
    got = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return FailErrno("cannot receive from the other process");
  if (got == 0) return Fail(ErrorCode::kNotFound, "closed");
  const cmsghdr* control = CMSG_FIRSTHDR(&header);
  if (control != nullptr && control->cmsg_level == SOL_SOCKET &&
      control->cmsg_type == SCM_RIGHTS &&
      control->cmsg_len == CMSG_LEN(sizeof(int))) {
    int received = -1;
    std::memcpy(&received, CMSG_DATA(control), sizeof(received));
    file = FileDescriptor(received);
  }
  return {};
}

}  // namespace

Status SendMessage(int socket, MessageType type, std::string_view payload,
                   int file) {
  ByteWriter writer;
  writer.U32(static_cast<std::uint32_t>(payload.size() + 1));
  writer.U8(static_cast<std::uint8_t>(type));
  std::string head = writer.Take();
  iovec part{head.data(), head.size()};
  DescriptorRoom room{};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  if (file >= 0) {
    header.msg_control = room.bytes.data();
    header.msg_controllen = room.bytes.size();
    cmsghdr* control = CMSG_FIRSTHDR(&header);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(control), &file, sizeof(file));
  }
  ssize_t sent = 0;
  do {
    sent = sendmsg(socket, &header, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0) return FailErrno("cannot send to the other process");
  RESCAN_TRY(SendAll(
      socket, std::string_view(head).substr(static_cast<std::size_t>(sent))));
  return SendAll(socket, payload);
}

Result<Message> ReceiveMessage(int socket) {
  Message message;
  std::array<char, kHeaderBytes> header;
  RESCAN_TRY(ReceiveFirst(socket, header.data(), message.file));
  RESCAN_TRY(ReceiveAll(socket, header.data() + 1, header.size() - 1));
  const auto length = PayloadLength({header.data(), header.size()});
  if (!length.has_value()) return tl::unexpected(length.error());
  message.type = static_cast<MessageType>(header.back());
  message.payload.resize(*length);
  RESCAN_TRY(ReceiveAll(socket, message.payload.data(), *length));
  return message;
}

MessageReader::State MessageReader::Read(int socket) {
  std::array<char, std::size_t{64} << 10> chunk;
  const ssize_t got = recv(socket, chunk.data(), chunk.size(), MSG_DONTWAIT);
  if (got < 0) {
    const bool later = errno == EAGAIN || errno == EINTR;
    return later ? State::kPartial : State::kClosed;
  }
  if (got == 0) return State::kClosed;
  bytes_.append(chunk.data(), static_cast<std::size_t>(got));
  if (bytes_.size() < kHeaderBytes) return State::kPartial;
  const auto length = PayloadLength(bytes_);
  if (!length.has_value()) return State::kMalformed;
  const std::size_t whole = kHeaderBytes + *length;
  if (bytes_.size() > whole) return State::kMalformed;
  return bytes_.size() == whole ? State::kComplete : State::kPartial;
}

Message MessageReader::Take() {
  Message message;
  message.type = static_cast<MessageType>(bytes_[kLengthBytes]);
  message.payload = bytes_.substr(kHeaderBytes);
  bytes_ = {};
  return message;
}

}  // namespace rescan
