#ifndef RESCAN_INDEX_VECTOR_RECORD_H_
#define RESCAN_INDEX_VECTOR_RECORD_H_

#include <cstdint>
#include <string>

namespace rescan::index {

// What stands beside a vector in a collection, a delta and a snapshot.
struct VectorRecord {
  // Unique in the collection: IMAGE#{sha256 hex}#LINE#00001 or
  // IMAGE#{sha256 hex}#LINE#00001#WORD#00001.
  std::string id;
  // The image: SHA-256 of the file, hex. Removals and "not of the same image"
  // go by it.
  std::string asset;
  // Which reading of the image made it. A vector belongs in the index only
  // while this is the image's current revision.
  std::int64_t revision = 0;
  std::string owner;     // the user; empty = all
  std::string metadata;  // one JSON object, UTF-8

  friend bool operator==(const VectorRecord&, const VectorRecord&) = default;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_VECTOR_RECORD_H_
